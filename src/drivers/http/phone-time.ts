import { instantOf } from '../../kernel/instant.js';

const longest = 40;
/** Far beyond any clock that was set, and short enough for the script of pings; epoch ms. */
const latest = 99_999_999_999_999;

/**
 * A moment as RFC 3339 writes it, in UTC with Z. Null for everything else: a time without a zone is
 * a different moment for everybody who reads it.
 */
export function utcOf(sent: unknown): string | null {
  if (typeof sent !== 'string' || sent.length > longest) return null;
  const at = instantOf(sent);
  return at && Math.abs(at.getTime()) <= latest ? at.toISOString() : null;
}
