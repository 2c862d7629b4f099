import { createHash } from 'node:crypto';
import { validate } from 'uuid';

/**
 * Equal for bodies with the same meaning, whatever the order of keys, the white space, the spelling
 * of numbers (`1`, `1.0`, `1e0`), the case of ids, and whether a member is null or left out. Any
 * other difference makes a different request.
 */
export function fingerprint(body: unknown): string {
  // Through JSON, because dates and the like have no members of their own.
  const text = JSON.stringify(body) ?? 'null';
  return createHash('sha256')
    .update(canonical(JSON.parse(text)))
    .digest('base64url');
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'string') return JSON.stringify(validate(value) ? lower(value) : value);
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== null)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`);
  return `{${members.join(',')}}`;
}

const lower = (id: string) => id.toLowerCase();
