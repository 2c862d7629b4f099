// One process of the cache's stress test: readers and writers on the built program. Writes its
// history to standard output, one JSON line per event, on the machine's own clock.
import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import { CACHE_MANAGER } from '@nestjs/cache-manager';
import { NestFactory } from '@nestjs/core';
import { addressOf } from '../../dist/cache/address.js';
import { CacheModule, definePolicy, touch } from '../../dist/cache/index.js';
import { Database, UnitOfWork } from '../../dist/platform/index.js';
import { StampedCache } from '../../dist/cache/stamped-cache.js';
import { PlatformModule } from '../../dist/platform/platform.module.js';
import { readConfig } from '../../dist/platform/config/env.js';

const { variant, ttlMs, seconds, readers, writers, keys } = JSON.parse(process.argv[2]);
const policy = definePolicy({
  name: 'stress.row',
  scope: 'public',
  ttlMs,
  key: (id) => ({ id }),
  tags: (id) => [`row:${id}`],
});

const imports = [PlatformModule.with(readConfig(process.env), []), CacheModule];
const module = { module: function StressModule() {}, imports };
const app = await NestFactory.createApplicationContext(module, { logger: ['error'] });
const [cache, database, unitOfWork] = [StampedCache, Database, UnitOfWork].map((t) => app.get(t));
const store = app.get(CACHE_MANAGER);

// CLOCK_MONOTONIC: the same for all processes of a machine.
const now = () => Number(process.hrtime.bigint() / 1000n);
const history = [];
const counts = { reads: 0, writes: 0 };

/** The present row, returned up to ten milliseconds later. */
async function load(id) {
  const [row] = await database.query('SELECT version FROM stress WHERE id = $1', [id]);
  await sleep(Math.random() * 10);
  return row.version;
}

const variants = {
  product: {
    // As a route is read: from the hook if possible, else by the interceptor.
    read: async (id) => {
      const held = await cache.held(policy, addressOf(policy, id)).catch(() => undefined);
      return (held ?? (await cache.read(policy, id, () => load(id)))).value;
    },
    write: (id) => update(id, (tx) => touch(tx, `row:${id}`)),
  },
  'delete after commit': {
    read: async (id) => {
      const found = await store.get(`naive:${id}`);
      if (found !== undefined) return found;
      const value = await load(id);
      await store.set(`naive:${id}`, value, ttlMs);
      return value;
    },
    write: async (id) => {
      const version = await update(id);
      await store.del(`naive:${id}`);
      return version;
    },
  },
  'stamps read after the load': {
    read: async (id) => {
      const [entry, stamp] = await store.mget([`late:${id}`, `late-stamp:${id}`]);
      if (entry && entry.stamp === (stamp ?? 'none')) return entry.value;
      const value = await load(id);
      const late = (await store.get(`late-stamp:${id}`)) ?? 'none';
      await store.set(`late:${id}`, { value, stamp: late }, ttlMs);
      return value;
    },
    write: async (id) => {
      const version = await update(id);
      await store.set(`late-stamp:${id}`, `${process.pid}.${now()}`, 60_000);
      return version;
    },
  },
};

function update(id, also = async () => {}) {
  return unitOfWork.run(async (tx) => {
    const [row] = await tx.query(
      'UPDATE stress SET version = version + 1 WHERE id = $1 RETURNING version',
      [id],
    );
    await also(tx);
    return row.version;
  });
}

const { read, write } = variants[variant];
const anyKey = () => Math.floor(Math.random() * keys);

/** Until the time is over, and longer on a machine too slow for a race in that time. */
const isOn = (until) => now() < until || counts.reads < 200 || counts.writes < 10;

async function reader(until) {
  while (isOn(until)) {
    const id = anyKey();
    const startedAt = now();
    history.push({ id, version: await read(id), startedAt });
    counts.reads += 1;
    // Lets the others of this process have their turn, hit or not.
    await sleep(0);
  }
}

/** Bursts on one key, then a pause with many reads of it. */
async function writer(until) {
  while (isOn(until)) {
    const id = anyKey();
    for (let n = 0; n < 4 && isOn(until); n += 1) {
      const version = await write(id);
      history.push({ id, version, acknowledgedAt: now() });
      counts.writes += 1;
    }
    await sleep(20 + Math.random() * 60);
  }
}

await sleep(500);
const until = now() + seconds * 1e6;
await Promise.all([
  ...Array.from({ length: readers }, () => reader(until)),
  ...Array.from({ length: writers }, () => writer(until)),
]);
await app.close();
for (const event of history) process.stdout.write(`${JSON.stringify(event)}\n`);
