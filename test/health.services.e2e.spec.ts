// The answers to an orchestrator while PostgreSQL or Redis is away, and when it is back.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from './support/eventually.js';
import { Larder } from './support/larder.js';
import { startPostgres, startRedis, type ThrowAwayServer } from './support/servers.js';

let postgres: ThrowAwayServer;
let redis: ThrowAwayServer;
let larder: Larder;

beforeAll(async () => {
  [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
  larder = await Larder.open({ env: { DATABASE_URL: postgres.url, REDIS_URL: redis.url } });
}, 120_000);
afterAll(async () => {
  await larder?.close();
  await Promise.all([postgres?.stop(), redis?.stop()]);
});

async function health() {
  const [alive, ready] = [await larder.anyone.get('/livez'), await larder.anyone.get('/readyz')];
  return [alive.status, ready.status, ready.body.code ?? ready.body.details.redis.state];
}
const becomes = (...expected: unknown[]) =>
  eventually(`health is ${expected.join(' ')}`, async () => {
    return JSON.stringify(await health()) === JSON.stringify(expected);
  });

it('is ready while Redis is away, and not while PostgreSQL is', { timeout: 120_000 }, async () => {
  await becomes(200, 200, 'ready');
  redis.kill();
  await becomes(200, 200, 'away');
  await redis.restart();
  await becomes(200, 200, 'ready');

  postgres.kill();
  await becomes(200, 503, 'database-unavailable');
  const refused = await larder.anyone.get('/readyz');
  expect(refused.headers['retry-after']).toBe('2');
  expect(refused.text).not.toContain(String(postgres.port));
  await postgres.restart();
  await becomes(200, 200, 'ready');
});
