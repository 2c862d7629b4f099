import { createHash } from 'node:crypto';
import type { Clock } from '../../kernel/clock.js';
import { countRedisCall } from '../request-context.js';
import { RedisUnavailable } from '../platform.errors.js';
import type { RedisClient, RedisConnection } from '../redis/redis-connection.js';
import {
  type Admission,
  type Bucket,
  RateCounters,
  type Refusal,
  type Settlement,
} from './rate-counters.port.js';

/** The longest wait for Redis; after it this process alone counts the try. */
const deadlineMs = 50;

/**
 * KEYS for each bucket: its sorted set of tries by time, and the key that exempts from it (the set
 * itself for none). ARGV: the try, the time, and for each bucket its limit and its window in
 * milliseconds. Answers the number of the full bucket (from 1) and its wait; or 0 and what is left in
 * the first.
 */
const takeScript = `
local now = tonumber(ARGV[2])
local full, longest = 0, 0
for n = 1, #KEYS / 2 do
  local bucket, unless = KEYS[2 * n - 1], KEYS[2 * n]
  local most, window = tonumber(ARGV[2 * n + 1]), tonumber(ARGV[2 * n + 2])
  redis.call('ZREMRANGEBYSCORE', bucket, '-inf', now - window)
  local isExempt = unless ~= bucket and redis.call('EXISTS', unless) == 1
  if not isExempt and redis.call('ZCARD', bucket) >= most then
    local last = redis.call('ZRANGE', bucket, -most, -most, 'WITHSCORES')
    local wait = math.min(tonumber(last[2]) + window - now, window)
    if wait > longest then full, longest = n, wait end
  end
end
if full > 0 then return {full, longest} end
for n = 1, #KEYS / 2 do
  redis.call('ZADD', KEYS[2 * n - 1], ARGV[2], ARGV[1])
  redis.call('PEXPIRE', KEYS[2 * n - 1], ARGV[2 * n + 2])
end
return {0, math.max(0, tonumber(ARGV[3]) - redis.call('ZCARD', KEYS[1]))}`;
const takeSha1 = createHash('sha1').update(takeScript).digest('hex');

/** The counters that all processes share. Each call is one round trip, and each key has a TTL. */
export class RedisRateCounters extends RateCounters {
  constructor(
    private readonly redis: RedisConnection,
    private readonly clock: Clock,
  ) {
    super();
  }

  /** @throws redis-unavailable */
  override async take(tryId: string, buckets: readonly Bucket[]): Promise<Refusal | Admission> {
    const now = String(this.clock.now().getTime());
    const options = {
      keys: buckets.flatMap(({ key, unless = key }) => [this.#key(key), this.#key(unless)]),
      arguments: [
        tryId,
        now,
        ...buckets.flatMap(({ quota: { requests, windowSeconds } }) => [
          String(requests),
          String(windowSeconds * 1000),
        ]),
      ],
    };
    const answer = await this.#inTime(async (client) => {
      try {
        return await client.evalSha(takeSha1, options);
      } catch (error) {
        if (!String(error).includes('NOSCRIPT')) throw error;
        return client.eval(takeScript, options);
      }
    });
    const [full, number] = answer as unknown as [number, number];
    return full > 0 ? { quota: buckets[full - 1]!.quota, waitMs: number } : { left: number };
  }

  /** @throws redis-unavailable */
  override async settle(tryId: string, settlement: Settlement): Promise<void> {
    const { giveBack, empty = [], remember } = settlement;
    await this.#inTime((client) => {
      const all = client.multi();
      for (const key of giveBack) all.zRem(this.#key(key), tryId);
      for (const key of empty) all.del(this.#key(key));
      if (remember) all.set(this.#key(remember.key), '1', { PX: remember.forMs });
      return all.exec();
    });
  }

  /** Hashed, so that Redis reveals no address; the braces keep all keys in one cluster slot. */
  #key(key: string): string {
    return this.redis.key('{rates}', createHash('sha256').update(key).digest('base64url'));
  }

  async #inTime<T>(call: (client: RedisClient) => Promise<T>): Promise<T> {
    const { client, isReady } = this.redis;
    if (!client || !isReady) throw RedisUnavailable.because('There is no connection to Redis.');
    countRedisCall();
    return this.redis.withDeadline(deadlineMs, call(client));
  }
}
