// Redis dies, hangs, is flushed, fills up: reads go on, and never answer less than the last write.
import { createClient } from 'redis';
import { afterEach, describe, expect, it } from 'vitest';
import { Database } from '../src/platform/index.js';
import { Larder } from './support/larder.js';
import { startRedis, type ThrowAwayServer } from './support/servers.js';
import { WatchedPrice } from './support/watched-price.js';

let redis: ThrowAwayServer;
let larder: Larder;
let price: WatchedPrice;

async function open(options: Parameters<typeof startRedis>[0] = {}): Promise<void> {
  redis = await startRedis(options);
  larder = (await Larder.open({ demo: true, env: { REDIS_URL: redis.url } })).impatient();
  price = await WatchedPrice.of(larder);
  await price.fromCache();
}
afterEach(async () => {
  await larder?.close();
  await redis?.stop();
});

describe('reads go on, and see every write, while Redis', { timeout: 120_000 }, () => {
  it('is killed and comes back', async () => {
    await open();
    redis.kill();
    // Long enough for the pauses between reconnects to reach their maximum.
    expect(await price.roundsFor(5000)).toContain('BYPASS');
    await redis.restart();
    await price.recovered();
    await price.rounds(5);
  });

  it('comes back with its state of minutes ago', async () => {
    await open();
    const client = createClient({ url: redis.url });
    await client.connect();
    await client.sendCommand(['SAVE']);
    client.destroy();
    // The bump is missing from the snapshot, and older than the outage.
    await price.write();
    await larder.app
      .get(Database)
      .query(`UPDATE outbox SET occurred_at = occurred_at - interval '9 minutes'`);
    redis.kill();
    await redis.restart();
    await price.fromCache();
    expect(price.writes).toBe(2);
  });

  it('hangs and resumes with its old data', async () => {
    await open();
    await price.rounds(2);
    await price.fromCache();
    redis.pause();
    expect(await price.roundsFor(5000)).toContain('BYPASS');
    redis.resume();
    await price.recovered();
    await price.rounds(8);
  });

  it('is flushed under load', async () => {
    await open();
    const client = createClient({ url: redis.url });
    await client.connect();
    for (let flush = 0; flush < 3; flush += 1) {
      const [, sources] = await Promise.all([client.flushAll(), price.rounds(3)]);
      expect(sources).toContain('MISS');
      await price.fromCache();
    }
    client.destroy();
  });

  it.each(['noeviction', 'allkeys-lru'])('is full (%s)', async (policy) => {
    await open({ maxmemory: '6mb', args: ['--maxmemory-policy', policy] });
    const client = createClient({ url: redis.url });
    await client.connect();
    const junk = 'x'.repeat(1000);
    for (let batch = 0; batch < 16; batch += 1) {
      const keys = Array.from({ length: 500 }, (_, n) => `junk:${batch}:${n}`);
      await Promise.all(keys.map((key) => client.set(key, junk).catch(() => {})));
    }
    // A full store may refuse new entries, but must drop overtaken ones.
    await price.rounds(8);
    expect(price.writes).toBe(9);
    client.destroy();
  });

  it('is away when Larder starts, and comes later', async () => {
    redis = await startRedis();
    redis.kill();
    larder = (await Larder.open({ demo: true, env: { REDIS_URL: redis.url } })).impatient();
    price = await WatchedPrice.of(larder);
    expect(await price.rounds(3)).toEqual(new Set(['BYPASS']));
    await redis.restart();
    await price.recovered();
  });
});
