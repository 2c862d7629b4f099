import type { Address } from './address.js';
import type { CacheSource } from './cache-meters.js';
import type { CachePolicy } from './cache.policy.js';
import type { Storing } from './storing.js';

/** One read on its way through the tiers. */
export interface Lookup<T> {
  readonly policy: CachePolicy<never>;
  readonly address: Address;
  readonly load: () => Promise<T>;
  readonly storing: Storing<T>;
}

export interface CacheAnswer<T> {
  readonly value: T;
  readonly from: CacheSource;
  readonly ageMs: number;
}

/** Reads of the same address that have seen the same stamps share one load. */
export const flightOf = ({ address }: Lookup<unknown>, stamps: readonly string[]): string =>
  [address.key, ...stamps].join(' ');
