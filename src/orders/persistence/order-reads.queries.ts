import { Injectable } from '@nestjs/common';
import type { Destination } from '../../accounts/index.js';
import { money } from '../../kernel/money.js';
import type { LatLng } from '../../kernel/geo.js';
import { Database, type Transaction } from '../../platform/index.js';
import { charged, minimumAgeInBag } from '../domain/order-ledger.js';
import type { Bags } from '../domain/bags.js';
import type {
  OrderLine,
  OrderPayment,
  OrderSnapshot,
  OrderSummary,
  TimelineStep,
} from '../domain/order-snapshot.js';
import type { OrderStatus } from '../domain/order-status.js';
import { type FeeCode, totalsOf } from '../domain/pricing.js';
import type { PromiseWindow } from '../domain/quote.js';

/** A snapshot's row: PostgreSQL assembles its parts, in one statement. */
interface SnapshotRow extends SummaryRow {
  customer_id: string;
  picker_id: string | null;
  cancel_requested_at: Date | null;
  needs_dispatch_at: Date | null;
  delivered_at: Date | null;
  delivery_attempts: number;
  version: number;
  deliver_to: Destination | null;
  delivery_pin: string | null;
  store_lat: number;
  store_lng: number;
  fees: { code: FeeCode; amountMinor: number }[];
  cash_step_minor: number;
  change_for_minor: string | null;
  bags: Bags | null;
  payment: Pick<OrderPayment, 'id' | 'method' | 'status'> & {
    holdMinor: number | null;
    capturedMinor: number;
    refundedMinor: number;
  };
  lines: (Omit<OrderLine, 'price' | 'total'> & { priceMinor: number; totalMinor: number })[];
  timeline: TimelineStep[];
}

export interface SummaryRow {
  id: string;
  number: string;
  store_id: string;
  status: OrderStatus;
  placed_at: Date;
  slot_id: string | null;
  starts_at: Date | null;
  ends_at: Date | null;
  promised_from: Date | null;
  promised_until: Date | null;
  currency: string;
  total_minor: string;
  line_count: number;
}

export const summaryColumns = `placed.id, placed.number, placed.store_id, placed.status, placed.placed_at,
  placed.slot_id, slot.starts_at, slot.ends_at, placed.promised_from, placed.promised_until,
  placed.currency, placed.total_minor`;
export const source = 'orders placed LEFT JOIN delivery_slots slot ON slot.id = placed.slot_id';
export const lineCount =
  '(SELECT count(*)::int FROM order_lines WHERE order_id = placed.id) AS line_count';

/** Orders as customers and staff read them, straight from the tables. */
@Injectable()
export class OrderReads {
  constructor(private readonly database: Database) {}

  /**
   * Null when there is no such order, or `owner` is given and does not own it. PostgreSQL does the
   * same work for both, so that the time of the answer tells no difference.
   */
  async snapshot(
    orderId: string,
    { owner = null, tx = null }: { owner?: string | null; tx?: Transaction | null } = {},
  ): Promise<OrderSnapshot | null> {
    const [row] = await (tx ?? this.database).query<SnapshotRow>(
      `SELECT ${summaryColumns}, placed.customer_id, placed.picker_id, placed.cancel_requested_at,
         placed.needs_dispatch_at,
         placed.delivered_at, placed.delivery_attempts, placed.version, placed.deliver_to,
         placed.delivery_pin,
         placed.store_lat, placed.store_lng, placed.fees, placed.cash_step_minor,
         placed.change_for_minor, placed.bags,
         (SELECT jsonb_build_object('id', id, 'method', method, 'status', payment.status,
             'holdMinor', hold_minor, 'capturedMinor', captured_minor,
             'refundedMinor', refunded_minor)
          FROM payments payment WHERE order_id = placed.id) AS payment,
         (SELECT jsonb_agg(jsonb_build_object('id', id, 'productId', product_id, 'sku', sku,
             'name', name, 'sizeLabel', size_label, 'unit', unit, 'quantity', quantity,
             'priceMinor', price_minor, 'totalMinor', line_total_minor,
             'taxRateBasisPoints', tax_rate_bp, 'minimumAge', minimum_age, 'note', note,
             'preference', preference, 'preferredProductId', preferred_product_id,
             'fallback', fallback, 'status', line.status, 'version', line.version,
             'pickedQuantity', picked_quantity, 'reasonCode', reason_code,
             'substitute', substitute, 'answerBy', answer_by) ORDER BY position)
          FROM order_lines line WHERE order_id = placed.id) AS lines,
         (SELECT jsonb_agg(jsonb_build_object('machine', machine, 'subjectId', subject_id,
             'action', action, 'status', to_status, 'at', at, 'by', actor_role,
             'reason', reason, 'reasonCode', reason_code) ORDER BY step.version)
          FROM order_timeline step WHERE order_id = placed.id) AS timeline
       FROM ${source}
       WHERE placed.id = $1 AND ($2::uuid IS NULL OR placed.customer_id = $2)`,
      [orderId, owner],
    );
    return row ? snapshotOf(row) : null;
  }

