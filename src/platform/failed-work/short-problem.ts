const longest = 200;
/** Shorter values are no secret, and masking them would blank half of all words. */
const shortestSecret = 3;
const id = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * An error's message for people who may not see the payload: its first line, with every value of
 * the payload masked. Ids stay, because the search for the cause starts from them.
 */
export function shortProblem(message: string | null, payload: unknown): string {
  const line = (message ?? '').trim().split('\n', 1)[0] || 'Nothing was said.';
  const secrets = valuesOf(payload)
    .filter((value) => value.length >= shortestSecret && !id.test(value))
    .toSorted((a, b) => b.length - a.length);
  const masked = secrets.reduce((text, secret) => text.replaceAll(secret, '…'), line);
  return masked.length > longest ? `${masked.slice(0, longest - 1)}…` : masked;
}

/** Every string and number of a JSON value, at any depth, as text. */
function valuesOf(value: unknown): string[] {
  if (typeof value === 'string' || typeof value === 'number') return [String(value)];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(valuesOf);
}
