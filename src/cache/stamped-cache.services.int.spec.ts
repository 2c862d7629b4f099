import { expect, it } from 'vitest';
import { eventually } from '../../test/support/eventually.js';
import { freshConfig, openGround } from '../../test/support/ground.js';
import { Outbox, OutboxQueries, UnitOfWork } from '../platform/index.js';
import { touch } from './cache.events.js';
import { CacheStoreGateway } from './cache-store.gateway.js';
import { definePolicy } from './cache.policy.js';
import { StampedCache } from './stamped-cache.js';

const policy = definePolicy<string>({
  name: 'test.away',
  scope: 'public',
  ttlMs: 60_000,
  key: (id) => ({ id }),
  tags: (id) => [`thing:${id}`],
});

it('boots, reads and writes without Redis', async () => {
  const app = await openGround(await freshConfig({ REDIS_URL: 'redis://127.0.0.1:1' }));
  try {
    const cache = app.get(StampedCache);
    const first = await cache.read(policy, 'x', async () => 'straight');
    expect([first.value, first.from]).toEqual(['straight', 'BYPASS']);
    await app.get(UnitOfWork).run((tx) => touch(tx, 'thing:x'));
    expect((await cache.read(policy, 'x', async () => 'anew')).value).toBe('anew');
  } finally {
    await app.close();
  }
});

it('does not read a store that missed another write during its recovery', async () => {
  const app = await openGround(await freshConfig());
  const [store, cache] = [app.get(CacheStoreGateway), app.get(StampedCache)];
  await eventually('the store is read', () => !store.isSuspect);
  // The relay would repeat the bump as well, but later.
  app.get(Outbox).relayOnce = async () => 0;

  const bumped: string[] = [];
  const bump = cache.bump.bind(cache);
  const noted = async (tags: Iterable<string>) => {
    await bump(tags);
    bumped.push(...tags);
  };
  cache.bump = noted;
  const recorded = app.get(OutboxQueries);
  const recent = recorded.recent.bind(recorded);
  recorded.recent = async (...asked) => {
    const events = await recent(...asked);
    recorded.recent = recent;
    cache.bump = () => Promise.reject(new Error('the store is full'));
    await app.get(UnitOfWork).run((tx) => touch(tx, 'thing:late'));
    cache.bump = noted;
    return events;
  };

  let bumpedWhenTrusted: readonly string[] | undefined;
  store.onTrusted(() => (bumpedWhenTrusted ??= [...bumped]));
  store.suspect();
  expect(await eventually('it is read again', () => bumpedWhenTrusted)).toContain('thing:late');
  await app.close();
});

it('empties the cache rather than repeat thousands of bumps', async () => {
  const app = await openGround(await freshConfig());
  const [store, cache] = [app.get(CacheStoreGateway), app.get(StampedCache)];
  await eventually('the store is read', () => !store.isSuspect);
  const tags = Array.from({ length: 1001 }, (_, n) => `thing:${n}`);
  await app.get(UnitOfWork).run((tx) => touch(tx, ...tags));
  await eventually('it is held', async () => {
    return (await cache.read(policy, 'other', async () => 'x')).from === 'L1';
  });

  const bump = cache.bump.bind(cache);
  const bumps: string[][] = [];
  cache.bump = (asked) => {
    bumps.push([...asked]);
    return bump(asked);
  };
  store.suspect();
  await eventually('the store is read again', () => !store.isSuspect);
  expect(bumps).toContainEqual(['all']);
  expect((await cache.read(policy, 'other', async () => 'y')).value).toBe('y');
  await app.close();
});
