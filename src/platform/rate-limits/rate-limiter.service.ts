import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Ids } from '../../kernel/ids.js';
import { tooSoon } from '../http/rate-limit.js';
import { RedisConnection } from '../redis/redis-connection.js';
import { MemoryRateCounters } from './memory.rate-counters.js';
import type { Admission, Bucket, RateCounters, Settlement } from './rate-counters.port.js';
import { RedisRateCounters } from './redis.rate-counters.js';

/**
 * Limits that all processes count together, in Redis. Each process also counts its own share, which
 * decides while Redis is away, so that no limit is ever open. While Redis answers it alone decides,
 * because a process does not know the tries at the others.
 */
@Injectable()
export class RateLimiter {
  readonly #own: RateCounters;
  readonly #shared: RateCounters | null;

  constructor(
    redis: RedisConnection,
    clock: Clock,
    private readonly ids: Ids,
  ) {
    this.#own = new MemoryRateCounters(clock);
    this.#shared = redis.client && new RedisRateCounters(redis, clock);
  }

  /**
   * Counts a try, and answers its id and what is left in the first bucket.
   * @param options `isOfProcess`: other processes are not asked
   * @throws rate-limited, by the bucket that is full longest
   */
  async admit(
    buckets: readonly Bucket[],
    { isOfProcess = false } = {},
  ): Promise<Admission & { readonly tryId: string }> {
    const tryId = this.ids.next();
    const own = await this.#own.take(tryId, buckets);
    const shared = isOfProcess ? null : this.#shared;
    const taken = shared ? await shared.take(tryId, buckets).catch(() => own) : own;
    if ('left' in taken) return { tryId, left: taken.left };
    if ('left' in own) await this.#own.settle(tryId, { giveBack: buckets.map(({ key }) => key) });
    throw tooSoon(taken.quota, taken.waitMs);
  }

  /** Never fails: a try that cannot be given back counts until its window has passed. */
  async settle(tryId: string, settlement: Settlement): Promise<void> {
    await this.#own.settle(tryId, settlement);
    await this.#shared?.settle(tryId, settlement).catch(() => {});
  }
}
