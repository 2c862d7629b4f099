import type { INestApplicationContext } from '@nestjs/common';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../../test/support/eventually.js';
import { freshConfig, openGround } from '../../../test/support/ground.js';
import type { DomainEvent } from '../../kernel/domain-event.js';
import { type AppConfig, Database, Jobs, Outbox, UnitOfWork } from '../index.js';
import { retryFactsNow } from '../../../test/support/facts.js';

let config: AppConfig;
let app: INestApplicationContext;
let database: Database;
let unitOfWork: UnitOfWork;
let received: DomainEvent[] = [];
let fail: (event: DomainEvent) => boolean = () => false;
const jobsDone: string[] = [];

beforeAll(async () => {
  config = await freshConfig();
  app = await openGround(config);
  database = app.get(Database);
  unitOfWork = app.get(UnitOfWork);
  listen(app);
});
afterAll(() => app.close());
afterEach(async () => {
  fail = () => false;
  await eventually('nothing waits', async () => {
    await database.query(retryFactsNow);
    return (await count('published_at IS NULL AND dead_at IS NULL')) === 0;
  });
  received = [];
});

function listen(to: INestApplicationContext): void {
  to.get(Outbox).subscribe({
    name: 'listener',
    types: ['test.happened'],
    handle: async (event) => {
      if (fail(event)) throw new Error('the listener is ill');
      received.push(event);
    },
  });
}

const happened = (aggregateId: string, n: number) => ({
  type: 'test.happened',
  version: 1,
  aggregateType: 'test',
  aggregateId,
  payload: { n },
});
const numbersOf = (aggregateId: string) =>
  received
    .filter((event) => event.aggregateId === aggregateId)
    .map((event) => (event.payload as { n: number }).n);

async function count(condition: string): Promise<number> {
  const [row] = await database.query<{ n: string }>(
    `SELECT count(*) AS n FROM outbox WHERE ${condition}`,
  );
  return Number(row?.n);
}

describe('the outbox', () => {
  it('delivers what was committed, and nothing of what was rolled back', async () => {
    await unitOfWork.run((tx) => tx.publish(happened('kept', 1)));
    const undone = unitOfWork.run(async (tx) => {
      await tx.publish(happened('undone', 1));
      throw new Error('undo');
    });
    await expect(undone).rejects.toThrow('undo');
    await eventually('it arrives', () => numbersOf('kept').length === 1);
    expect(numbersOf('undone')).toEqual([]);
    expect(await count("aggregate_id = 'undone'")).toBe(0);
  });

  it('keeps the order of an aggregate while its first fact cannot be delivered', async () => {
    let ill = true;
    fail = (event) => ill && event.aggregateId === 'ill';
    for (const n of [1, 2, 3]) {
      await unitOfWork.run((tx) => tx.publish(happened('ill', n)));
      await unitOfWork.run((tx) => tx.publish(happened('well', n)));
    }
    await eventually('the others pass', () => numbersOf('well').length === 3);
    expect(numbersOf('ill')).toEqual([]);
    ill = false;
    await eventually('the rest follows', async () => {
      await database.query(retryFactsNow);
      return numbersOf('ill').length === 3;
    });
    expect(numbersOf('ill')).toEqual([1, 2, 3]);
    expect(numbersOf('well')).toEqual([1, 2, 3]);
  });

  it('buries a fact after ten tries and lets the next one pass', async () => {
    fail = (event) => event.aggregateId === 'deadly' && (event.payload as { n: number }).n === 1;
    await unitOfWork.run((tx) => tx.publish(happened('deadly', 1)));
    await unitOfWork.run((tx) => tx.publish(happened('deadly', 2)));
    await eventually('it is buried', async () => {
      await database.query(retryFactsNow);
      app.get(Outbox).nudge();
      return (await count("aggregate_id = 'deadly' AND dead_at IS NOT NULL")) === 1;
    });
    await eventually('the next one passes', () => numbersOf('deadly').length === 1);
    const [row] = await database.query<{ attempts: number; last_error: string }>(
      "SELECT attempts, last_error FROM outbox WHERE aggregate_id = 'deadly' AND dead_at IS NOT NULL",
    );
    expect(row).toEqual({ attempts: 10, last_error: 'listener: the listener is ill' });
  });

  it('takes up what a dead process had claimed', async () => {
    fail = () => true;
    await unitOfWork.run((tx) => tx.publish(happened('orphan', 1)));
    await eventually('it was tried', () => count("aggregate_id = 'orphan' AND attempts > 0"));
    await database.query(
      "UPDATE outbox SET next_attempt_at = now(), claimed_until = now() - interval '1 second' WHERE published_at IS NULL",
    );
    fail = () => false;
    app.get(Outbox).nudge();
    await eventually('it arrives', () => numbersOf('orphan').length > 0);
    expect(numbersOf('orphan')).toEqual([1]);
  });
});

describe('a job', () => {
  it('exists only if its transaction commits', async () => {
    const jobs = app.get(Jobs);
    await jobs.open({
      name: 'test.note',
      handle: async ({ note }: { note: string }) => void jobsDone.push(note),
    });
    const undone = unitOfWork.run(async (tx) => {
      await tx.enqueue('test.note', { note: 'undone' });
      throw new Error('undo');
    });
    await expect(undone).rejects.toThrow('undo');
    await unitOfWork.run((tx) => tx.enqueue('test.note', { note: 'kept' }));
    await eventually('it runs', () => jobsDone.length > 0);
    expect(jobsDone).toEqual(['kept']);
  });
});
