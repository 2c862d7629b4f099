import type { INestApplicationContext } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freshConfig, openGround } from '../../../test/support/ground.js';
import { Database, Outbox, OutboxQueries, type Transaction, UnitOfWork } from '../index.js';

let app: INestApplicationContext;

beforeEach(async () => {
  app = await openGround(await freshConfig());
  const relay = app.get(Outbox);
  await new Promise<void>((resolve) => {
    // The relay's previous round has ended when it begins this one.
    relay.relayOnce = async () => {
      resolve();
      return 0;
    };
    relay.nudge();
  });
});
afterEach(() => app.close());

const sql = (text: string, values: unknown[] = []) => app.get(Database).query(text, values);

/** Writes this many facts, spread over the aggregates in turn. */
async function write(facts: number, aggregates: number): Promise<void> {
  await sql(
    `INSERT INTO outbox (event_id, type, version, aggregate_type, aggregate_id, payload, occurred_at)
     SELECT gen_random_uuid(), 'test.happened', 1, 'test', n % $2, '{}', now()
     FROM generate_series(0, $1 - 1) n`,
    [facts, aggregates],
  );
}

/** By this connection's own statistics: those of other connections arrive later. */
async function rowsRead(tx: Transaction): Promise<number> {
  const [read] = await tx.query<{ rows: number }>(
    `SELECT (seq_tup_read + idx_tup_fetch)::int AS rows
     FROM pg_stat_xact_user_tables WHERE relname = 'outbox'`,
  );
  return read!.rows;
}

describe('a claim', () => {
  it('leaves a whole run to the relay that has its first fact', async () => {
    await write(6, 2);
    const claimed = await app.get(UnitOfWork).run(async (tx) => {
      await tx.query('SELECT FROM outbox ORDER BY id LIMIT 1 FOR UPDATE');
      return app.get(OutboxQueries).claim(10, 30);
    });
    expect(claimed.map(({ aggregateId }) => aggregateId)).toEqual(['1', '1', '1']);
  });

  it('reads no more of a pile than it takes, even with stale planner statistics', async () => {
    await sql('ALTER TABLE outbox SET (autovacuum_enabled = false)');
    await write(3000, 3000);
    // Not in the order of their ids, as the facts of many aggregates leave.
    for (const third of [0, 2, 1]) {
      await sql('UPDATE outbox SET published_at = now() WHERE id % 3 = $1::int AND id % 100 <> 0', [
        third,
      ]);
    }
    await sql('ANALYZE outbox');
    await sql('UPDATE outbox SET published_at = now() WHERE published_at IS NULL');
    await write(5000, 5000);
    await app.get(UnitOfWork).run(async (tx) => {
      const before = await rowsRead(tx);
      const queries = new OutboxQueries({ query: tx.query.bind(tx) } as Database);
      expect(await queries.claim(200, 30)).toHaveLength(200);
      // The oldest facts, the first of each run for its lock, and the claimed facts.
      expect((await rowsRead(tx)) - before).toBeLessThanOrEqual(3 * 200);
    });
  });
});
