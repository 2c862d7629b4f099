import { CACHE_MANAGER, type Cache } from '@nestjs/cache-manager';
import { Inject, Injectable } from '@nestjs/common';
import {
  CircuitState,
  circuitBreaker,
  ConsecutiveBreaker,
  handleAll,
  type CircuitBreakerPolicy,
} from 'cockatiel';
import {
  Batcher,
  countRedisCall,
  currentRequest,
  Metrics,
  RedisConnection,
} from '../platform/index.js';

/** A reader waits this long for the store, then goes to the database. */
const readDeadlineMs = 50;
/**
 * A writer waits longer: after it gives up, the write is acknowledged before its bump, and readers
 * may see the old value until the outbox has caught up.
 */
export const bumpDeadlineMs = 500;
const failuresToOpen = 5;
const probeEveryMs = 500;

/**
 * The L2 store behind a deadline and a breaker: while the store is away or hangs, calls fail within
 * 50 ms at first, and at once after five such failures, until a probe gets through.
 *
 * A store that was out of reach is suspect: bumps may have been missed, and a frozen server comes
 * back with entries and stamps that match each other but are old. It is not read until the missed
 * bumps have been repeated and `trust` is called.
 */
@Injectable()
export class CacheStoreGateway {
  readonly #breaker: CircuitBreakerPolicy;
  readonly #suspectListeners: (() => void)[] = [];
  readonly #trustListeners: (() => void)[] = [];
  readonly #reads = new Batcher<readonly string[], unknown[]>(Infinity, (reads) =>
    this.#readAll(reads),
  );
  #isSuspect: boolean;
  #doubts = 0;

  constructor(
    @Inject(CACHE_MANAGER) private readonly cache: Cache,
    private readonly redis: RedisConnection,
    metrics: Metrics,
  ) {
    const breaker = circuitBreaker(handleAll, {
      halfOpenAfter: probeEveryMs,
      breaker: new ConsecutiveBreaker(failuresToOpen),
    });
    this.#isSuspect = redis.client !== null;
    breaker.onBreak(() => this.suspect());
    redis.onReady(() => this.suspect());
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

  get isSuspect(): boolean {
    return this.#isSuspect;
  }

  /** The number of times that the store became suspect. */
  get doubts(): number {
    return this.#doubts;
  }

  /** Calls the listener whenever the store becomes suspect, and now if it is. */
  onSuspect(listener: () => void): void {
    this.#suspectListeners.push(listener);
    if (this.#isSuspect) listener();
  }

  onTrusted(listener: () => void): void {
    this.#trustListeners.push(listener);
  }

  suspect(): void {
    this.#isSuspect = true;
    this.#doubts += 1;
    for (const listener of this.#suspectListeners) listener();
  }

  /** @param doubts their number before the repair began: a doubt that came since still stands */
  trust(doubts: number): void {
    if (doubts !== this.#doubts) return;
    for (const listener of this.#trustListeners) listener();
    this.#isSuspect = false;
  }

  /** @throws when the store does not answer */
  async probe(): Promise<void> {
    await this.#fetch(['probe']);
  }

  /**
   * The values of the keys, undefined for missing ones. All reads of one turn of the event loop
   * travel in one call: it is sent after the last of them began, so no read gets a value from
   * before its own beginning. A request waits in vain once, not for each read.
   * @param request pays for the call, and is not kept waiting again
   * @throws when the store does not answer, or is not asked
   */
  getMany(keys: readonly string[], request = currentRequest()): Promise<unknown[]> {
    if (this.#isSuspect || request?.redisFailed) {
      return Promise.reject(new Error('The cache store is not asked.'));
    }
    this.#count(request);
    return this.#reads.ask(keys).catch((error: unknown) => {
      if (request) request.redisFailed = true;
      throw error;
    });
  }

  async #readAll(reads: readonly (readonly string[])[]): Promise<unknown[][]> {
    if (this.#isSuspect) throw new Error('The cache store may have missed a write.');
    const keys = [...new Set(reads.flat())];
    const values = await this.#fetch(keys);
    const found = new Map(keys.map((key, index) => [key, values[index]]));
    return reads.map((read) => read.map((key) => found.get(key)));
  }

  #fetch(keys: string[]): Promise<unknown[]> {
    // Not `cache.mget`: it reports a failed store, as opposed to an empty one, only by an event.
    const [store] = this.cache.stores;
    return this.#guarded(readDeadlineMs, async () => {
      try {
        return await store!.getMany(keys);
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
        // One value is not JSON: it counts as missing, and is no sign of an ill store.
        return Promise.all(keys.map((key) => store!.getMany([key]).then(only, emptyIfCorrupt)));
      }
    });
  }

  /** @throws when the store did not take it */
  async set(key: string, value: unknown, ttlMs: number): Promise<void> {
    this.#count();
    await this.#guarded(readDeadlineMs, () => this.cache.set(key, value, ttlMs));
  }

  /**
   * As `set`; a full store that refuses the value no longer has the key.
   * @throws when the store did neither
   */
  async replace(key: string, value: unknown, ttlMs: number, withinMs: number): Promise<void> {
    this.#count();
    await this.#guarded(withinMs, async () => {
      try {
        await this.cache.set(key, value, ttlMs);
      } catch (error) {
        if (!isFull(error)) throw error;
        await this.cache.del(key);
      }
    });
  }

  #count(request = currentRequest()): void {
    if (this.redis.client) countRedisCall(request);
  }

  #guarded<T>(withinMs: number, call: () => Promise<T>): Promise<T> {
    // A store in this process cannot hang.
    if (!this.redis.client) return call();
    return this.#breaker.execute(() => this.redis.withDeadline(withinMs, call()));
  }
}

/** Redis refuses writes beyond its memory limit; it still deletes. */
const isFull = (error: unknown) => error instanceof Error && error.message.startsWith('OOM');

const only = ([value]: unknown[]) => value;

function emptyIfCorrupt(error: unknown): undefined {
  if (!(error instanceof SyntaxError)) throw error;
}
