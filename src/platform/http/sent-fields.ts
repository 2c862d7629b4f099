/** The fields that were sent: a field left out has no key here. */
export function sentFields<Request extends object>(request: Request): Request {
  const sent = Object.entries(request).filter(([, value]) => value !== undefined);
  return Object.fromEntries(sent) as Request;
}
