// The keys under which an answer and the stamps of its tags are stored.
import { createHash } from 'node:crypto';
import type { CachePolicy, KeyPart } from './cache.policy.js';

/** The place of one read's answer. The request alone decides it, so it can be kept and reused. */
export interface Address {
  readonly key: string;
  /** The policy's tags, and `all`. */
  readonly tags: readonly string[];
  /** One per tag, in their order. */
  readonly stampKeys: readonly string[];
}

const mostTags = 4;
/** Every entry has this tag: replacing its stamp empties the cache without deleting a key. */
export const everything = 'all';

export function addressOf<Request>(policy: CachePolicy<Request>, request: Request): Address {
  const tags = [...policy.tags(request), everything];
  if (tags.length > mostTags + 1) throw new Error(`${policy.name}: more than ${mostTags} tags`);
  return {
    key: entryKey(policy.name, policy.key(request)),
    tags,
    stampKeys: tags.map(stampKey),
  };
}

/** User text never becomes part of a key: inputs are hashed, to one length. */
function entryKey(policy: string, inputs: Readonly<Record<string, KeyPart>>): string {
  const canonical = Object.entries(inputs)
    .filter(([, value]) => value !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map((pair) => JSON.stringify(pair));
  return `entry:${policy}:${sha256(canonical.join('\n'))}`;
}

/** Tags carry ids and slugs as a reader wrote them: anything unusual is hashed. */
export function stampKey(tag: string): string {
  return `stamp:${/^[\w:-]{1,80}$/.test(tag) ? tag : sha256(tag)}`;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('base64url');