  /** The destinations of those of the orders that have this status. */
  async drops(
    status: OrderStatus,
    orderIds: readonly string[],
    tx: Transaction | null = null,
  ): Promise<{ orderId: string; drop: LatLng }[]> {
    if (orderIds.length === 0) return [];
    return (tx ?? this.database).query(
      `SELECT id AS "orderId",
         jsonb_build_object('lat', deliver_to -> 'lat', 'lng', deliver_to -> 'lng') AS drop
       FROM orders WHERE id = ANY($1) AND status = $2`,
      [orderIds, status],
    );
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

export function summaryOf(row: SummaryRow): OrderSummary {
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
    promise: promiseOf(row),
  };
}

/** Null where no delivery time was promised. */
export function promiseOf(row: {
  readonly promised_from: Date | null;
  readonly promised_until: Date | null;
}): PromiseWindow | null {
  const { promised_from: from, promised_until: until } = row;
  return from && until && { from: from.toISOString(), until: until.toISOString() };
}

function snapshotOf(row: SnapshotRow): OrderSnapshot {
  const { currency } = row;
  const amount = (minor: number) => money(minor, currency);
  const { holdMinor, capturedMinor, refundedMinor, ...payment } = row.payment;
  const lines = row.lines.map(({ priceMinor, totalMinor, ...line }) => ({
    ...line,
    answerBy: iso(line.answerBy),
    price: amount(priceMinor),
    total: amount(totalMinor),
  }));
  const fees = row.fees.map(({ code, amountMinor }) => ({ code, amount: amount(amountMinor) }));
  return {
    ...head(row),
    customerId: row.customer_id,
    pickerId: row.picker_id,
    cancelRequestedAt: iso(row.cancel_requested_at),
    needsDispatchAt: iso(row.needs_dispatch_at),
    deliveredAt: iso(row.delivered_at),
    deliveryAttempts: row.delivery_attempts,
    version: row.version,
    deliverTo: row.deliver_to && {
      ...row.deliver_to,
      leaveAtDoor: isLeftAtDoor(row.deliver_to, lines),
    },
    changeFor: row.change_for_minor === null ? null : amount(Number(row.change_for_minor)),
    deliveryPin: row.delivery_pin,
    bags: row.bags,
    storeLocation: { lat: row.store_lat, lng: row.store_lng },
    payment: {
      ...payment,
      hold: holdMinor === null ? null : amount(holdMinor),
      captured: amount(capturedMinor),
      refunded: amount(refundedMinor),
    },
    totals: totalsOf(
      currency,
      lines.flatMap((line) => charged(line) ?? []),
      fees,
      row.cash_step_minor,
    ),
    lines,
    timeline: row.timeline.map((step) => ({ ...step, at: iso(step.at)! })),
  };
}

/** Never with goods that have a minimum age, whatever was wished when they were ordered. */
function isLeftAtDoor({ leaveAtDoor }: Destination, lines: OrderSnapshot['lines']): boolean {
  return leaveAtDoor && minimumAgeInBag(lines) === null;
}

/** jsonb has times as PostgreSQL writes them, and the driver has Dates. */
function iso(at: Date | string | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
