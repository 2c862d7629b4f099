// Redis holds a value that Larder did not write: that read is a miss, and the value is replaced.
import { createClient } from 'redis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CachedReads, definePolicy } from '../src/cache/index.js';
import { eventually } from './support/eventually.js';
import { type Answer, Larder } from './support/larder.js';
import { startRedis, type ThrowAwayServer } from './support/servers.js';

let redis: ThrowAwayServer;
let writer: Larder;
/** Another process: the writer's own memory would hide the value in Redis. */
let reader: Larder;
let client: ReturnType<typeof createClient>;
let limit = 30;

beforeAll(async () => {
  redis = await startRedis();
  writer = await Larder.open({ demo: true, env: { REDIS_URL: redis.url } });
  reader = await Larder.openWith(writer.config);
  client = createClient({ url: redis.url });
  await client.connect();
  for (const larder of [writer, reader]) {
    await eventually('it uses the cache', async () => source(await stores(larder)) === 'L1');
    await larder.delivered();
  }
});
afterAll(async () => {
  client?.destroy();
  await reader?.close();
  await writer?.close();
  await redis?.stop();
});

const source = (answer: Answer) => answer.headers['x-cache'];
const stores = (larder: Larder) => larder.anyone.get('/v1/stores');
const keysOf = (what: string) => client.keys(`*:${what}:*`);

/** The new entry of a policy, and its key, after the work. */
async function stored<T>(policy: string, work: () => Promise<T>) {
  const before = await keysOf(`entry:${policy}`);
  const result = await work();
  const key = await eventually('it is stored', async () => {
    return (await keysOf(`entry:${policy}`)).find((found) => !before.includes(found));
  });
  return { result, key, good: (await client.get(key))! };
}

/** The entry with some members changed, inside the store's own envelope. */
const changed = (change: object) => (good: string) => {
  const { value: entry, ...envelope } = JSON.parse(good);
  return JSON.stringify({ ...envelope, value: { ...entry, ...change } });
};

it.each<[string, (good: string) => string | Buffer]>([
  ['bytes that are no text', () => Buffer.from([0xff, 0x00, 0xfe, 0x0d, 0x0a, 0xc3])],
  ['empty', () => ''],
  ['cut off', (good) => good.slice(0, good.length / 2)],
  ['not JSON', (good) => `x${good}`],
  ['of an older format', changed({ format: 1 })],
  ['of no format', changed({ format: undefined })],
  ['without stamps', changed({ stamps: [] })],
  ['without a value', changed({ value: undefined })],
  ['of no answer', changed({ value: { present: { etag: 7 } } })],
  ['a refusal that there is not', changed({ value: { absent: { code: 'x', detail: '' } } })],
])('an entry that is %s', async (_, damage) => {
  const path = `/v1/products?limit=${(limit += 1)}`;
  const { result, key, good } = await stored('catalog.products', () => writer.anyone.get(path));
  await client.set(key, damage(good), { expiration: 'KEEPTTL' });

  const answer = await reader.anyone.get(path);
  expect([answer.status, source(answer), answer.text]).toEqual([200, 'MISS', result.text]);
  const { stamps, value } = JSON.parse(good).value;
  await eventually('it is written anew', async () => {
    const now = await client
      .get(key)
      .then((raw) => JSON.parse(raw!))
      .catch(() => null);
    return now?.value?.format === 2 && now.value.value?.present?.body === value.present.body;
  });
  // The stamps survived, and with them the entries of all other reads.
  expect(JSON.parse((await client.get(key))!).value.stamps).toEqual(stamps);
  expect(source(await stores(reader))).toBe('L1');
});

it('an entry, or a stamp, that is no text at all', async () => {
  const path = `/v1/products?limit=${(limit += 1)}`;
  const { key } = await stored('catalog.products', () => writer.anyone.get(path));
  const stamp = key.replace(/entry:.*/, 'stamp:stores');
  for (const taken of [key, stamp]) {
    await client.del(taken);
    await client.rPush(taken, ['of', 'another', 'kind']);
    await eventually('it is stored again', async () => {
      const answer = await reader.anyone.get(path);
      expect(answer.status).toBe(200);
      return source(answer) === 'L1' && (await client.type(taken)) === 'string';
    });
  }
});

it.each([[7], [null], [[]], [{}], ['text']])('a stored value of code that is %j', async (value) => {
  const policy = definePolicy<string>({
    name: 'test.thing',
    scope: 'public',
    ttlMs: 60_000,
    key: (id) => ({ id }),
    tags: () => ['thing'],
  });
  const id = JSON.stringify(value);
  const read = (larder: Larder, loaded: string | null) =>
    larder.app.get(CachedReads).read(policy, id, async () => loaded);
  const { key, good } = await stored('test.thing', () => read(writer, 'good'));
  await client.set(key, changed({ value })(good), { expiration: 'KEEPTTL' });
  expect(await read(reader, 'mended')).toBe('mended');
});
