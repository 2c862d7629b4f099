import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { describe, expect, it, vi } from 'vitest';
import { freshRedisUrl } from '../../../test/support/mode.js';
import { findRedis, startRedis } from '../../../test/support/servers.js';
import { SystemClock } from '../../kernel/clock.js';
import {
  type AppConfig,
  type RedisClient,
  Metrics,
  RedisConnection,
} from '../../platform/index.js';
import { locationDeadlineMs, positionTtlMs, shiftTtlMs } from '../drivers.cache.js';
import { LocationStoreUnavailable } from '../drivers.errors.js';
import { locationContract } from './location.contract.js';
import type { Fix } from './location.port.js';
import { RedisLocationStore } from './redis.location.js';

Logger.overrideLogger(false);
const url = await freshRedisUrl();

locationContract('redis', async () => {
  const { connection, client, store } = await connect(url);
  return {
    store,
    lapsePosition: async (driver) => {
      await client.del(connection.key('loc', `{${driver}}`));
    },
    loseEverything: async () => {
      const keys = await client.keys(connection.key('*'));
      if (keys.length > 0) await client.del(keys);
      await client.scriptFlush();
    },
    close: () => connection.onApplicationShutdown(),
  };
});

describe('RedisLocationStore', () => {
  it('keeps both keys of a driver in one slot, and neither for ever', async () => {
    const { connection, client, store } = await connect(url);
    await store.openShift('d', 1);
    await store.record('d', fix);
    const keys = (await client.keys(connection.key('*'))).toSorted();
    expect(keys).toEqual([connection.key('loc', '{d}'), connection.key('shift', '{d}')]);
    const [position = 0, shift = 0] = await Promise.all(keys.map((key) => client.pTTL(key)));
    expect(position).toBeGreaterThan(positionTtlMs - 5000);
    expect(position).toBeLessThanOrEqual(positionTtlMs);
    expect(shift).toBeGreaterThan(shiftTtlMs - 5000);
    expect(shift).toBeLessThanOrEqual(shiftTtlMs);
    await connection.onApplicationShutdown();
  });

  it('sends one command for a ping', async () => {
    const { connection, client, store } = await connect(url);
    await store.openShift('d', 1);
    await store.record('d', fix);
    const [evalSha, evaluate] = [vi.spyOn(client, 'evalSha'), vi.spyOn(client, 'eval')];
    await store.record('d', { ...fix, seq: 2 });
    expect(evalSha).toHaveBeenCalledOnce();
    expect(evaluate).not.toHaveBeenCalled();
    await connection.onApplicationShutdown();
  });

  it('fails at once while Redis is away', async () => {
    const connection = connectionTo('redis://127.0.0.1:1');
    const store = new RedisLocationStore(connection, new SystemClock());
    await expect(store.latest('d')).rejects.toSatisfy(isUnavailable);
    await expect(store.record('d', fix)).rejects.toSatisfy(isUnavailable);
    await connection.onApplicationShutdown();
  });

  it.skipIf(!findRedis())(
    'fails within its deadline when Redis is frozen, and says no more',
    async () => {
      const server = await startRedis();
      const { connection, store } = await connect(server.url);
      await store.openShift('d', 1);
      server.pause();
      const before = performance.now();
      await expect(store.record('d', fix)).rejects.toSatisfy(
        (error) => isUnavailable(error) && !JSON.stringify(error).includes(String(fix.lat)),
      );
      expect(performance.now() - before).toBeLessThan(locationDeadlineMs + 150);
      server.resume();
      await connection.onApplicationShutdown();
      await server.stop();
    },
  );
});

const isUnavailable = (error: unknown) => LocationStoreUnavailable.matches(error);

const fix: Fix = {
  epoch: 1,
  seq: 1,
  lat: 25.204849,
  lng: 55.27078,
  accuracyM: null,
  headingDeg: null,
  speedMps: null,
  recordedAt: null,
};

function connectionTo(redisUrl: string): RedisConnection {
  const config = { redisUrl, redisNamespace: `test-${randomUUID()}` } as AppConfig;
  return new RedisConnection(config, new Metrics());
}

async function connect(redisUrl: string) {
  const connection = connectionTo(redisUrl);
  await new Promise<void>((resolve) => connection.onReady(resolve));
  const client = connection.client as RedisClient;
  return { connection, client, store: new RedisLocationStore(connection, new SystemClock()) };
}
