// Two processes on one database whose store is away: neither may read behind a write that the other
// has acknowledged.
import type { INestApplicationContext } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshConfig, openGround } from '../../test/support/ground.js';
import { Database, UnitOfWork } from '../platform/index.js';
import { touch } from './cache.events.js';
import { definePolicy } from './cache.policy.js';
import { Loads } from './loads.js';
import { StampedCache } from './stamped-cache.js';

const policy = definePolicy<number>({
  name: 'test.storeless',
  scope: 'public',
  ttlMs: 60_000,
  key: (id) => ({ id }),
  tags: (id) => [`thing:${id}`],
});

let reader: INestApplicationContext;
let writer: INestApplicationContext;
beforeAll(async () => {
  const config = await freshConfig({ REDIS_URL: 'redis://127.0.0.1:1' });
  reader = await openGround(config);
  writer = await openGround(config);
  await reader.get(Database).query('CREATE TABLE things (id int PRIMARY KEY, value int NOT NULL)');
});
afterAll(async () => {
  await writer?.close();
  await reader?.close();
});

const stored = async (id: number) => {
  const [row] = await reader
    .get(Database)
    .query<{ value: number }>('SELECT value FROM things WHERE id = $1', [id]);
  return row!.value;
};
/** Resolves when the write is acknowledged. */
const write = (id: number, value: number) =>
  writer.get(UnitOfWork).run(async (tx) => {
    await tx.query(
      `INSERT INTO things VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET value = excluded.value`,
      [id, value],
    );
    await touch(tx, `thing:${id}`);
  });

/** The answer to a reader who comes after a write that a slow load of the same key has not seen. */
async function readAfterWrite(
  id: number,
  read: (load: () => Promise<number>) => Promise<number>,
): Promise<number> {
  await write(id, 1);
  let letGo!: () => void;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  let early!: Promise<number>;
  await new Promise<void>((selected) => {
    early = read(async () => {
      const value = await stored(id);
      selected();
      await held;
      return value;
    });
  });
  await write(id, 2);
  const late = read(() => stored(id));
  letGo();
  expect(await early).toBe(1);
  return late;
}

describe('a read that begins after the write of another process', () => {
  it('does not get the value of a load from before the write', async () => {
    const cache = reader.get(StampedCache);
    const read = async (load: () => Promise<number>) => {
      const { value, from } = await cache.read(policy, 1, load);
      expect(from).toBe('BYPASS');
      return value;
    };
    expect(await readAfterWrite(1, read)).toBe(2);
  });

  it('would, if equal reads shared any load under way', async () => {
    const loads = new Loads(10, 10);
    expect(await readAfterWrite(2, (load) => loads.share('x', load))).toBe(1);
  });
});

it('shares one load at a time with readers who never stop, and none is behind', async () => {
  const cache = reader.get(StampedCache);
  await write(3, 0);
  let [acknowledged, running, most, loads] = [0, 0, 0, 0];
  const load = async () => {
    loads += 1;
    most = Math.max(most, (running += 1));
    return stored(3).finally(() => (running -= 1));
  };
  let reads = 0;
  const written = new AbortController();
  const readers = Array.from({ length: 50 }, async () => {
    while (!written.signal.aborted) {
      const atLeast = acknowledged;
      const { value } = await cache.read(policy, 3, load);
      expect(value).toBeGreaterThanOrEqual(atLeast);
      reads += 1;
    }
  });
  for (let value = 1; value <= 10; value += 1) {
    await write(3, value);
    acknowledged = value;
  }
  written.abort();
  await Promise.all(readers);
  expect(most).toBe(1);
  // Fifty readers, and far fewer loads.
  expect(loads * 10).toBeLessThan(reads);
});
