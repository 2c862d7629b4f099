import type { Quota } from '../http/rate-limit.js';

export type TimedQuota = Quota & { readonly windowSeconds: number };

/** Tries that are counted together. */
export interface Bucket {
  readonly key: string;
  readonly quota: TimedQuota;
  /** While this name is remembered, the bucket counts but does not refuse. */
  readonly unless?: string;
}

export interface Refusal {
  readonly quota: TimedQuota;
  readonly waitMs: number;
}

/** What is left in the first bucket after the try. */
export interface Admission {
  readonly left: number;
}

/** The outcome of a try. */
export interface Settlement {
  /** Buckets that drop this try: it is not one they count. */
  readonly giveBack: readonly string[];
  /** Buckets that drop all of their tries. */
  readonly empty?: readonly string[];
  readonly remember?: { readonly key: string; readonly forMs: number };
}

/**
 * Counts tries over a sliding window: any `windowSeconds`, whenever they begin, let through at most
 * `requests`.
 */
export abstract class RateCounters {
  /** Counts the try in all buckets; or in none, and answers which is full and for how long. */
  abstract take(tryId: string, buckets: readonly Bucket[]): Promise<Refusal | Admission>;

  abstract settle(tryId: string, settlement: Settlement): Promise<void>;
}
