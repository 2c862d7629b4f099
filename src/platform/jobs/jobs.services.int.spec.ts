import type { INestApplicationContext } from '@nestjs/common';
import PgBoss from 'pg-boss';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../../../test/support/eventually.js';
import { freshConfig, openGround } from '../../../test/support/ground.js';
import { enqueueNumbered, type Numbered, statesOf } from '../../../test/support/numbered-jobs.js';
import { type AppConfig, Jobs } from '../index.js';

let config: AppConfig;
let app: INestApplicationContext;
beforeAll(async () => {
  config = await freshConfig();
  app = await openGround(config);
});
afterAll(() => app.close());

it('pg-boss’s own workers run a whole batch again when one job fails', async () => {
  const boss = new PgBoss(config.databaseUrl!);
  boss.on('error', () => {});
  await boss.start();
  await boss.createQueue('test.naive');
  await enqueueNumbered(app, 'test.naive', 10);
  const runs = new Map<number, number>();
  await boss.work<Numbered>('test.naive', { batchSize: 10 }, async (batch) => {
    for (const { data } of batch) runs.set(data.n, (runs.get(data.n) ?? 0) + 1);
    if (runs.get(4) === 1) throw new Error('the fourth is ill');
  });
  await eventually('every job is done', async () =>
    (await statesOf(app, 'test.naive')).every((state) => state === 'completed'),
  );
  await boss.stop();
  expect([...runs.values()]).toEqual(Array.from({ length: 10 }, () => 2));
});

it('a job whose process stops is done by another', async () => {
  const other = await openGround(config);
  let isBegun = false;
  await other.get(Jobs).open({
    name: 'test.left',
    handle: () => {
      isBegun = true;
      return new Promise(() => {});
    },
  });
  await enqueueNumbered(app, 'test.left', 1);
  await eventually('the other process has it in hand', () => isBegun);
  await other.close();
  let done = 0;
  await app.get(Jobs).open({ name: 'test.left', handle: async () => void (done += 1) });
  await eventually('this one does it', () => done > 0);
  expect(done).toBe(1);
});
