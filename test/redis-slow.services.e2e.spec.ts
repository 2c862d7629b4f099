// Redis answers late, never, in pieces, or its connections break: reads go on, none is behind a
// write, and none waits once the breaker is open.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Metrics } from '../src/platform/index.js';
import { Larder } from './support/larder.js';
import { startRedis, type ThrowAwayServer } from './support/servers.js';
import { type Stream, TcpProxy, type Toxic } from './support/tcp-proxy.js';
import { WatchedPrice } from './support/watched-price.js';

const failuresToOpen = 5;

let redis: ThrowAwayServer;
let proxy: TcpProxy;
let larder: Larder;
let price: WatchedPrice;
let remove = () => {};

beforeAll(async () => {
  redis = await startRedis();
  proxy = await TcpProxy.to(redis.port);
  const env = { REDIS_URL: `redis://127.0.0.1:${proxy.port}` };
  larder = (await Larder.open({ demo: true, env })).impatient();
  price = await WatchedPrice.of(larder);
});
beforeEach(async () => {
  // Otherwise the relay might repeat a bump in between, and count as a reader.
  await larder.delivered();
  await price.fromCache();
  proxy.heard = '';
});
afterEach(() => remove());
afterAll(async () => {
  await larder?.close();
  await proxy?.close();
  await redis?.stop();
});

async function isBreakerOpen(): Promise<boolean> {
  const gauge = larder.app.get(Metrics).registry.getSingleMetric('larder_cache_breaker_open')!;
  return (await gauge.get()).values[0]!.value === 1;
}

/** The number of lookups sent to Redis, without probes. */
function lookupsHeard(): number {
  const count = (pattern: RegExp) => proxy.heard.match(pattern)?.length ?? 0;
  return count(/\bMGET\r\n/g) - count(/:probe\r\n/g);
}

/** Reads and writes during the fault and after it; answers the sources of the reads during it. */
async function expectFreshness(): Promise<Set<string>> {
  const sources = await price.rounds(6);
  remove();
  await price.recovered();
  expect(await price.rounds(4)).toContain('L1');
  return sources;
}

describe('while Redis', { timeout: 120_000 }, () => {
  // Far above the deadline, even in a process so slow that its ticks lag.
  const late: Toxic = { type: 'latency', latency: 1500 };
  it.each<[string, Toxic, Stream]>([
    ['answers far too late', late, 'downstream'],
    ['hears everything far too late', late, 'upstream'],
    ['takes everything and answers nothing', { type: 'timeout' }, 'downstream'],
    ['hears nothing', { type: 'timeout' }, 'upstream'],
  ])('%s, five reads wait for it, and every write is seen', async (_, toxic, stream) => {
    remove = proxy.add(toxic, stream);
    const sources = new Set<string>();
    for (let n = 0; n < 40; n += 1) sources.add(await price.read());
    expect(sources).toEqual(new Set(['BYPASS']));
    expect(lookupsHeard()).toBe(failuresToOpen);
    expect(await isBreakerOpen()).toBe(true);
    await expectFreshness();
  });

  it.each<[string, Toxic, Stream]>([
    ['is late for readers but not for writers', { type: 'latency', latency: 300 }, 'downstream'],
    ['is late for readers, and so its commands', { type: 'latency', latency: 300 }, 'upstream'],
    ['is late now and then', { type: 'latency', latency: 55, jitter: 25 }, 'downstream'],
    ['answers in pieces', { type: 'slicer', size: 100 }, 'downstream'],
  ])('%s, every write is seen', async (_, toxic, stream) => {
    remove = proxy.add(toxic, stream);
    await expectFreshness();
  });

  it.each<[string, Toxic]>([
    ['resets every connection', { type: 'reset_peer' }],
    ['ends each connection after 300 bytes', { type: 'limit_data', bytes: 300 }],
  ])('%s, every write is seen', async (_, toxic) => {
    remove = proxy.add(toxic);
    expect(await expectFreshness()).toContain('BYPASS');
  });
});
