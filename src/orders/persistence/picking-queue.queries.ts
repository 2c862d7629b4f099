import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/index.js';
import type { OrderSummary } from '../domain/order-snapshot.js';
import {
  lineCount,
  source,
  summaryColumns,
  summaryOf,
  type SummaryRow,
} from './order-reads.queries.js';

export interface QueuedOrder extends OrderSummary {
  /** The end of the slot, or of the promised time. */
  readonly dueAt: string;
  /** Lines that wait for the picker or the customer. */
  readonly openLineCount: number;
}

/** How many orders there are of a kind; `late` and `dueWithinHour` are parts of all of them. */
export interface QueueCounts {
  readonly placed: number;
  readonly accepted: number;
  readonly picking: number;
  readonly late: number;
  readonly dueWithinHour: number;
}

/** An order without a recorded promise is due an hour after it was placed, as customers are told. */
export const due =
  "coalesce(slot.ends_at, placed.promised_until, placed.placed_at + interval '1 hour')";
const waits = "placed.store_id = $1 AND placed.status IN ('placed', 'accepted', 'picking')";

/** The orders of a store that its pickers have to accept or to pick. */
@Injectable()
export class PickingQueue {
  constructor(private readonly database: Database) {}

  /** What is due first comes first. `after`: `dueAt` and id of the last one seen. */
  async page(
    storeId: string,
    limit: number,
    after: readonly [string, string] | null,
  ): Promise<QueuedOrder[]> {
    const rows = await this.database.query<SummaryRow & { due_at: Date; open: number }>(
      `SELECT ${summaryColumns}, ${lineCount}, ${due} AS due_at,
         (SELECT count(*)::int FROM order_lines WHERE order_id = placed.id
            AND status IN ('pending', 'substitute_proposed')) AS open
       FROM ${source}
       WHERE ${waits} AND ($3::timestamptz IS NULL OR (${due}, placed.id) > ($3, $4::uuid))
       ORDER BY ${due}, placed.id LIMIT $2`,
      [storeId, limit, after?.[0] ?? null, after?.[1] ?? null],
    );
    return rows.map((row) => ({
      ...summaryOf(row),
      dueAt: row.due_at.toISOString(),
      openLineCount: row.open,
    }));
  }

  async counts(storeId: string, now: Date): Promise<QueueCounts> {
    const [row] = await this.database.query<QueueCounts>(
      `SELECT (count(*) FILTER (WHERE placed.status = 'placed'))::int AS placed,
         (count(*) FILTER (WHERE placed.status = 'accepted'))::int AS accepted,
         (count(*) FILTER (WHERE placed.status = 'picking'))::int AS picking,
         (count(*) FILTER (WHERE ${due} < $2::timestamptz))::int AS late,
         (count(*) FILTER (WHERE ${due} >= $2::timestamptz
            AND ${due} <= $2::timestamptz + interval '1 hour'))::int AS "dueWithinHour"
       FROM ${source} WHERE ${waits}`,
      [storeId, now],
    );
    return row!;
  }
}
