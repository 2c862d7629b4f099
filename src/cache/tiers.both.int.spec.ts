import { CACHE_MANAGER, type Cache } from '@nestjs/cache-manager';
import type { INestApplicationContext } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../test/support/eventually.js';
import { freshConfig, openGround } from '../../test/support/ground.js';
import { ManualClock } from '../kernel/clock.js';
import { type AppConfig, Metrics, UnitOfWork } from '../platform/index.js';
import { addressOf } from './address.js';
import { CacheAuditor } from './cache-auditor.js';
import { CacheMeters } from './cache-meters.js';
import { CacheStoreGateway } from './cache-store.gateway.js';
import { type CachePolicy, definePolicy } from './cache.policy.js';
import { StampedCache } from './stamped-cache.js';
import { jsonStoring } from './storing.js';

const minute = 60_000;
const shared = {
  scope: 'public' as const,
  ttlMs: minute,
  key: (id: string) => ({ id }),
  tags: (id: string) => [`thing:${id}`],
};
const strict = definePolicy<string>({ ...shared, name: 'test.strict' });
const relaxed = definePolicy<string>({ ...shared, name: 'test.relaxed', freshness: 'relaxed' });
const graceful = definePolicy<string>({ ...shared, name: 'test.graceful', graceMs: 5 * minute });

let app: INestApplicationContext;
let clock: ManualClock;
let next = 0;
const freshId = () => `tier-${(next += 1)}`;

beforeAll(async () => {
  app = await openGround(await freshConfig());
  clock = new ManualClock(new Date());
  await eventually('the store answers', () =>
    app
      .get(CacheStoreGateway)
      .getMany(['any'])
      .then(
        () => true,
        () => false,
      ),
  );
});
afterAll(() => app.close());

/** Another process on the shared store: a cache with its own L1. */
function process(): StampedCache {
  const metrics = new Metrics();
  const config = { databasePool: 4, cacheLocalBytes: 2 ** 20 } as AppConfig;
  return new StampedCache(
    app.get(CacheStoreGateway),
    app.get(UnitOfWork),
    clock,
    new CacheMeters(metrics),
    new CacheAuditor(metrics),
    config,
  );
}

const refuse = () => Promise.reject(new Error('loaded again'));

/** Fills the shared store, and waits until another process finds the entry there. */
async function fill(policy: CachePolicy<string>, id: string, value: string, by = process()) {
  await by.read(policy, id, async () => value);
  await eventually('the fill is in the shared store', () =>
    process()
      .read(policy, id, refuse)
      .then(
        (answer) => answer.from === 'L2',
        () => false,
      ),
  );
  return by;
}

describe('a value that time makes untrue', () => {
  const until = (at: number) => ({ ...jsonStoring<string>(), trueUntil: () => at });
  const closing = () => clock.now().getTime() + 1000;

  it('is served until then and not from then on, whatever its policy allows', async () => {
    const [id, storing] = [freshId(), until(closing())];
    const [one, other] = [process(), process()];
    await one.read(graceful, id, async () => 'open', storing);
    await eventually(
      'the fill is in the shared store',
      async () => (await process().read(graceful, id, async () => 'x', storing)).from === 'L2',
    );
    clock.advance(999);
    expect((await one.read(graceful, id, refuse, storing)).from).toBe('L1');
    expect((await other.read(graceful, id, refuse, storing)).from).toBe('L2');
    clock.advance(1);
    expect(await one.held(graceful, addressOf(graceful, id))).toBeUndefined();
    for (const reader of [one, other]) {
      const answer = await reader.read(graceful, id, async () => 'closed');
      expect(answer.value).toBe('closed');
    }
  });

  it('is not stored when it is over before it is loaded', async () => {
    const id = freshId();
    const storing = until(clock.now().getTime());
    const one = process();
    expect((await one.read(strict, id, async () => 'open', storing)).value).toBe('open');
    expect((await one.read(strict, id, async () => 'closed')).value).toBe('closed');
  });
});

