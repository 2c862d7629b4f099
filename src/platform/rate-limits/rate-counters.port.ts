import type { Quota } from '../http/rate-limit.js';

export type TimedQuota = Quota & { readonly windowSeconds: number };

/** Tries that are counted together. */
export interface Bucket {
  readonly key: string;
  readonly quota: TimedQuota;
  /** While this is remembered, the bucket counts, but does not refuse. */
  readonly unless?: string;
}

export interface Refusal {
  readonly quota: TimedQuota;
  readonly waitMs: number;
}

/** What became of a try. */
export interface Settlement {
  /** Buckets that forget it: it was none of what they count. */
  readonly giveBack: readonly string[];
  /** Buckets that forget all of theirs. */
  readonly empty?: readonly string[];
  readonly remember?: { readonly key: string; readonly forMs: number };
}

/**
 * Counts tries over a window that slides: of any `windowSeconds`, whenever they begin, no more
 * than `requests` are let through.
 */
export abstract class RateCounters {
  /** Counts the try in all buckets; or in none, and says which is full and for how long. */
  abstract take(tryId: string, buckets: readonly Bucket[]): Promise<Refusal | null>;

  abstract settle(tryId: string, settlement: Settlement): Promise<void>;
}
