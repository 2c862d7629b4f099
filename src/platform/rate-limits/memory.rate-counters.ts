import { LRUCache } from 'lru-cache';
import type { Clock } from '../../kernel/clock.js';
import {
  type Admission,
  type Bucket,
  RateCounters,
  type Refusal,
  type Settlement,
} from './rate-counters.port.js';

/** The most buckets, and remembered names: some 10 MB, however many names clients make up. */
const mostKept = 50_000;

interface Try {
  readonly id: string;
  readonly atMs: number;
}

/** The counters of one process. */
export class MemoryRateCounters extends RateCounters {
  /** Oldest first. */
  readonly #buckets = new LRUCache<string, readonly Try[]>({ max: mostKept });
  readonly #rememberedUntilMs = new LRUCache<string, number>({ max: mostKept });

  constructor(private readonly clock: Clock) {
    super();
  }

  override async take(tryId: string, buckets: readonly Bucket[]): Promise<Refusal | Admission> {
    const atMs = this.clock.now().getTime();
    let refusal: Refusal | null = null;
    for (const { key, quota, unless } of buckets) {
      const { requests, windowSeconds } = quota;
      const tries = this.#within(key, atMs - windowSeconds * 1000);
      if (tries.length < requests || (unless !== undefined && this.#remembers(unless))) continue;
      const waitMs = tries.at(-requests)!.atMs + windowSeconds * 1000 - atMs;
      if (!refusal || waitMs > refusal.waitMs) refusal = { quota, waitMs };
    }
    if (refusal) return refusal;
    for (const { key, quota } of buckets) {
      const tries = this.#within(key, atMs - quota.windowSeconds * 1000);
      this.#buckets.set(key, [...tries, { id: tryId, atMs }]);
    }
    const [{ key, quota }] = buckets as [Bucket];
    return { left: Math.max(0, quota.requests - this.#buckets.get(key)!.length) };
  }

  override async settle(tryId: string, settlement: Settlement): Promise<void> {
    const { giveBack, empty = [], remember } = settlement;
    for (const key of giveBack) {
      const tries = this.#buckets.get(key) ?? [];
      this.#buckets.set(
        key,
        tries.filter(({ id }) => id !== tryId),
      );
    }
    for (const key of empty) this.#buckets.delete(key);
    if (!remember) return;
    this.#rememberedUntilMs.set(remember.key, this.clock.now().getTime() + remember.forMs);
  }

  #within(key: string, sinceMs: number): readonly Try[] {
    return (this.#buckets.get(key) ?? []).filter(({ atMs }) => atMs > sinceMs);
  }

  #remembers(key: string): boolean {
    return (this.#rememberedUntilMs.get(key) ?? 0) > this.clock.now().getTime();
  }
}
