import { CACHE_MANAGER, type Cache } from '@nestjs/cache-manager';
import { Inject, Injectable } from '@nestjs/common';
import {
  CircuitState,
  circuitBreaker,
  ConsecutiveBreaker,
  handleAll,
  type CircuitBreakerPolicy,
} from 'cockatiel';
import { Metrics, RedisConnection } from '../platform/index.js';

/** A reader waits this long for the store, then goes to the database. */
const readDeadlineMs = 50;
/**
 * A writer waits longer: giving up makes its acknowledgement come before its bump, and readers
 * may see the old value until the outbox has caught up.
 */
export const bumpDeadlineMs = 500;
const failuresToOpen = 5;
const probeEveryMs = 500;

/**
 * The L2 store behind a deadline and a breaker: when it is away or hangs, calls fail within 50 ms
 * at first, and at once after five such failures, until a probe gets through.
 */
@Injectable()
export class CacheStoreGateway {
  readonly #breaker: CircuitBreakerPolicy;

  constructor(
    @Inject(CACHE_MANAGER) private readonly cache: Cache,
    private readonly redis: RedisConnection,
    metrics: Metrics,
  ) {
    const breaker = circuitBreaker(handleAll, {
      halfOpenAfter: probeEveryMs,
      breaker: new ConsecutiveBreaker(failuresToOpen),
    });
    const failures = metrics.counter({
      name: 'larder_cache_store_failures_total',
      help: 'Calls to the cache store that failed or were not answered in time.',
    });
    breaker.onFailure(() => failures.inc());
    metrics.gauge({
      name: 'larder_cache_breaker_open',
      help: '1 while the cache store is not asked because it failed.',
      collect() {
        this.set(breaker.state === CircuitState.Closed ? 0 : 1);
      },
    });
    this.#breaker = breaker;
  }

  /**
   * The values of the keys, undefined where there is none.
   * @throws when the store does not answer, or is not asked
   */
  getMany(keys: string[]): Promise<unknown[]> {
    // Not `cache.mget`: it tells a failed store from an empty one only by an event.
    const [store] = this.cache.stores;
    return this.#guarded(readDeadlineMs, async () => {
      try {
        return await store!.getMany(keys);
      } catch (error) {
        // One value is not JSON: as good as empty, and no sign of an ill store.
        if (error instanceof SyntaxError) return keys.map(() => undefined);
        throw error;
      }
    });
  }

  /** @throws when the store did not take it */
  async set(key: string, value: unknown, ttlMs: number, withinMs = readDeadlineMs): Promise<void> {
    await this.#guarded(withinMs, () => this.cache.set(key, value, ttlMs));
  }

  #guarded<T>(withinMs: number, call: () => Promise<T>): Promise<T> {
    // In this process nothing can hang.
    if (!this.redis.client) return call();
    return this.#breaker.execute(() => this.redis.withDeadline(withinMs, call()));
  }
}
