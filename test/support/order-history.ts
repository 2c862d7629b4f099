// The requests and answers of clients, and whether the tables agree: each request ends `ok`, `fail`
// (a definite refusal) or `unknown` (no answer came), as Jepsen logs them.
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import { expectBooksToBalance } from './books.js';
import type { Larder } from './larder.js';
import { Database } from '../../src/platform/index.js';

export type Outcome =
  | { readonly is: 'ok'; readonly orderId: string; readonly bytes: string }
  | { readonly is: 'fail'; readonly code: string }
  | { readonly is: 'unknown' };

/** An order that a client wants: it asks again with the same key until the outcome is known. */
export class Attempt {
  outcome: Outcome = { is: 'unknown' };
  asked = 0;
  /** How many answers were replays of an earlier one. */
  replayed = 0;

  constructor(
    readonly key: string,
    readonly quoteId: string,
    readonly token: string,
  ) {}

  /** Sends it. An `ok` that is sent again must get the same bytes. */
  async send(address: string): Promise<void> {
    this.asked += 1;
    const heard = await hear(address, this);
    if (heard.is === 'unknown') return;
    if (this.outcome.is === 'ok' && !isDeepStrictEqual(heard, this.outcome)) {
      throw new Error(`${this.key} was acknowledged, and is now ${JSON.stringify(heard)}`);
    }
    this.outcome = heard;
  }
}

async function hear(address: string, attempt: Attempt): Promise<Outcome> {
  try {
    const answer = await fetch(`${address}/v1/orders`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${attempt.token}`,
        'idempotency-key': attempt.key,
      },
      body: JSON.stringify({ quoteId: attempt.quoteId, paymentMethod: 'cash_on_delivery' }),
    });
    const text = await answer.text();
    if (answer.headers.get('idempotency-replayed')) attempt.replayed += 1;
    const body = JSON.parse(text) as { id: string; code: string };
    if (answer.status === 201) {
      return { is: 'ok', orderId: body.id, bytes: createHash('sha256').update(text).digest('hex') };
    }
    // Neither means that nothing was done: the first request may still run, or have succeeded.
    if (answer.status >= 500 || body.code === 'idempotency-in-flight') return { is: 'unknown' };
    return { is: 'fail', code: body.code };
  } catch {
    return { is: 'unknown' };
  }
}

/**
 * Every acknowledged order exists once, with its stock; no order lacks a request; every path is
 * legal and without gaps; every fact has left in order.
 */
export async function expectHistoryToHold(
  larder: Larder,
  attempts: readonly Attempt[],
): Promise<void> {
  const database = larder.app.get(Database);
  expect(attempts.filter(({ outcome }) => outcome.is === 'unknown')).toEqual([]);
  const orders = await database.query<{ id: string; quoteId: string }>(
    'SELECT id, quote_id AS "quoteId" FROM orders',
  );
  const acknowledged = attempts.flatMap(({ quoteId, outcome }) =>
    outcome.is === 'ok' ? [`${quoteId} ${outcome.orderId}`] : [],
  );
  expect(orders.map(({ id, quoteId }) => `${quoteId} ${id}`).toSorted()).toEqual(
    acknowledged.toSorted(),
  );
  expect(await incomplete(database)).toEqual([]);
  // Facts claimed by a killed relay wait until its lease ends.
  await larder.delivered(60_000);
  expect(await gaps(database)).toEqual([]);
  await expectBooksToBalance(larder);
}

/** Orders with missing parts. */
function incomplete(database: Database): Promise<object[]> {
  return database.query(
    `SELECT id FROM orders WHERE NOT EXISTS (SELECT FROM payments WHERE order_id = orders.id)
       OR NOT EXISTS (SELECT FROM order_lines WHERE order_id = orders.id)
       OR (SELECT sum(line_total_minor) FROM order_lines WHERE order_id = orders.id)
          <> subtotal_minor`,
  );
}

/** Orders whose timeline or facts do not count from 1 to their version without gaps. */
export function gaps(database: Database): Promise<object[]> {
  return database.query(
    `SELECT orders.id, version, steps, facts FROM orders
     LEFT JOIN (
       SELECT order_id, array_agg(version ORDER BY version) AS steps
       FROM order_timeline GROUP BY order_id
     ) step ON step.order_id = orders.id
     LEFT JOIN (
       SELECT aggregate_id, array_agg((payload ->> 'version')::int ORDER BY id) AS facts
       FROM outbox WHERE aggregate_type = 'order' GROUP BY aggregate_id
     ) fact ON fact.aggregate_id = orders.id::text
     WHERE steps IS DISTINCT FROM (SELECT array_agg(n) FROM generate_series(1, version) n)
       OR facts IS DISTINCT FROM (SELECT array_agg(n) FROM generate_series(1, version) n)`,
  );
}
