import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../../test/support/eventually.js';
import { freshConfig } from '../../../test/support/ground.js';
import { SystemClock } from '../../kernel/clock.js';
import { Metrics } from '../metrics/metrics.js';
import { RedisConnection } from '../redis/redis-connection.js';
import { keepsRates } from './rate-counters.contract.js';
import { RedisRateCounters } from './redis.rate-counters.js';

describe('rates counted in Redis', () => {
  let redis: RedisConnection;
  beforeAll(async () => {
    redis = new RedisConnection(await freshConfig(), new Metrics());
    redis.withDeadline = (_, call) => call;
    await eventually('Redis is connected', () => redis.isReady);
  });
  afterAll(() => redis?.onApplicationShutdown());

  keepsRates((clock) => new RedisRateCounters(redis, clock));

  it('leave nothing there that does not end by itself, nor anything readable', async () => {
    const counters = new RedisRateCounters(redis, new SystemClock());
    const quota = { name: 'tries', requests: 5, windowSeconds: 60 };
    await counters.take('try', [{ key: 'login amina@example.com', quota }]);
    const known = { key: 'known amina@example.com', forMs: 60_000 };
    await counters.settle('another try', { giveBack: [], remember: known });
    const keys = await redis.client!.keys(redis.key('{rates}', '*'));
    expect(keys.length).toBeGreaterThanOrEqual(2);
    for (const key of keys) {
      expect(key).not.toContain('amina');
      expect(await redis.client!.pTTL(key)).toBeGreaterThan(0);
    }
  });
});
