import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { describe, expect, it, vi } from 'vitest';
import { freshRedisUrl } from '../../../test/support/mode.js';
import { findRedis, startRedis } from '../../../test/support/servers.js';
import { type Clock, ManualClock, SystemClock } from '../../kernel/clock.js';
import {
  type AppConfig,
  type RedisClient,
  Metrics,
  RedisConnection,
} from '../../platform/index.js';
import { oldMs } from '../domain/fix-order.js';
import { locationDeadlineMs, positionTtlMs, shiftTtlMs } from '../drivers.cache.js';
import { LocationStoreUnavailable } from '../drivers.errors.js';
import { liveContract } from './live.contract.js';
import { locationContract, type LocationWorld } from './location.contract.js';
import type { Fix } from './location.port.js';
import { nearestContract } from './nearest.contract.js';
import { placesContract } from './places.contract.js';
import { RedisLocationStore } from './redis.location.js';
import { indexEveryMs } from './redis.location-scripts.js';

Logger.overrideLogger(false);
const url = await freshRedisUrl();

async function makeWorld(): Promise<LocationWorld> {
  const clock = new ManualClock('2026-01-01T10:00:00Z');
  const { connection, client, store } = await connect(url, clock);
  await store.restore([]);
  return {
    store,
    clock,
    lapsePosition: async (driver) => {
      await client.del(connection.key('{positions}', 'loc', driver));
    },
    loseEverything: () => loseEverything(connection, client),
    close: () => connection.onApplicationShutdown(),
  };
}

locationContract('redis', makeWorld);
nearestContract('redis', makeWorld);
placesContract('redis', makeWorld);
liveContract('redis', makeWorld);

