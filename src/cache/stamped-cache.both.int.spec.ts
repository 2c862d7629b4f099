import { CACHE_MANAGER, type Cache } from '@nestjs/cache-manager';
import type { INestApplicationContext } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defineFailure } from '../kernel/failure.js';
import { Database, Outbox, UnitOfWork } from '../platform/index.js';
import { eventually } from '../../test/support/eventually.js';
import { freshConfig, openGround } from '../../test/support/ground.js';
import { addressOf } from './address.js';
import { touch } from './cache.events.js';
import { definePolicy } from './cache.policy.js';
import { CachedReads } from './cached-reads.js';
import { StampedCache } from './stamped-cache.js';

const policy = definePolicy<string>({
  name: 'test.thing',
  scope: 'public',
  ttlMs: 60_000,
  notFoundTtlMs: 5000,
  key: (id) => ({ id }),
  tags: (id) => [`thing:${id}`],
});
const Missing = defineFailure({ code: 'test-missing', kind: 'not-found', title: 'x', remedy: 'x' });

let app: INestApplicationContext;
let cache: StampedCache;
let reads: CachedReads;
let unitOfWork: UnitOfWork;
let next = 0;
const freshId = () => `${(next += 1)}`;

beforeAll(async () => {
  app = await openGround(await freshConfig());
  cache = app.get(StampedCache);
  reads = app.get(CachedReads);
  unitOfWork = app.get(UnitOfWork);
  // A connection that is not up yet would make the first reads bypass the store.
  await eventually('the store answers', async () => {
    const id = freshId();
    await cache.read(policy, id, async () => 1);
    return (await cache.read(policy, id, async () => 2)).from === 'L1';
  });
});
afterAll(() => app.close());

/** A promise and the function that settles it. */
function gate<T = void>() {
  let open!: (value: T) => void;
  const opened = new Promise<T>((resolve) => (open = resolve));
  return { open, opened };
}

const write = (id: string) => unitOfWork.run((tx) => touch(tx, `thing:${id}`));

async function readSettled(id: string, load: () => Promise<unknown>) {
  const answer = await cache.read(policy, id, load);
  if (answer.from === 'MISS') {
    const key = `a fill of ${id}`;
    await eventually(key, async () => (await cache.read(policy, id, load)).from === 'L1');
  }
  return answer;
}

describe('a stamped read', () => {
  it('loads once, then answers from the store', async () => {
    const id = freshId();
    expect(await readSettled(id, async () => ({ n: 1 }))).toMatchObject({
      value: { n: 1 },
      from: 'MISS',
    });
    expect(
      await cache.read(policy, id, () => Promise.reject(new Error('loaded again'))),
    ).toMatchObject({ value: { n: 1 }, from: 'L1' });
  });

  it('is fresh as soon as the write is acknowledged', async () => {
    const id = freshId();
    await readSettled(id, async () => 'old');
    await write(id);
    expect((await cache.read(policy, id, async () => 'new')).value).toBe('new');
  });

  it('never serves what was loaded before a write and stored after it', async () => {
    const id = freshId();
    const loading = gate();
    const loaded = gate<string>();
    const slow = cache.read(policy, id, () => {
      loading.open();
      return loaded.opened;
    });
    await loading.opened;
    await write(id);
    loaded.open('old');
    expect((await slow).value).toBe('old');
    expect((await readSettled(id, async () => 'new')).value).toBe('new');
    expect((await cache.read(policy, id, async () => 'newer')).value).toBe('new');
  });

  it('beats a naive cache in that race, which pins the old value', async () => {
    const store = app.get<Cache>(CACHE_MANAGER);
    const id = freshId();
    const loaded = gate<string>();
    const naive = async (load: () => Promise<string>) => {
      const found = await store.get<string>(`naive:${id}`);
      if (found !== undefined) return found;
      const value = await load();
      await store.set(`naive:${id}`, value, 60_000);
      return value;
    };
    const slow = naive(() => loaded.opened);
    await store.del(`naive:${id}`);
    loaded.open('old');
    await slow;
    expect(await naive(async () => 'new')).toBe('old');
  });

  it('does not join a load that began before the write', async () => {
    const id = freshId();
    const loading = gate();
    const loaded = gate<string>();
    const before = cache.read(policy, id, () => {
      loading.open();
      return loaded.opened;
    });
    await loading.opened;
    await write(id);
    expect((await cache.read(policy, id, async () => 'after')).value).toBe('after');
    loaded.open('before');
    expect((await before).value).toBe('before');
  });

  it('loads once for 500 who ask at the same moment', async () => {
    const id = freshId();
    let loads = 0;
    const load = async () => {
      loads += 1;
      await new Promise((resolve) => setTimeout(resolve, 20));
      return loads;
    };
    const answers = await Promise.all(
      Array.from({ length: 500 }, () => cache.read(policy, id, load)),
    );
    expect(loads).toBe(1);
    expect(new Set(answers.map((answer) => answer.value))).toEqual(new Set([1]));
  });

  it('shares a failed load, and does not store it', async () => {
    const id = freshId();
    let loads = 0;
    const fail = async () => {
      loads += 1;
      await new Promise((resolve) => setTimeout(resolve, 20));
      throw new Error('no');
    };
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => cache.read(policy, id, fail)));
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(loads).toBe(1);
    expect((await cache.read(policy, id, async () => 'fine')).value).toBe('fine');
  });

  it('remembers an absence until the thing exists', async () => {
    const id = freshId();
    let loads = 0;
    const absent = async () => {
      loads += 1;
      throw Missing.because(`no ${id}`);
    };
    await expect(reads.readOrFail(policy, addressOf(policy, id), absent)).rejects.toThrow(
      'test-missing',
    );
    await eventually('the absence is stored', async () => {
      const before = loads;
      await expect(reads.readOrFail(policy, addressOf(policy, id), absent)).rejects.toThrow(
        `no ${id}`,
      );
      return loads === before;
    });
    await write(id);
    expect((await reads.readOrFail(policy, addressOf(policy, id), async () => 'here')).value).toBe(
      'here',
    );
  });

  it('is refused inside a transaction', async () => {
    await expect(
      unitOfWork.run(() => cache.read(policy, freshId(), async () => 1)),
    ).rejects.toThrow('inside a transaction');
  });
});

describe('a bump', () => {
  it('does not happen when the transaction rolls back', async () => {
    const id = freshId();
    await readSettled(id, async () => 'kept');
    const failing = unitOfWork.run(async (tx) => {
      await touch(tx, `thing:${id}`);
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect((await cache.read(policy, id, async () => 'lost')).from).toBe('L1');
  });

  it('is made from the outbox when the fast path failed', async () => {
    const id = freshId();
    await readSettled(id, async () => 'old');
    const bump = cache.bump.bind(cache);
    cache.bump = () => Promise.reject(new Error('Redis is away'));
    await write(id);
    cache.bump = bump;
    await app.get(Outbox).relayOnce();
    const read = await eventually('the relay has bumped', async () => {
      const { value } = await cache.read(policy, id, async () => 'new');
      return value === 'new' && value;
    });
    expect(read).toBe('new');
  });

  it('leaves nothing waiting in the outbox', async () => {
    await write(freshId());
    const waiting = await eventually('the outbox is empty', async () => {
      const [row] = await app
        .get(Database)
        .query<{ n: string }>('SELECT count(*) AS n FROM outbox WHERE published_at IS NULL');
      return row?.n === '0' && row.n;
    });
    expect(waiting).toBe('0');
  });
});
