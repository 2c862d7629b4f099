// What Redis hears from Larder, and what is left in it.
import { createClient } from 'redis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from './support/eventually.js';
import { Larder } from './support/larder.js';
import { startRedis, type ThrowAwayServer } from './support/servers.js';

let redis: ThrowAwayServer;
let larder: Larder;
let client: ReturnType<typeof createClient>;

beforeAll(async () => {
  redis = await startRedis();
  larder = await Larder.open({ demo: true, env: { REDIS_URL: redis.url } });
  client = createClient({ url: redis.url });
  await client.connect();
  await eventually('the cache is used', async () => {
    return (await larder.anyone.get('/v1/stores')).headers['x-cache'] === 'L1';
  });
});
afterAll(async () => {
  client?.destroy();
  await larder?.close();
  await redis?.stop();
});

/** How often each command was called, pings aside. */
async function calls(): Promise<Record<string, number>> {
  const lines = (await client.info('commandstats')).matchAll(/cmdstat_([\w|]+):calls=(\d+)/g);
  const found = [...lines].map(([, name, count]) => [name!, Number(count)] as const);
  return Object.fromEntries(found.filter(([name]) => !['ping', 'info'].includes(name)));
}

describe('Redis', () => {
  it('is asked once for a hit, and for the stamps alone', async () => {
    await larder.anyone.get('/v1/products?category=bakery');
    await eventually('it is a hit', async () => {
      const answer = await larder.anyone.get('/v1/products?category=bakery');
      return answer.headers['x-cache'] === 'L1';
    });
    const before = await calls();
    const hit = await larder.anyone.get('/v1/products?category=bakery');
    expect(hit.headers['x-cache']).toBe('L1');
    expect(await calls()).toEqual({ ...before, mget: before['mget']! + 1 });
  });

  it('is asked once for all hits of one moment', async () => {
    const before = await calls();
    const hits = await Promise.all(
      Array.from({ length: 20 }, () => larder.anyone.get('/v1/products?category=bakery')),
    );
    expect(new Set(hits.map((hit) => hit.headers['x-cache']))).toEqual(new Set(['L1']));
    expect(await calls()).toEqual({ ...before, mget: before['mget']! + 1 });
  });

  it('gets no key from junk, and hashes what people type', async () => {
    await larder.anyone.get('/v1/products?q=rice');
    await eventually('a search and its stamp are stored', async () => {
      const found = await client.keys('*{cache}:*');
      return found.filter((key) => /stamp:search|entry:catalog.products/.test(key)).length === 3;
    });
    const before = await client.dbSize();
    for (let n = 0; n < 50; n += 1) {
      const junk = await larder.anyone.get(`/v1/products?utm=${n}`);
      expect(junk.status).toBe(400);
      await larder.anyone.get('/v1/products?q=bread', { 'x-junk': String(n), accept: `x/${n}` });
      await larder.anyone.get(`/v1/products?q=${' '.repeat(n % 5)}BREAD`);
    }
    // One entry for all those spellings, and no stamp that was not there.
    expect((await client.dbSize()) - before).toBe(1);
    await larder.anyone.get('/v1/products?q=secret%0d%0awish');
    const keys = await client.keys('*');
    expect(keys.filter((key) => /secret|wish|bread/i.test(key))).toEqual([]);
  });

  it('keeps nothing for ever', async () => {
    await larder.anyone.get('/v1/products/no-such-thing');
    const driver = await larder.demo('driver');
    const shift = await driver.post('/v1/driver/shift', { onDuty: true });
    const { epoch } = shift.body.session;
    await driver.post('/v1/driver/location', { epoch, fixes: [{ seq: 1, lat: 25.1, lng: 55.1 }] });
    const keys = await client.keys('*');
    const lives = await Promise.all(keys.map((key) => client.pTTL(key)));
    expect(keys.length).toBeGreaterThan(5);
    expect(keys.filter((_, index) => lives[index]! <= 0)).toEqual([]);
    expect(keys.filter((key) => !key.startsWith(larder.config.redisNamespace))).toEqual([]);
  });

  it('never hears a command that looks at or drops everything', async () => {
    const own = ['keys', 'dbsize', 'pttl'];
    const heard = Object.keys(await calls()).filter((name) => !own.includes(name));
    const allowed =
      /^(mget|get|set|eval|evalsha|hello|select|client\|\w+|hmget|hset|pexpire|del|module\|?\w*)$/;
    expect(heard.filter((name) => !allowed.test(name))).toEqual([]);
  });
});
