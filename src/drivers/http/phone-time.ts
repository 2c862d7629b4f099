const rfc3339 =
  /^(\d{4}-\d\d-(\d\d))T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/i;
const longest = 40;
/** Far beyond any clock that was set, and short enough for the script of pings; epoch ms. */
const latest = 99_999_999_999_999;

/**
 * A moment as RFC 3339 writes it, in UTC with Z. Null for everything else: a time without a zone is
 * a different moment for everybody who reads it.
 */
export function utcOf(sent: unknown): string | null {
  if (typeof sent !== 'string' || sent.length > longest) return null;
  const found = rfc3339.exec(sent);
  if (!found) return null;
  // 30 February would become a day of March.
  if (new Date(`${found[1]}T00:00:00Z`).getUTCDate() !== Number(found[2])) return null;
  const at = Date.parse(sent.toUpperCase());
  return Math.abs(at) <= latest ? new Date(at).toISOString() : null;
}
