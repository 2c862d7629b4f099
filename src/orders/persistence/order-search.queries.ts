import { Injectable } from '@nestjs/common';
import { money } from '../../kernel/money.js';
import { Database } from '../../platform/index.js';
import type { OrderStatus } from '../domain/order-status.js';
import type { PaymentMethod, PaymentStatus } from '../domain/payment-status.js';

/** An order in a list for staff. */
export interface FoundOrder {
  readonly id: string;
  readonly number: number;
  readonly storeId: string;
  readonly customerId: string;
  readonly pickerId: string | null;
  readonly status: OrderStatus;
  readonly placedAt: string;
  readonly slotId: string | null;
  readonly slotStartsAt: string | null;
  readonly cancelRequested: boolean;
  readonly total: ReturnType<typeof money>;
  readonly lineCount: number;
  /** Lines that wait for the picker or the customer. */
  readonly openLineCount: number;
  readonly paymentMethod: PaymentMethod;
  readonly paymentStatus: PaymentStatus;
}

export interface OrderSearch {
  /** Null: of every store. */
  readonly storeIds: readonly string[] | null;
  /** Empty: any status. */
  readonly statuses: readonly OrderStatus[];
  readonly slotId: string | null;
  readonly customerId: string | null;
  readonly number: number | null;
  readonly limit: number;
  /** `placedAt` and id of the last one seen. */
  readonly after: readonly [string, string] | null;
}

/** Finds orders for staff. */
@Injectable()
export class OrderSearches {
  constructor(private readonly database: Database) {}

  /** Oldest first. */
  async find(search: OrderSearch): Promise<FoundOrder[]> {
    type Row = Omit<FoundOrder, 'total'> & { currency: string; totalMinor: string };
    const rows = await this.database.query<Row & { placed: Date; slotStarts: Date | null }>(
      `SELECT found.id, number, found.store_id AS "storeId", customer_id AS "customerId",
         picker_id AS "pickerId", found.status, placed_at AS placed, slot_id AS "slotId",
         slot.starts_at AS "slotStarts", cancel_requested_at IS NOT NULL AS "cancelRequested",
         found.currency, total_minor AS "totalMinor", line.count AS "lineCount",
         line.open AS "openLineCount", payment.method AS "paymentMethod",
         payment.status AS "paymentStatus"
       FROM orders found
       JOIN payments payment ON payment.order_id = found.id
       LEFT JOIN delivery_slots slot ON slot.id = slot_id
       CROSS JOIN LATERAL (
         SELECT count(*)::int AS count, (count(*) FILTER (
           WHERE status IN ('pending', 'substitute_proposed')))::int AS open
         FROM order_lines WHERE order_id = found.id
       ) line
       WHERE ($1::uuid[] IS NULL OR found.store_id = ANY($1))
         AND (cardinality($2::text[]) = 0 OR found.status = ANY($2))
         AND ($3::uuid IS NULL OR slot_id = $3)
         AND ($4::uuid IS NULL OR customer_id = $4)
         AND ($5::bigint IS NULL OR number = $5)
         AND ($6::timestamptz IS NULL OR (placed_at, found.id) > ($6, $7::uuid))
       ORDER BY placed_at, found.id LIMIT $8`,
      [
        search.storeIds,
        search.statuses,
        search.slotId,
        search.customerId,
        search.number,
        search.after?.[0] ?? null,
        search.after?.[1] ?? null,
        search.limit,
      ],
    );
    return rows.map(({ currency, totalMinor, placed, slotStarts, ...row }) => ({
      ...row,
      number: Number(row.number),
      placedAt: placed.toISOString(),
      slotStartsAt: slotStarts?.toISOString() ?? null,
      total: money(Number(totalMinor), currency),
    }));
  }
}
