import type { Type } from '@nestjs/common';

/** The parts of a key. Absent and null differ from each other and from ''. */
export type KeyPart = string | number | boolean | null | undefined | readonly string[];

export interface CachedRequest<Query = unknown> {
  /** The query, validated and defaulted. */
  readonly query: Query;
  readonly params: Readonly<Record<string, string>>;
}

/**
 * How one kind of read is cached.
 * @typeParam Request identifies a read
 */
export interface CachePolicy<Request> {
  /** `<module>.<read>`; part of every key. */
  readonly name: string;
  /** `owner`: a personal answer; the key must name its owner, and no shared cache may keep it. */
  readonly scope: 'public' | 'owner';
  /** How long an answer is served without a refresh, in milliseconds. */
  readonly ttlMs: number;
  /**
   * How much longer an answer is served while it is refreshed in the background, and if that fails,
   * in milliseconds; 0 when left out. A write ends this time at once.
   */
  readonly graceMs?: number;
  /**
   * `strict` (when left out): every read checks the stamps. `relaxed`: this process may serve an
   * entry unchecked for a second after its last check; only for public reads that their editors do
   * not look at again at once.
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
 * A policy for a route: its query is validated before it gets near a key, and the key must hold
 * every field of it. The answer is for anyone; code caches personal answers with `CachedReads`,
 * where their owner is an argument.
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
