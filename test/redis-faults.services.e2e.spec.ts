// Redis dies, hangs, is flushed, fills up: reads go on, and none is behind a write.
import { createClient } from 'redis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { touch } from '../src/cache/index.js';
import { UnitOfWork } from '../src/platform/index.js';
import { eventually } from './support/eventually.js';
import { Larder } from './support/larder.js';
import { startRedis, type ThrowAwayServer } from './support/servers.js';

let redis: ThrowAwayServer;
let larder: Larder;
let price = 1000;

async function open(options: Parameters<typeof startRedis>[0] = {}): Promise<void> {
  redis = await startRedis(options);
  larder = await Larder.open({ demo: true, env: { REDIS_URL: redis.url } });
  await cached();
}
beforeEach(() => {
  price = 1000;
});
afterEach(async () => {
  await larder?.close();
  await redis?.stop();
});

const milk = '/v1/products/whole-milk-1-l';

/** One read: always answered, never behind the last acknowledged price. */
async function read(): Promise<string> {
  const answer = await larder.anyone.get(milk);
  expect([answer.status, answer.body?.price?.amountMinor]).toEqual([200, price]);
  return answer.headers['x-cache']!;
}

async function write(): Promise<void> {
  await larder.app.get(UnitOfWork).run(async (tx) => {
    const rows = await tx.query(
      `UPDATE listings SET price_minor = $1 WHERE slug = 'whole-milk-1-l' RETURNING product_id`,
      [price + 1],
    );
    expect(rows).toHaveLength(1);
    await touch(tx, 'product:whole-milk-1-l');
  });
  price += 1;
}

/** Until it is served from the shared cache again. */
async function cached(): Promise<void> {
  if (price === 1000) await write();
  await eventually('it is served from the cache', async () => (await read()) === 'L1');
}

async function readsAndWrites(rounds: number): Promise<Set<string>> {
  const sources = new Set<string>();
  for (let round = 0; round < rounds; round += 1) {
    for (let n = 0; n < 5; n += 1) sources.add(await read());
    await write();
    sources.add(await read());
  }
  return sources;
}

describe('reads go on, and see every write, while Redis', { timeout: 120_000 }, () => {
  it('is killed and comes back', async () => {
    await open();
    await redis.kill();
    expect(await readsAndWrites(20)).toContain('BYPASS');
    await redis.restart();
    await cached();
    await readsAndWrites(5);
  });

  it('hangs and goes on with what it knew', async () => {
    await open();
    await readsAndWrites(2);
    await cached();
    redis.pause();
    expect(await readsAndWrites(20)).toContain('BYPASS');
    redis.resume();
    await readsAndWrites(20);
    await cached();
  });

  it('is flushed under load', async () => {
    await open();
    const client = createClient({ url: redis.url });
    await client.connect();
    for (let flush = 0; flush < 3; flush += 1) {
      const [, sources] = await Promise.all([client.flushAll(), readsAndWrites(3)]);
      expect(sources).toContain('MISS');
      await cached();
    }
    client.destroy();
  });

  it.each(['noeviction', 'allkeys-lru'])('is full (%s)', async (policy) => {
    await open({ maxmemory: '6mb', args: ['--maxmemory-policy', policy] });
    const client = createClient({ url: redis.url });
    await client.connect();
    const junk = 'x'.repeat(1000);
    for (let n = 0; n < 8000; n += 1) await client.set(`junk:${n}`, junk).catch(() => {});
    // A store that is full may refuse to remember, never to forget what a write has overtaken.
    await readsAndWrites(20);
    expect(price).toBe(1021);
    client.destroy();
  });

  it('is away when Larder starts, and comes later', async () => {
    redis = await startRedis();
    await redis.kill();
    larder = await Larder.open({ demo: true, env: { REDIS_URL: redis.url } });
    await write();
    expect(await readsAndWrites(3)).toEqual(new Set(['BYPASS']));
    await redis.restart();
    await cached();
  });
});
