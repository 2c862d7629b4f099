import type { Cache } from '@nestjs/cache-manager';
import { expect, it } from 'vitest';
import { Metrics, type RedisConnection, onBehalfOf } from '../platform/index.js';
import { CacheStoreGateway } from './cache-store.gateway.js';
import { freshContext } from '../platform/request-context.js';

/** A store that answers when the test tells it to, and records its calls. */
function slowStore() {
  const calls: { keys: string[]; answer: (values: unknown[]) => void }[] = [];
  const getMany = (keys: string[]) =>
    new Promise<unknown[]>((answer) => void calls.push({ keys, answer }));
  const cache = { stores: [{ getMany }] } as unknown as Cache;
  const redis = { client: null, onReady() {} } as unknown as RedisConnection;
  return { calls, gateway: new CacheStoreGateway(cache, redis, new Metrics()) };
}
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

it('asks once for all reads of one turn, and gives each its own', async () => {
  const { calls, gateway } = slowStore();
  const reads = [['a', 'b'], ['b', 'c'], ['a']].map((keys) => gateway.getMany(keys));
  await turn();
  expect(calls.map(({ keys }) => keys)).toEqual([['a', 'b', 'c']]);
  calls[0]!.answer([1, 2, undefined]);
  expect(await Promise.all(reads)).toEqual([[1, 2], [2, undefined], [1]]);
});

it('never answers a read from a call that was sent before it began', async () => {
  const { calls, gateway } = slowStore();
  const early = gateway.getMany(['a']);
  await turn();
  const late = gateway.getMany(['a']);
  await turn();
  expect(calls).toHaveLength(2);
  calls[1]!.answer(['new']);
  calls[0]!.answer(['old']);
  expect([await early, await late]).toEqual([['old'], ['new']]);
});

it('takes a value that is not JSON for none, and the others as they are', async () => {
  const values: Record<string, unknown> = { a: 1, c: 3 };
  const getMany = async (keys: string[]) =>
    keys.map((key) => (key === 'corrupt' ? JSON.parse('{') : values[key]));
  const cache = { stores: [{ getMany }] } as unknown as Cache;
  const redis = { client: null, onReady() {} } as unknown as RedisConnection;
  const gateway = new CacheStoreGateway(cache, redis, new Metrics());
  expect(await gateway.getMany(['a', 'corrupt', 'c'])).toEqual([1, undefined, 3]);
});

it('lets a request wait in vain once', async () => {
  let calls = 0;
  const getMany = async () => {
    calls += 1;
    throw new Error('away');
  };
  const cache = { stores: [{ getMany }] } as unknown as Cache;
  const redis = { client: null, onReady() {} } as unknown as RedisConnection;
  const gateway = new CacheStoreGateway(cache, redis, new Metrics());
  const context = freshContext('r');
  await onBehalfOf(context, async () => {
    await expect(gateway.getMany(['a'])).rejects.toThrow('away');
    await expect(gateway.getMany(['a'])).rejects.toThrow('not asked');
  });
  expect(calls).toBe(1);
});
