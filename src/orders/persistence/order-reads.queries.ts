import { Injectable } from '@nestjs/common';
import { type Money, money } from '../../kernel/money.js';
import type { LatLng } from '../../kernel/place.js';
import { Database, type Transaction } from '../../platform/index.js';
import type { ActorRole, OrderStatus } from '../domain/order-status.js';
import type { Totals } from '../domain/pricing.js';
import type { Destination, QuotedLine, SlotWindow } from '../domain/quote.js';

export interface OrderSummary {
  readonly id: string;
  readonly number: number;
  readonly storeId: string;
  readonly status: OrderStatus;
  readonly placedAt: string;
  /** Null: as soon as possible. */
  readonly slot: SlotWindow | null;
  readonly total: Money;
  readonly lineCount: number;
}

export interface OrderLine extends QuotedLine {
  readonly id: string;
}

export interface OrderSnapshot extends Omit<OrderSummary, 'total' | 'lineCount'> {
  readonly customerId: string;
  readonly pickerId: string | null;
  readonly version: number;
  readonly deliverTo: Destination;
  readonly storeLocation: LatLng;
  readonly paymentMethod: 'cash_on_delivery';
  readonly totals: Totals;
  readonly lines: readonly OrderLine[];
  readonly timeline: readonly {
    readonly status: OrderStatus;
    readonly at: string;
    readonly by: ActorRole;
    readonly reason: string | null;
  }[];
}

/** A snapshot's row: its parts are put together by PostgreSQL, in one statement. */
interface SnapshotRow extends SummaryRow {
  customer_id: string;
  picker_id: string | null;
  version: number;
  deliver_to: Destination;
  store_lat: number;
  store_lng: number;
  payment_method: 'cash_on_delivery';
  subtotal_minor: string;
  delivery_fee_minor: string;
  lines: (Omit<OrderLine, 'price' | 'total'> & { priceMinor: number; totalMinor: number })[];
  timeline: { status: OrderStatus; at: string; by: ActorRole; reason: string | null }[];
}

interface SummaryRow {
  id: string;
  number: string;
  store_id: string;
  status: OrderStatus;
  placed_at: Date;
  slot_id: string | null;
  starts_at: Date | null;
  ends_at: Date | null;
  currency: string;
  total_minor: string;
  line_count: number;
}

const summaryColumns = `placed.id, placed.number, placed.store_id, placed.status, placed.placed_at,
  placed.slot_id, slot.starts_at, slot.ends_at, placed.currency, placed.total_minor`;
const source = 'orders placed LEFT JOIN delivery_slots slot ON slot.id = placed.slot_id';
const lineCount =
  '(SELECT count(*)::int FROM order_lines WHERE order_id = placed.id) AS line_count';

/** Orders as others see them, straight from the tables. */
@Injectable()
export class OrderReads {
  constructor(private readonly database: Database) {}

  /** Inside `tx` where one is given; null when there is no such order. */
  async snapshot(orderId: string, tx: Transaction | null = null): Promise<OrderSnapshot | null> {
    const [row] = await (tx ?? this.database).query<SnapshotRow>(
      `SELECT ${summaryColumns}, placed.customer_id, placed.picker_id, placed.version,
         placed.deliver_to, placed.store_lat, placed.store_lng, placed.payment_method,
         placed.subtotal_minor, placed.delivery_fee_minor,
         (SELECT jsonb_agg(jsonb_build_object('id', id, 'productId', product_id, 'sku', sku,
             'name', name, 'sizeLabel', size_label, 'unit', unit, 'quantity', quantity,
             'priceMinor', price_minor, 'totalMinor', line_total_minor,
             'minimumAge', minimum_age) ORDER BY position)
          FROM order_lines WHERE order_id = placed.id) AS lines,
         (SELECT jsonb_agg(jsonb_build_object('status', to_status, 'at', at, 'by', actor_role,
             'reason', reason) ORDER BY version)
          FROM order_timeline WHERE order_id = placed.id) AS timeline
       FROM ${source} WHERE placed.id = $1`,
      [orderId],
    );
    return row ? snapshotOf(row) : null;
  }

  /** Orders in these statuses, oldest first; of one store, or of all (null). */
  async inStatus(
    storeId: string | null,
    statuses: readonly OrderStatus[],
    limit = 200,
  ): Promise<OrderSummary[]> {
    const rows = await this.database.query<SummaryRow>(
      `SELECT ${summaryColumns}, ${lineCount} FROM ${source}
       WHERE placed.status = ANY($1) AND ($2::uuid IS NULL OR placed.store_id = $2)
       ORDER BY placed.placed_at, placed.id LIMIT $3`,
      [statuses, storeId, limit],
    );
    return rows.map(summaryOf);
  }

  /** A customer's orders, newest first. `after`: `placedAt` and id of the last one seen. */
  async ofCustomer(
    customerId: string,
    limit: number,
    after: readonly [string, string] | null,
  ): Promise<OrderSummary[]> {
    const rows = await this.database.query<SummaryRow>(
      `SELECT ${summaryColumns}, ${lineCount} FROM ${source}
       WHERE placed.customer_id = $1
         AND ($3::timestamptz IS NULL OR (placed.placed_at, placed.id) < ($3, $4::uuid))
       ORDER BY placed.placed_at DESC, placed.id DESC LIMIT $2`,
      [customerId, limit, after?.[0] ?? null, after?.[1] ?? null],
    );
    return rows.map(summaryOf);
  }
}

function summaryOf(row: SummaryRow): OrderSummary {
  return {
    ...head(row),
    total: money(Number(row.total_minor), row.currency),
    lineCount: row.line_count,
  };
}

function head(row: SummaryRow): Omit<OrderSummary, 'total' | 'lineCount'> {
  const { id, status } = row;
  return {
    id,
    number: Number(row.number),
    storeId: row.store_id,
    status,
    placedAt: row.placed_at.toISOString(),
    slot:
      row.slot_id && row.starts_at && row.ends_at
        ? {
            id: row.slot_id,
            startsAt: row.starts_at.toISOString(),
            endsAt: row.ends_at.toISOString(),
          }
        : null,
  };
}

function snapshotOf(row: SnapshotRow): OrderSnapshot {
  const amount = (minor: string | number) => money(Number(minor), row.currency);
  return {
    ...head(row),
    customerId: row.customer_id,
    pickerId: row.picker_id,
    version: row.version,
    deliverTo: row.deliver_to,
    storeLocation: { lat: row.store_lat, lng: row.store_lng },
    paymentMethod: row.payment_method,
    totals: {
      subtotal: amount(row.subtotal_minor),
      deliveryFee: amount(row.delivery_fee_minor),
      total: amount(row.total_minor),
    },
    lines: row.lines.map(({ priceMinor, totalMinor, ...line }) => ({
      ...line,
      price: amount(priceMinor),
      total: amount(totalMinor),
    })),
    timeline: row.timeline.map((entry) => ({ ...entry, at: new Date(entry.at).toISOString() })),
  };
}
