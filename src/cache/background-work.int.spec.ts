// Background work that a request starts does not count as the request's, and does not end with it.
import type { INestApplicationContext } from '@nestjs/common';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../../test/support/eventually.js';
import { freshConfig, openGround } from '../../test/support/ground.js';
import { ManualClock } from '../kernel/clock.js';
import { type AppConfig, Database, Metrics, onBehalfOf, UnitOfWork } from '../platform/index.js';
import { CacheAuditor } from './cache-auditor.js';
import { CacheMeters } from './cache-meters.js';
import { CacheStoreGateway } from './cache-store.gateway.js';
import { definePolicy } from './cache.policy.js';
import { StampedCache } from './stamped-cache.js';
import { freshContext } from '../platform/request-context.js';

const minute = 60_000;
const policy = definePolicy<string>({
  name: 'test.background',
  scope: 'public',
  ttlMs: minute,
  graceMs: 5 * minute,
  key: (id) => ({ id }),
  tags: (id) => [`thing:${id}`],
});

let app: INestApplicationContext;
beforeAll(async () => {
  app = await openGround(await freshConfig());
  await eventually('the store is read', () => !app.get(CacheStoreGateway).isSuspect);
});
afterAll(() => app?.close());

/** Does the work as a request does, and answers the request's costs. */
async function asRequest(work: () => Promise<unknown>) {
  const spent = freshContext('r');
  await onBehalfOf(spent, work);
  return spent;
}

it('repeating the bumps that the store may have missed', async () => {
  const store = app.get(CacheStoreGateway);
  const spent = await asRequest(async () => store.suspect());
  await eventually('the store is read again', () => !store.isSuspect);
  expect(spent).toMatchObject({ sqlStatements: 0, redisCalls: 0 });
});

it('a refresh of an entry that is served meanwhile', async () => {
  const clock = new ManualClock(new Date());
  const metrics = new Metrics();
  const cache = new StampedCache(
    app.get(CacheStoreGateway),
    app.get(UnitOfWork),
    clock,
    new CacheMeters(metrics),
    new CacheAuditor(metrics),
    { databasePool: 4, cacheLocalBytes: 2 ** 20 } as AppConfig,
  );
  let loads = 0;
  const load = async () => {
    await app.get(Database).query('SELECT 1');
    return (loads += 1);
  };
  expect((await asRequest(() => cache.read(policy, 'x', load))).sqlStatements).toBe(1);
  clock.advance(1.2 * minute);
  const spent = await asRequest(async () => {
    expect(await cache.read(policy, 'x', load)).toMatchObject({ value: 1, from: 'STALE' });
  });
  await eventually('it is refreshed', async () => {
    return (await cache.read(policy, 'x', load)).value !== 1;
  });
  expect(spent.sqlStatements).toBe(0);
});
