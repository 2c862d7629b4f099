// The commands that Redis gets from Larder, and the keys left in it.
import { createClient } from 'redis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from './support/eventually.js';
import { type Answer, Larder } from './support/larder.js';
import { goOnDuty, wanted } from './support/people.js';
import { startRedis, type ThrowAwayServer } from './support/servers.js';
import { openShop } from './support/shop.js';

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
  await larder.delivered();
});
afterAll(async () => {
  client?.destroy();
  await larder?.close();
  await redis?.stop();
});

/** The number of calls of each command, without pings. */
async function calls(): Promise<Record<string, number>> {
  const lines = (await client.info('commandstats')).matchAll(/cmdstat_([\w|]+):calls=(\d+)/g);
  const found = [...lines].map(([, name, count]) => [name!, Number(count)] as const);
  return Object.fromEntries(found.filter(([name]) => !['ping', 'info'].includes(name)));
}

/** The number of reads of Redis from its clients' sockets, without pings and these questions. */
async function reads(): Promise<number> {
  const info = await client.info();
  const pings = Number(/cmdstat_ping:calls=(\d+)/.exec(info)?.[1] ?? 0);
  return Number(/total_reads_processed:(\d+)/.exec(info)![1]) - pings;
}

describe('Redis', { timeout: 120_000 }, () => {
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

  it('gets no key from invalid requests, however many come', async () => {
    const paths = ['/v1/products?q=bread', '/v1/products/whole-milk-1-l', '/v1/stores'];
    for (const path of paths) await larder.anyone.get(path);
    await eventually('they are stored, and their stamps', async () => {
      const found = await client.keys('*{cache}:*');
      return found.filter((key) => /:(stamp:(search|product)|entry:.*)\b/.test(key)).length >= 6;
    });
    const before = (await client.keys('*')).toSorted();
    const junk: [status: number, ask: (n: number) => Promise<Answer>][] = [
      [400, (n) => larder.anyone.get(`/v1/products?utm=${n}`)],
      [400, (n) => larder.anyone.get(`/v1/products/whole-milk-1-l?n${n}=1`)],
      [400, (n) => larder.anyone.get(`/v1/products?q=bread&cursor=${n}`)],
      [400, (n) => larder.anyone.get(`/v1/products?limit=${n + 101}`)],
      [404, (n) => larder.anyone.get(`/v1/products?store=nowhere-${n}`)],
      [400, (n) => larder.anyone.get(`/v1/stores?n=${n}`)],
      [200, (n) => larder.anyone.get(paths[0]!, { 'x-junk': `${n}`, accept: `x/${n}` })],
      [200, (n) => larder.anyone.get(paths[1]!, { host: `${n}.example`, cookie: `n=${n}` })],
      [200, (n) => larder.anyone.get(`/v1/products?q=${'%20'.repeat(n % 9)}BREAD`)],
    ];
    for (let n = 0; n < 250; n += 1) {
      const answers = await Promise.all(junk.map(([, ask]) => ask(n)));
      expect(answers.map(({ status }) => status)).toEqual(junk.map(([status]) => status));
    }
    expect((await client.keys('*')).toSorted()).toEqual(before);
  });

  it('never gets the text that people type', async () => {
    const odd = [' *', '\r\nDEL', '"\'', '{}', '..\\/', '$(id)', '\u001b[0m', 'é', '🧀', '\u202e'];
    const lists = async () => (await client.keys('*:entry:catalog.products:*')).length;
    const before = await lists();
    for (const typed of odd.map((end) => encodeURIComponent(`needle${end}`))) {
      for (const path of [`?q=${typed}`, `?category=${typed}`, `/${typed}`]) {
        const answer = await larder.anyone.get(`/v1/products${path}`);
        expect([200, 404]).toContain(answer.status);
      }
    }
    await eventually('all lists are stored', async () => {
      return (await lists()) === before + 2 * odd.length;
    });
    const keys = await client.keys('*');
    expect(keys.filter((key) => /needle/i.test(key) || !/^[\w:.{}-]+$/.test(key))).toEqual([]);
  });

  it('keeps nothing for ever, and keys for made-up ids not for long', async () => {
    const made = ['/v1/products/made-up', '/v1/products?category=made-up&cursor=made-up'];
    for (const path of made) await larder.anyone.get(path);
    const driver = await larder.demo('driver');
    const shift = await driver.post('/v1/driver/shift', { onDuty: true });
    const { epoch } = shift.body.session;
    await driver.post('/v1/driver/location', { epoch, fixes: [{ seq: 1, lat: 25.1, lng: 55.1 }] });

    const keys = await client.keys('*');
    const lives = new Map<string, number>();
    for (const key of keys) lives.set(key, await client.pTTL(key));
    const day = 24 * 60 * 60_000;
    // A login from an address counts for thirty days (docs/limits.md).
    const longest = (key: string) => (key.includes(':{rates}:') ? 30 * day : day);
    // -1: the key has no expiry. Keys that expired in between answer -2.
    expect([...lives].filter(([key, life]) => life === -1 || life > longest(key))).toEqual([]);
    const kind = new RegExp(
      `^${larder.config.redisNamespace}:({cache}:entry|{cache}:stamp|{positions}:\\w+|{rates})(:|$)`,
    );
    expect(new Set(keys.map((key) => kind.exec(key)?.[1]))).toEqual(
      new Set([
        '{cache}:entry',
        '{cache}:stamp',
        '{rates}',
        ...['session', 'loc', 'near', 'seen', 'told'].map((name) => `{positions}:${name}`),
      ]),
    );
    const invented = [...lives].filter(([key]) => /:(product|category):made-up$/.test(key));
    expect(invented).toHaveLength(2);
    expect(invented.filter(([, life]) => life > 20 * 60_000)).toEqual([]);
  });

  it('never gets a command that scans or drops everything', async () => {
    const own = ['keys', 'dbsize', 'pttl'];
    const heard = Object.keys(await calls()).filter((name) => !own.includes(name));
    const allowed =
      /^(mget|get|set|eval|evalsha|hello|select|client\|\w+|hmget|hset|pexpire|del|exists|geoadd|multi|exec|z(add|card|range|rem|rangebyscore|remrangebyscore)|module\|?\w*)$/;
    expect(heard.filter((name) => !allowed.test(name))).toEqual([]);
  });

  it('is asked in one round trip for a poll: the stamps and the position', async () => {
    const shop = await openShop(larder, { products: [{ sku: 'THING', stock: 10 }] });
    const [customer, driver] = [await larder.person('customer'), await larder.person('driver')];
    const orderId = await shop.order(customer, [['THING', 1]]);
    await shop.walkTo(orderId, 'out_for_delivery', driver);
    const epoch = await goOnDuty(driver, shop.storeId);
    const ping = (seq: number) =>
      wanted(
        200,
        driver.post('/v1/driver/location', { epoch, fixes: [{ seq, lat: 0.41, lng: 0.41 }] }),
      );
    const { url } = await wanted(201, customer.post(`/v1/orders/${orderId}/share`));
    const polls = [
      () => wanted(200, customer.get(`/v1/orders/${orderId}/tracking`)),
      () => wanted(200, larder.anyone.get(url)),
    ];
    await larder.delivered();
    await ping(1);
    for (const poll of [...polls, ...polls]) await poll();
    for (const [howMany, poll] of [1, 20].flatMap((n) => polls.map((one) => [n, one] as const))) {
      const rounds = [];
      for (const _ of Array.from({ length: 5 })) {
        const [sql, commands, before] = [larder.sqlForRequests, await calls(), await reads()];
        const answers = await Promise.all(Array.from({ length: howMany }, poll));
        rounds.push({
          // One read is that of the question itself.
          reads: (await reads()) - before - 1,
          mgets: (await calls())['mget']! - commands['mget']!,
        });
        expect(larder.sqlForRequests - sql).toBe(0);
        expect(new Set(answers.map(({ positionStatus }) => positionStatus))).toEqual(
          new Set(['live']),
        );
      }
      // A job may ask in between, and a busy machine may deliver twenty requests in two turns: both
      // can only add. Two commands in one write, however many ask at the moment.
      expect(Math.min(...rounds.map(({ reads: read }) => read))).toBe(1);
      expect(Math.min(...rounds.map(({ mgets }) => mgets))).toBe(2);
    }
  });
});
