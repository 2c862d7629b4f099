/** Only what was sent: a field that is left out has no key here. */
export function sentFields<Request extends object>(request: Request): Request {
  const sent = Object.entries(request).filter(([, value]) => value !== undefined);
  return Object.fromEntries(sent) as Request;
}
