// Two processes whose store is full and evicts nothing: it takes no new stamp, and without more the
// process that has not written would go on reading the old entry.
import type { INestApplicationContext } from '@nestjs/common';
import { createClient } from 'redis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../../test/support/eventually.js';
import { freshConfig, openGround } from '../../test/support/ground.js';
import { startRedis, type ThrowAwayServer } from '../../test/support/servers.js';
import { UnitOfWork } from '../platform/index.js';
import { touch } from './cache.events.js';
import { CacheStoreGateway } from './cache-store.gateway.js';
import { definePolicy } from './cache.policy.js';
import { StampedCache } from './stamped-cache.js';

const policy = definePolicy<string>({
  name: 'test.full',
  scope: 'public',
  ttlMs: 60_000,
  key: (id) => ({ id }),
  tags: (id) => [`thing:${id}`],
});
const tags = Array.from({ length: 10 }, (_, n) => `thing:${n}`);

let redis: ThrowAwayServer;
let reader: INestApplicationContext;
let writer: INestApplicationContext;
beforeAll(async () => {
  redis = await startRedis({ args: ['--maxmemory-policy', 'noeviction'] });
  const config = await freshConfig({ REDIS_URL: redis.url });
  [reader, writer] = [await openGround(config), await openGround(config)];
  for (const app of [reader, writer]) {
    await eventually('the store is read', () => !app.get(CacheStoreGateway).isSuspect);
  }
});
afterAll(async () => {
  await reader?.close();
  await writer?.close();
  await redis?.stop();
});

it('drops the stamp of an overtaken entry, though it takes nothing new', async () => {
  const cache = reader.get(StampedCache);
  const read = (id: string, value: string) => cache.read(policy, id, async () => value);
  for (let n = 0; n < tags.length; n += 1) {
    await read(String(n), 'old');
    await eventually('it is held', async () => (await read(String(n), 'other')).from === 'L1');
  }
  const client = createClient({ url: redis.url });
  await client.connect();
  await client.configSet('maxmemory', '1');
  await expect(client.set('any', 'thing')).rejects.toThrow('OOM');
  client.destroy();

  await writer.get(UnitOfWork).run((tx) => touch(tx, ...tags));
  for (let n = 0; n < tags.length; n += 1) {
    expect((await read(String(n), 'new')).value).toBe('new');
  }
});