describe('RedisLocationStore', () => {
  it('keeps all keys in one slot, none for ever, and a place no longer than the position', async () => {
    const { connection, client, store } = await connect(url);
    await store.restore([{ driverId: 'd', open: { epoch: 1, store: shop } }]);
    await store.record('d', fix);
    const keys = await client.keys(connection.key('*'));
    const lives: Record<string, number> = {};
    for (const key of keys) lives[key] = await client.pTTL(key);
    const named = (...parts: string[]) => connection.key('{positions}', ...parts);
    const places = [named('loc', 'd'), named('near', shop.id), named('seen', shop.id)];
    const rest = [named('session', 'd'), named('told')];
    expect(keys.toSorted()).toEqual([...places, ...rest]);
    const [position, ...index] = places.map((key) => lives[key]);
    expectBetween(position, positionTtlMs - 5000, positionTtlMs);
    for (const life of index)
      expectBetween(life, positionTtlMs - 5000, positionTtlMs + indexEveryMs);
    for (const key of rest) expectBetween(lives[key], shiftTtlMs - 5000, shiftTtlMs);
    // Only the store's own place outlives the position.
    expect(await client.get(rest[0]!)).not.toContain(String(fix.lat));
    await connection.onApplicationShutdown();
  });

  it('sweeps some silent drivers from the index with each ping', async () => {
    const clock = new ManualClock('2026-01-01T10:00:00Z');
    const { connection, client, store } = await connect(url, clock);
    const drivers = ['a', 'b', 'c', 'd', 'e', 'f'];
    for (const driver of drivers) {
      await store.openShift(driver, { epoch: 1, store: shop });
      await store.record(driver, fix);
    }
    const members = () => client.zCard(connection.key('{positions}', 'near', shop.id));
    expect(await members()).toBe(6);
    clock.advance(positionTtlMs + indexEveryMs - 1);
    await store.record('a', { ...fix, seq: 2 });
    expect(await members()).toBe(6);
    clock.advance(indexEveryMs);
    await store.record('a', { ...fix, seq: 3 });
    expect(await members()).toBe(2);
    clock.advance(indexEveryMs);
    await store.record('a', { ...fix, seq: 4 });
    expect(await members()).toBe(1);
    expect(await client.zRange(connection.key('{positions}', 'seen', shop.id), 0, -1)).toEqual([
      'a',
    ]);
    await connection.onApplicationShutdown();
  });

  it('writes the index of a driver every two seconds, however many pings come between', async () => {
    const clock = new ManualClock('2026-01-01T10:00:00Z');
    const { connection, client, store } = await connect(url, clock);
    await store.openShift('d', { epoch: 1, store: shop });
    const indexed = async (seq: number, north: number) => {
      const lat = fix.lat + north / 10_000;
      expect(await store.record('d', { ...fix, seq, lat })).toBe('applied');
      const [place] = await client.geoPos(connection.key('{positions}', 'near', shop.id), 'd');
      return Math.round((Number(place!.latitude) - fix.lat) * 10_000);
    };
    expect(await indexed(1, 0)).toBe(0);
    clock.advance(indexEveryMs - 1);
    expect(await indexed(2, 1)).toBe(0);
    const [found] = await store.nearest({
      storeId: shop.id,
      place: shop.location,
      radiusM: 20_000,
      limit: 1,
    });
    expect(found?.fix.lat).toBe(fix.lat + 1 / 10_000);
    clock.advance(1);
    expect(await indexed(3, 2)).toBe(2);
    // A process with a clock that is behind.
    clock.advance(-1);
    expect(await indexed(4, 3)).toBe(3);
    await connection.onApplicationShutdown();
  });

  it('refuses fixes that it answered before, after Redis has lost everything', async () => {
    const { connection, client, store } = await connect(url);
    const other = new RedisLocationStore(connection, new SystemClock());
    await store.openShift('d', { epoch: 1, store: shop });
    await store.record('d', { ...fix, seq: 7 });
    await other.record('d', { ...fix, seq: 9 });
    await loseEverything(connection, client);
    await store.restore([{ driverId: 'd', open: { epoch: 1, store: shop } }]);
    expect(await other.record('d', { ...fix, seq: 9 })).toMatch(/^stale /);
    expect(await store.record('d', { ...fix, seq: 7 })).toMatch(/^stale /);
    const old = { recordedAt: new Date(Date.now() - oldMs - 1000).toISOString() };
    expect(await store.record('d', { ...fix, ...old, seq: 8 })).toMatch(/^stale /);
    // The limit of this: new fixes that only another process has answered count as new here.
    expect(await store.record('d', { ...fix, seq: 8 })).toBe('applied');
    expect(await other.record('d', { ...fix, seq: 10 })).toBe('applied');
    await connection.onApplicationShutdown();
  });

  it('asks to be told of a session that another version of Larder wrote', async () => {
    const { connection, client, store } = await connect(url);
    await store.restore([]);
    const shift = { epoch: 1, store: shop };
    await store.openShift('d', shift);
    const key = connection.key('{positions}', 'session', 'd');
    const words = (await client.get(key))!.split(' ');
    for (const text of [[...words, '7'], words.slice(1)]) {
      await client.set(key, text.join(' '), { PX: shiftTtlMs });
      expect(await store.record('d', fix)).toBe('forgotten');
      expect(await store.sessionsOf(['d'])).toEqual(new Map());
    }
    await store.restore([{ driverId: 'd', open: shift }]);
    expect(await store.record('d', fix)).toBe('applied');
    await connection.onApplicationShutdown();
  });

  it('sends one command for a ping', async () => {
    const { connection, client, store } = await connect(url);
    await store.openShift('d', { epoch: 1, store: shop });
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
    const search = { storeId: shop.id, place: shop.location, radiusM: 1000, limit: 1 };
    for (const asked of [
      () => store.latest('d'),
      () => store.latestOfMany(['d']),
      () => store.nearest(search),
      () => store.record('d', fix),
    ]) {
      await expect(asked()).rejects.toSatisfy(isUnavailable);
    }
    await connection.onApplicationShutdown();
  });

  it.skipIf(!findRedis())(
    'fails within its deadline when Redis is frozen, and says no more',
    async () => {
      const server = await startRedis();
      const { connection, store } = await connect(server.url);
      await store.openShift('d', { epoch: 1, store: shop });
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

function expectBetween(value: number | undefined, least: number, most: number): void {
  expect(value).toBeGreaterThan(least);
  expect(value).toBeLessThanOrEqual(most);
}

async function loseEverything(connection: RedisConnection, client: RedisClient): Promise<void> {
  const keys = await client.keys(connection.key('*'));
  if (keys.length > 0) await client.del(keys);
  await client.scriptFlush();
}

const shop = { id: 'a-shop', location: { lat: 25.2, lng: 55.27 } };
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

async function connect(redisUrl: string, clock: Clock = new SystemClock()) {
  const connection = connectionTo(redisUrl);
  await new Promise<void>((resolve) => connection.onReady(resolve));
  const client = connection.client as RedisClient;
  return { connection, client, store: new RedisLocationStore(connection, clock) };
}
