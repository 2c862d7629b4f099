import type { INestApplicationContext } from '@nestjs/common';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../../test/support/eventually.js';
import { freshConfig, openGround } from '../../../test/support/ground.js';
import { mode } from '../../../test/support/mode.js';
import type { DomainEvent } from '../../kernel/domain-event.js';
import { Database, Outbox, OutboxQueries, UnitOfWork } from '../index.js';
import { retryFactsNow } from '../../../test/support/facts.js';

let app: INestApplicationContext;
let database: Database;
let queries: OutboxQueries;
let received: string[] = [];
let handle: (event: DomainEvent) => Promise<void> | void = () => {};

beforeAll(async () => {
  app = await openGround(await freshConfig());
  database = app.get(Database);
  queries = app.get(OutboxQueries);
  app.get(Outbox).subscribe({
    name: 'listener',
    types: ['test.happened'],
    handle: async (event) => {
      await handle(event);
      received.push(nameOf(event));
    },
  });
});
afterAll(() => app.close());
afterEach(async () => {
  handle = () => {};
  await eventually('nothing waits', async () => {
    await retryNow();
    const waiting = 'SELECT FROM outbox WHERE published_at IS NULL AND dead_at IS NULL';
    return (await database.query(waiting)).length === 0;
  });
  received = [];
});

const nameOf = ({ aggregateId, payload }: DomainEvent) =>
  `${aggregateId} ${(payload as { n: number }).n}`;
const named = (aggregateId: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${aggregateId} ${index + 1}`);
const of = (aggregateId: string) => received.filter((name) => name.startsWith(`${aggregateId} `));
const retryNow = () => database.query(retryFactsNow);

/** Publishes facts numbered from 1 of each aggregate, turn about, in one transaction. */
async function publish(counts: Record<string, number>): Promise<void> {
  const most = Math.max(...Object.values(counts));
  await app.get(UnitOfWork).run(async (tx) => {
    for (let n = 1; n <= most; n += 1) {
      for (const [aggregateId, count] of Object.entries(counts)) {
        const fact = { type: 'test.happened', version: 1, aggregateType: 'test', aggregateId };
        if (n <= count) await tx.publish({ ...fact, payload: { n } });
      }
    }
  });
}

async function countingClaims(work: () => Promise<unknown>): Promise<number> {
  const claim = queries.claim.bind(queries);
  let fruitful = 0;
  queries.claim = async (...asked) => {
    const claimed = await claim(...asked);
    if (claimed.length > 0) fruitful += 1;
    return claimed;
  };
  await work();
  queries.claim = claim;
  return fruitful;
}

describe('the relay', () => {
  it('takes an aggregate’s facts by runs, in their order', async () => {
    const claims = await countingClaims(async () => {
      await publish({ busy: 1000, calm: 3 });
      await eventually('all arrive', () => received.length >= 1003);
    });
    expect(of('busy')).toEqual(named('busy', 1000));
    expect(of('calm')).toEqual(named('calm', 3));
    expect(claims).toBeLessThan(20);
  });

  it('stops a run at a fact that fails, and only that run', async () => {
    let isIll = true;
    handle = (event) => {
      if (isIll && nameOf(event) === 'ill 3') throw new Error('the listener is ill');
    };
    await publish({ ill: 6, well: 6 });
    await eventually('the others pass', () => of('well').length === 6);
    await eventually('it has failed, and those behind it count as not tried', async () => {
      const [, , third, ...behind] = await tries('ill');
      return third! > 0 && behind.join() === '0,0,0';
    });
    expect(of('ill')).toEqual(named('ill', 2));
    isIll = false;
    await eventually('the rest follows', async () => {
      await retryNow();
      return of('ill').length === 6;
    });
    expect(of('ill')).toEqual(named('ill', 6));
  });

  it('passes by a fact that fails and all that wait behind it', async () => {
    handle = ({ aggregateId }) => {
      if (aggregateId === 'stuck') throw new Error('the listener is ill');
    };
    await publish({ stuck: 700 });
    await eventually('it has failed', async () => (await tries('stuck'))[0]! > 0);
    await publish({ free: 2 });
    await eventually('the others pass', () => of('free').length === 2);
    expect(of('stuck')).toEqual([]);
  });

  it('delivers as many at once as a quarter of the pool, and leaves the rest to requests', async () => {
    const share = mode === 'embedded' ? 1 : 2;
    let open!: () => void;
    const opened = new Promise<void>((resolve) => (open = resolve));
    let atOnce = 0;
    let most = 0;
    handle = async () => {
      most = Math.max(most, (atOnce += 1));
      await app.get(UnitOfWork).run(async (tx) => {
        // In embedded mode this would hold the only connection, and no query could run.
        if (mode === 'services') await opened;
        await tx.query('SELECT 1');
      });
      await opened;
      atOnce -= 1;
    };
    await publish(Object.fromEntries(named('many', 40).map((name) => [name, 1])));
    await eventually('it is at work', () => atOnce >= share);
    const asked = Array.from({ length: 5 }, () =>
      app.get(UnitOfWork).run((tx) => tx.query('SELECT 1 AS one')),
    );
    expect(await Promise.all(asked)).toEqual(asked.map(() => [{ one: 1 }]));
    open();
    await eventually('all arrive', () => received.length === 40);
    expect(most).toBe(share);
  });
});

describe('the recent facts of a type', () => {
  it('are those of the window, and those that wait for longer', async () => {
    handle = () => {
      throw new Error('the listener is ill');
    };
    await publish({ late: 1 });
    await eventually('it has failed', async () => (await tries('late'))[0]! > 0);
    await database.query("UPDATE outbox SET occurred_at = now() - interval '1 hour'");
    expect((await queries.recent('test.happened', 60)).map(nameOf)).toEqual(['late 1']);
    handle = () => {};
    await eventually('it arrives', async () => {
      await retryNow();
      return of('late').length === 1;
    });
    await eventually('it is settled', async () => {
      return (await queries.recent('test.happened', 60)).length === 0;
    });
  });
});

/** The number of tries of each fact of an aggregate, in their order. */
async function tries(aggregateId: string): Promise<number[]> {
  const rows = await database.query<{ attempts: number }>(
    'SELECT attempts FROM outbox WHERE aggregate_id = $1 ORDER BY id',
    [aggregateId],
  );
  return rows.map(({ attempts }) => attempts);
}
