import type { INestApplicationContext } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../../test/support/eventually.js';
import { freshConfig, openGround } from '../../../test/support/ground.js';
import { mode } from '../../../test/support/mode.js';
import { enqueueNumbered, type Numbered, statesOf } from '../../../test/support/numbered-jobs.js';
import { Jobs, UnitOfWork } from '../index.js';

let app: INestApplicationContext;
let jobs: Jobs;
let unitOfWork: UnitOfWork;
beforeAll(async () => {
  app = await openGround(await freshConfig());
  jobs = app.get(Jobs);
  unitOfWork = app.get(UnitOfWork);
});
afterAll(() => app.close());

function gate(): { open: () => void; opened: Promise<void> } {
  let open!: () => void;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open, opened };
}

describe('of jobs that come together', () => {
  it('one that fails is tried again alone', async () => {
    const runs = new Map<number, number>();
    await jobs.open<Numbered>({
      name: 'test.nine-and-one',
      atOnce: 10,
      handle: async ({ n }) => {
        runs.set(n, (runs.get(n) ?? 0) + 1);
        if (n === 4 && runs.get(4) === 1) throw new Error('the fourth is ill');
      },
    });
    await enqueueNumbered(app, 'test.nine-and-one', 10);
    const done = Array.from({ length: 10 }, () => 'completed');
    await eventually(
      'the nine are done, and the one waits',
      async () =>
        (await statesOf(app, 'test.nine-and-one')).join() === done.with(3, 'retry').join(),
    );
    await eventually(
      'the one is done as well',
      async () => (await statesOf(app, 'test.nine-and-one')).join() === done.join(),
    );
    expect([...runs].toSorted(([a], [b]) => a - b).map(([, times]) => times)).toEqual([
      1, 1, 1, 2, 1, 1, 1, 1, 1, 1,
    ]);
  });

  it('one that hangs keeps none of the others waiting', async () => {
    const { open, opened } = gate();
    const done: number[] = [];
    await jobs.open<Numbered>({
      name: 'test.hanging',
      atOnce: 2,
      handle: async ({ n }) => {
        if (n === 1) await opened;
        done.push(n);
      },
    });
    await enqueueNumbered(app, 'test.hanging', 8);
    await eventually('the others are done', () => done.length === 7);
    expect(done.toSorted()).toEqual([2, 3, 4, 5, 6, 7, 8]);
    open();
    await eventually('and the first', () => done.length === 8);
  });

  it('as many are in hand as the definition allows', async () => {
    const { open, opened } = gate();
    let inHand = 0;
    let most = 0;
    let done = 0;
    await jobs.open({
      name: 'test.five',
      atOnce: 5,
      handle: async () => {
        most = Math.max(most, (inHand += 1));
        await opened;
        inHand -= 1;
        done += 1;
      },
    });
    await enqueueNumbered(app, 'test.five', 12);
    await eventually('five wait', () => inHand === 5);
    await enqueueNumbered(app, 'test.five', 1);
    open();
    await eventually('all are done', () => done === 13);
    expect(most).toBe(5);
  });
});

describe('the transactions of jobs', () => {
  it('take a quarter of the pool, and leave the rest to requests', async () => {
    const share = mode === 'embedded' ? 1 : 2;
    const { open, opened } = gate();
    let begun = 0;
    let inTransaction = 0;
    let most = 0;
    let done = 0;
    await jobs.open({
      name: 'test.transactions',
      atOnce: 20,
      handle: async () => {
        begun += 1;
        await unitOfWork.run(async (tx) => {
          most = Math.max(most, (inTransaction += 1));
          if (mode === 'services') await opened;
          await tx.query('SELECT 1');
          inTransaction -= 1;
        });
        done += 1;
      },
    });
    await enqueueNumbered(app, 'test.transactions', 20);
    await eventually('all have begun', () => begun === 20);
    expect(await unitOfWork.run((tx) => tx.query('SELECT 1 AS one'))).toEqual([{ one: 1 }]);
    open();
    await eventually('all are done', () => done === 20);
    expect(most).toBe(share);
  });

  it('start the job that they enqueue with their commit: each starts the next of forty', async () => {
    // Found only by the poll every two seconds, forty jobs would exceed a test's time.
    let last = 0;
    await jobs.open<Numbered>({
      name: 'test.chain',
      handle: async ({ n }) => {
        if (n < 40) await unitOfWork.run((tx) => tx.enqueue('test.chain', { n: n + 1 }));
        last = n;
      },
    });
    await unitOfWork.run((tx) => tx.enqueue('test.chain', { n: 1 }));
    await eventually('the last one ran', () => last === 40, 25_000);
    expect(await statesOf(app, 'test.chain')).toHaveLength(40);
  });
});
