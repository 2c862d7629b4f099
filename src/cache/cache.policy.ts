import type { Type } from '@nestjs/common';

/** What may stand in a key. Absent and null differ from each other and from ''. */
export type KeyPart = string | number | boolean | null | undefined | readonly string[];

export interface CachedRequest<Query = unknown> {
  /** The query, validated and defaulted. */
  readonly query: Query;
  readonly params: Readonly<Record<string, string>>;
}

/**
 * How one kind of read is cached.
 * @typeParam Request what a read is identified by
 */
export interface CachePolicy<Request> {
  /** `<module>.<read>`; part of every key. */
  readonly name: string;
  /** `owner`: the answer is somebody's; the key must hold whose, and no shared cache may keep it. */
  readonly scope: 'public' | 'owner';
  /** How long an answer is served as it is, in milliseconds. */
  readonly ttlMs: number;
  /**
   * How much longer it is served while it is refreshed in the background, and if that fails, in
   * milliseconds; not at all when left out. Never after a write that it does not know.
   */
  readonly graceMs?: number;
  /**
   * `strict` (when left out): every read checks the stamps. `relaxed`: this process may serve
   * unasked what was current less than a second ago; only for public reads nobody edits and
   * looks at again at once.
   */
  readonly freshness?: 'strict' | 'relaxed';
  /** How long "there is no such thing" is remembered, in milliseconds. */
  readonly notFoundTtlMs?: number;
  /** Everything that changes the answer, and nothing else. */
  readonly key: (request: Request) => Readonly<Record<string, KeyPart>>;
  /** At most four tags, derivable from the request alone. */
  readonly tags: (request: Request) => readonly string[];
}

/**
 * A policy for a route: its query is validated before it gets near a key, and every field of it
 * stands in the key. Its answer is for anyone; what is somebody's own is cached in code, where
 * whose it is is an argument (`CachedReads`).
 */
export interface RoutePolicy<Query = unknown> extends CachePolicy<CachedRequest<Query>> {
  readonly scope: 'public';
  readonly query?: Type<Query & object>;
  /** When time alone makes this answer untrue; it is not served from then on. Null: never. */
  readonly trueUntil?: (answer: unknown) => Date | null;
  readonly key: (
    request: CachedRequest<Query>,
  ) => Readonly<Record<string, KeyPart> & Record<keyof Query, KeyPart>>;
}

export const longestTtlMs = 10 * 60_000;

function checked<P extends CachePolicy<never>>(policy: P): P {
  const hardMs = policy.ttlMs + (policy.graceMs ?? 0);
  if (hardMs > longestTtlMs || (policy.notFoundTtlMs ?? 0) > policy.ttlMs) {
    throw new Error(`Cache policy ${policy.name}: an entry lives ten minutes at most`);
  }
  if (policy.scope === 'owner' && policy.freshness === 'relaxed') {
    throw new Error(`Cache policy ${policy.name}: owners see their own writes, strictly`);
  }
  return Object.freeze(policy);
}

export function definePolicy<Request>(policy: CachePolicy<Request>): CachePolicy<Request> {
  return checked(policy);
}

export function defineRoutePolicy<Query>(policy: RoutePolicy<Query>): RoutePolicy<Query> {
  return checked(policy);
}
