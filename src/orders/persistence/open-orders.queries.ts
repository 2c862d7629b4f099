import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/index.js';
import type { OrderStatus } from '../domain/order-status.js';
import type { PromiseWindow } from '../domain/quote.js';
import { promiseOf } from './order-reads.queries.js';

/** An order in progress, as the operations board shows it. */
export interface OpenOrder {
  readonly id: string;
  readonly number: number;
  readonly status: OrderStatus;
  readonly placedAt: string;
  /** Null: as soon as possible. */
  readonly slot: { readonly startsAt: string; readonly endsAt: string } | null;
  /** The quoted delivery time of an order without a slot. Null: in the slot. */
  readonly promise: PromiseWindow | null;
  readonly cancelRequestedAt: string | null;
  /** When the search for a driver failed; null otherwise. */
  readonly needsDispatchAt: string | null;
  /** When the first open proposal lapses; null without one. */
  readonly answerBy: string | null;
}

interface OpenOrderRow {
  id: string;
  number: string;
  status: OrderStatus;
  placed_at: Date;
  starts_at: Date | null;
  ends_at: Date | null;
  promised_from: Date | null;
  promised_until: Date | null;
  cancel_requested_at: Date | null;
  needs_dispatch_at: Date | null;
  answer_by: Date | null;
}

/** The orders in progress. */
@Injectable()
export class OpenOrders {
  constructor(private readonly database: Database) {}

  /** Those of these stores (null: of every one), oldest first, in one statement. */
  async inStatus(
    statuses: readonly OrderStatus[],
    storeIds: readonly string[] | null,
    limit: number,
  ): Promise<OpenOrder[]> {
    const rows = await this.database.query<OpenOrderRow>(
      `SELECT placed.id, placed.number, placed.status, placed.placed_at, slot.starts_at,
         slot.ends_at, placed.promised_from, placed.promised_until, placed.cancel_requested_at,
         placed.needs_dispatch_at,
         (SELECT min(answer_by) FROM order_lines
          WHERE order_id = placed.id AND status = 'substitute_proposed') AS answer_by
       FROM orders placed LEFT JOIN delivery_slots slot ON slot.id = placed.slot_id
       WHERE placed.status = ANY($1) AND ($3::uuid[] IS NULL OR placed.store_id = ANY($3))
       ORDER BY placed.placed_at, placed.id LIMIT $2`,
      [statuses, limit, storeIds],
    );
    return rows.map(openOrder);
  }
}

function openOrder(row: OpenOrderRow): OpenOrder {
  const { id, number, status, starts_at: startsAt, ends_at: endsAt } = row;
  return {
    id,
    number: Number(number),
    status,
    placedAt: row.placed_at.toISOString(),
    slot:
      startsAt && endsAt
        ? { startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() }
        : null,
    promise: promiseOf(row),
    cancelRequestedAt: row.cancel_requested_at?.toISOString() ?? null,
    needsDispatchAt: row.needs_dispatch_at?.toISOString() ?? null,
    answerBy: row.answer_by?.toISOString() ?? null,
  };
}
