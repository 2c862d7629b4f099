import type { INestApplicationContext } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../../test/support/eventually.js';
import { freshConfig, openGround } from '../../../test/support/ground.js';
import { type Numbered, statesOf } from '../../../test/support/numbered-jobs.js';
import { Jobs, type Transaction, UnitOfWork } from '../index.js';

let app: INestApplicationContext;
beforeAll(async () => {
  app = await openGround(await freshConfig());
});
afterAll(() => app.close());

const inTransaction = <T>(work: (tx: Transaction) => Promise<T>) => app.get(UnitOfWork).run(work);
const later = () => new Date(Date.now() + 60 * 60_000);
const rivals = Array.from({ length: 8 }, (_, n) => n);

describe('when many enqueue a job with one key at once', () => {
  it('one job waits', async () => {
    await app.get(Jobs).open({ name: 'test.rivals', handle: async () => {} });
    for (let round = 0; round < 10; round += 1) {
      const options = { singletonKey: `round ${round}`, startAfter: later() };
      await Promise.all(
        rivals.map((n) => inTransaction((tx) => tx.enqueue('test.rivals', { n }, options))),
      );
    }
    expect(await statesOf(app, 'test.rivals')).toEqual(Array(10).fill('created'));
  });

  it('several jobs would wait without the lock on the key', async () => {
    await app.get(Jobs).open({ name: 'test.naive', handle: async () => {} });
    const naive = async (tx: Transaction, n: number, singletonKey: string) => {
      const sql = 'SELECT FROM pgboss.job WHERE name = $1 AND singleton_key = $2';
      const found = await tx.query(sql, ['test.naive', singletonKey]);
      if (found.length > 0) return;
      await tx.enqueue('test.naive', { n }, { startAfter: later() });
      const named =
        'UPDATE pgboss.job SET singleton_key = $2 WHERE name = $1 AND singleton_key IS NULL';
      await tx.query(named, ['test.naive', singletonKey]);
    };
    for (let round = 0; round < 10; round += 1) {
      await Promise.all(rivals.map((n) => inTransaction((tx) => naive(tx, n, `round ${round}`))));
    }
    expect((await statesOf(app, 'test.naive')).length).toBeGreaterThan(10);
  });
});

it('a job that is brought forward begins only after the commit of what it reads', async () => {
  const done: number[] = [];
  await app.get(Jobs).open<Numbered>({
    name: 'test.seen',
    handle: async ({ n }) => void done.push(n),
  });
  const waiting = { singletonKey: 'a', startAfter: later() };
  await inTransaction((tx) => tx.enqueue('test.seen', { n: 1 }, waiting));
  let isBegun = false;
  let commit = () => {};
  const isOver = new Promise<void>((resolve) => (commit = resolve));
  const writing = inTransaction(async (tx) => {
    await tx.enqueue('test.seen', { n: 2 }, { singletonKey: 'a' });
    isBegun = true;
    await isOver;
  });
  await eventually('it is brought forward', () => isBegun);
  await inTransaction((tx) => tx.enqueue('test.seen', { n: 3 }));
  await eventually('a job that came later is done', () => done.includes(3));
  expect(done).toEqual([3]);
  commit();
  await writing;
  await eventually('it is done', () => done.length === 2);
  expect(done).toEqual([3, 1]);
});