describe('two processes', () => {
  it('share what one of them has loaded, and keep it near', async () => {
    const id = freshId();
    await fill(strict, id, 'loaded');
    const other = process();
    expect((await other.read(strict, id, refuse)).from).toBe('L2');
    expect((await other.read(strict, id, refuse)).from).toBe('L1');
  });

  it('see each other’s writes at once', async () => {
    const id = freshId();
    const writer = await fill(strict, id, 'old');
    const reader = process();
    await reader.read(strict, id, refuse);
    await writer.bump([`thing:${id}`]);
    expect((await reader.read(strict, id, async () => 'new')).value).toBe('new');
    expect((await reader.read(strict, id, refuse)).from).toBe('L1');
  });

  it('see them a second later at the latest where a policy relaxes that', async () => {
    const id = freshId();
    const writer = await fill(relaxed, id, 'old');
    const reader = process();
    await reader.read(relaxed, id, refuse);
    await writer.bump([`thing:${id}`]);
    const acknowledgedAt = performance.now();
    // The writer itself is never behind its own write.
    expect((await writer.read(relaxed, id, async () => 'new')).value).toBe('new');
    // Nobody notifies the reader: no notification could get lost.
    await eventually('a second has passed', () => performance.now() - acknowledgedAt >= 1000);
    expect((await reader.read(relaxed, id, async () => 'new')).value).toBe('new');
  });
});

describe('an entry that is', () => {
  it.each(['text', 7, null, [null], {}, { format: 1 }, { format: 2, stamps: [] }])(
    '%j in the store is a miss, and is mended',
    async (corrupt) => {
      const id = freshId();
      const store = app.get<Cache>(CACHE_MANAGER);
      const keys: string[] = [];
      const set = store.set;
      store.set = ((key: string, ...rest: [unknown, number]) => {
        keys.push(key);
        return set(key, ...rest);
      }) as Cache['set'];
      await fill(strict, id, 'good');
      store.set = set;
      await set(
        keys.find((key) => key.startsWith('entry:test.strict'))!,
        corrupt,
        minute,
      );
      expect((await process().read(strict, id, async () => 'mended')).from).toBe('MISS');
      await eventually('it is mended', async () => {
        const { value } = await process().read(strict, id, async () => 'not yet');
        return value === 'mended';
      });
    },
  );

  it('past its soft time is served while one refresh runs', async () => {
    const id = freshId();
    const cache = await fill(graceful, id, 'old');
    clock.advance(1.2 * minute);
    let loads = 0;
    const load = async () => {
      loads += 1;
      return 'new';
    };
    const answers = await Promise.all([1, 2, 3].map(() => cache.read(graceful, id, load)));
    expect(answers.map(({ value, from }) => [value, from])).toEqual([
      ['old', 'STALE'],
      ['old', 'STALE'],
      ['old', 'STALE'],
    ]);
    await eventually('it is refreshed', async () => {
      return (await cache.read(graceful, id, refuse)).value === 'new';
    });
    expect(loads).toBe(1);
  });

  it('past its soft time is served if the refresh fails, but not after a write', async () => {
    const id = freshId();
    const cache = await fill(graceful, id, 'old');
    clock.advance(1.2 * minute);
    expect((await cache.read(graceful, id, refuse)).from).toBe('STALE');
    expect((await cache.read(graceful, id, refuse)).value).toBe('old');
    await cache.bump([`thing:${id}`]);
    await expect(cache.read(graceful, id, refuse)).rejects.toThrow('loaded again');
  });

  it('past its hard time is not served', async () => {
    const id = freshId();
    const cache = await fill(graceful, id, 'old');
    clock.advance(7 * minute);
    await expect(cache.read(graceful, id, refuse)).rejects.toThrow('loaded again');
  });
});

describe('loads', () => {
  it('beyond the queue of the database are refused, not kept for ever', async () => {
    const cache = process();
    let open!: () => void;
    const gate = new Promise<void>((resolve) => (open = resolve));
    let refused = 0;
    const reads = Array.from({ length: 300 }, () =>
      cache
        .read(strict, freshId(), () => gate)
        .catch((error: Error) => {
          if (!error.message.startsWith('overloaded')) throw error;
          refused += 1;
        }),
    );
    // Two at a time, two hundred waiting: the other ninety-eight are answered at once.
    await eventually('the rest is refused', () => refused === 98);
    open();
    await Promise.all(reads);
    expect(refused).toBe(98);
  });
});
