import type { INestApplicationContext } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../../test/support/eventually.js';
import { freshConfig, openGround } from '../../../test/support/ground.js';
import { type Numbered, statesOf } from '../../../test/support/numbered-jobs.js';
import { Jobs, UnitOfWork } from '../index.js';

let app: INestApplicationContext;
beforeAll(async () => {
  app = await openGround(await freshConfig());
});
afterAll(() => app.close());

const enqueue = (name: string, n: number, singletonKey?: string, startAfter?: Date) =>
  app
    .get(UnitOfWork)
    .run((tx) =>
      tx.enqueue(
        name,
        { n },
        { ...(singletonKey && { singletonKey }), ...(startAfter && { startAfter }) },
      ),
    );
const inAnHour = () => new Date(Date.now() + 60 * 60_000);

/** A queue whose first job does not end until the test releases it. */
async function held(name: string) {
  const done: number[] = [];
  let letGo = () => {};
  const isLetGo = new Promise<void>((resolve) => (letGo = resolve));
  await app.get(Jobs).open<Numbered>({
    name,
    handle: async ({ n }) => {
      if (n === 0) await isLetGo;
      done.push(n);
    },
  });
  await enqueue(name, 0, 'a');
  await eventually('the first is in hand', async () => (await statesOf(app, name))[0] === 'active');
  return { done, letGo };
}

describe('of jobs with a key', () => {
  it('one waits, besides one that runs; jobs without a key all wait', async () => {
    const { done, letGo } = await held('test.keys');
    for (const n of [1, 2, 3]) await enqueue('test.keys', n, 'a');
    for (const n of [4, 5]) await enqueue('test.keys', n, 'b');
    for (const n of [6, 7]) await enqueue('test.keys', n);
    expect(await statesOf(app, 'test.keys')).toEqual(['active', ...Array(4).fill('created')]);
    letGo();
    await eventually('all are done', () => done.length === 5);
    expect(done).toEqual([0, 1, 4, 6, 7]);
  });

  it('an earlier one brings the waiting one forward', async () => {
    const { done, letGo } = await held('test.forward');
    letGo();
    await enqueue('test.forward', 1, 'a', inAnHour());
    await enqueue('test.forward', 2, 'a', inAnHour());
    await eventually('the first is done', () => done.length === 1);
    await enqueue('test.forward', 3, 'a');
    await eventually('the one that waited is done', () => done.length === 2);
    expect(done).toEqual([0, 1]);
  });

  it('one that waits for its retry counts as waiting', async () => {
    let tries = 0;
    await app.get(Jobs).open<Numbered>({
      name: 'test.again',
      handle: async () => {
        tries += 1;
        if (tries < 3) throw new Error('not yet');
      },
    });
    await enqueue('test.again', 1, 'a');
    const waits = async () => (await statesOf(app, 'test.again')).join() === 'retry';
    await eventually('it has failed', waits);
    await enqueue('test.again', 2, 'a');
    await eventually('it has failed again, or is done', () => tries >= 2);
    await eventually('it is done', () => tries === 3);
    await eventually('and settled', async () =>
      (await statesOf(app, 'test.again')).every((state) => state === 'completed'),
    );
    expect(await statesOf(app, 'test.again')).toHaveLength(1);
  });
});
