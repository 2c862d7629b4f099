import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { type InStores, worksAt } from '../../accounts/index.js';
import { Ids } from '../../kernel/ids.js';
import type { Transaction } from '../../platform/index.js';
import type { Bags } from '../domain/bags.js';
import type { ActorRole, OrderStatus } from '../domain/order-status.js';
import { OrderEntity, OrderLineEntity } from './order.entity.js';

export interface TimelineEntry {
  readonly orderId: string;
  readonly version: number;
  /** The lifecycle of the step; `subjectId` is the order, line or payment. */
  readonly machine: 'order' | 'line' | 'payment';
  readonly subjectId: string;
  readonly action: string;
  readonly from: string | null;
  readonly to: string;
  readonly actorId: string | null;
  readonly actorRole: ActorRole;
  readonly reason: string | null;
  readonly reasonCode: string | null;
  readonly at: Date;
}

export type OrderInsert = Omit<OrderEntity, 'number'>;
export type LineInsert = Omit<OrderLineEntity, 'id' | 'orderId' | 'position'>;
/** The fields that a move may change besides the status. */
export type OrderChange = Partial<
  Pick<
    OrderEntity,
    'pickerId' | 'cancelRequestedAt' | 'needsDispatchAt' | 'deliveryAttempts' | 'deliveredAt'
  >
>;
export type LineChange = Partial<
  Pick<
    OrderLineEntity,
    'status' | 'pickedQuantity' | 'reasonCode' | 'substitute' | 'answerBy' | 'lineTotalMinor'
  >
>;

/** Writes orders, always inside the transaction of a use case. */
@Injectable()
export class OrderRepository {
  constructor(private readonly ids: Ids) {}

  /**
   * Locks the order until the transaction ends; every change of any part locks it first. An order
   * of another store than `who` works for is not there.
   */
  async lock(tx: Transaction, orderId: string, who: InStores): Promise<OrderEntity | null> {
    const order = await tx.manager.findOne(OrderEntity, {
      where: { id: orderId },
      lock: { mode: 'for_no_key_update' },
    });
    return order && worksAt(who, order.storeId) ? order : null;
  }

  /** Null when another transaction has locked it, or there is no such order. */
  async lockIfFree(tx: Transaction, orderId: string): Promise<OrderEntity | null> {
    return tx.manager.findOne(OrderEntity, {
      where: { id: orderId },
      lock: { mode: 'for_no_key_update', onLocked: 'skip_locked' },
    });
  }

  findByQuote(tx: Transaction, quoteId: string): Promise<OrderEntity | null> {
    return tx.manager.findOneBy(OrderEntity, { quoteId });
  }

  /**
   * The customer's orders that are not paid or not accepted yet. Whoever else counts them waits
   * until the transaction has ended.
   */
  async countUnaccepted(tx: Transaction, customerId: string): Promise<number> {
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `open orders of ${customerId}`,
    ]);
    return tx.manager.countBy(OrderEntity, {
      customerId,
      status: In(['pending_payment', 'placed']),
    });
  }

  linesOf(tx: Transaction, orderId: string): Promise<OrderLineEntity[]> {
    return tx.manager.find(OrderLineEntity, { where: { orderId }, order: { position: 'ASC' } });
  }

  /** Null when the quote has been ordered already: a unique index lets only the first order in. */
  async insert(
    tx: Transaction,
    order: OrderInsert,
    lines: readonly LineInsert[],
  ): Promise<OrderEntity | null> {
    const inserted = await tx.manager
      .createQueryBuilder()
      .insert()
      .into(OrderEntity)
      .values(order as OrderEntity)
      .orIgnore()
      .returning(['number'])
      .execute();
    const [row] = inserted.raw as { number: string }[];
    if (!row) return null;
    await tx.manager.insert(
      OrderLineEntity,
      lines.map((line, index) => ({
        ...line,
        id: this.ids.next(),
        orderId: order.id,
        position: index + 1,
      })),
    );
    return { ...order, number: row.number };
  }

  /**
   * Moves the order if it is still as the caller saw it. The condition is part of the statement:
   * the second of two moves changes nothing and gets null.
   */
  async move(
    tx: Transaction,
    order: OrderEntity,
    to: OrderStatus,
    change: OrderChange = {},
  ): Promise<OrderEntity | null> {
    const version = order.version + 1;
    const next = { ...change, status: to, version };
    const { id, status, version: seen } = order;
    const moved = await tx.manager.update(OrderEntity, { id, status, version: seen }, next);
    return moved.affected === 1 ? { ...order, ...next } : null;
  }

  /** Of an order that waits for its driver. */
  async noteBags(tx: Transaction, orderId: string, bags: Bags): Promise<void> {
    await tx.manager.update(OrderEntity, { id: orderId, status: 'ready' }, { bags });
  }

  /** Counts a change of one of the order's parts, and writes the new totals. */
  async recount(
    tx: Transaction,
    order: OrderEntity,
    totals: Partial<Pick<OrderEntity, 'subtotalMinor' | 'totalMinor'>> = {},
  ): Promise<OrderEntity | null> {
    return this.move(tx, { ...order, ...totals }, order.status, totals as OrderChange);
  }

  /** Changes a line if it still is what the caller saw; else null, without a change. */
  async changeLine(
    tx: Transaction,
    line: OrderLineEntity,
    change: LineChange,
  ): Promise<OrderLineEntity | null> {
    const next = { ...change, version: line.version + 1 };
    const { id, status, version } = line;
    const changed = await tx.manager.update(OrderLineEntity, { id, status, version }, next);
    return changed.affected === 1 ? { ...line, ...next } : null;
  }

  /** The last action on a line; null before the first. */
  async lastStepOf(tx: Transaction, lineId: string): Promise<string | null> {
    const [last] = await tx.query<{ action: string }>(
      `SELECT step.action FROM order_timeline step JOIN order_lines line
         ON line.id = $1 AND line.order_id = step.order_id
       WHERE step.machine = 'line' AND step.subject_id = $1 ORDER BY step.version DESC LIMIT 1`,
      [lineId],
    );
    return last?.action ?? null;
  }

  /** The last action that changed the order's status, and its actor. */
  async lastMoveOf(
    tx: Transaction,
    orderId: string,
  ): Promise<{ readonly action: string; readonly actorId: string | null }> {
    const [last] = await tx.query<{ action: string; actorId: string | null }>(
      `SELECT action, actor_id AS "actorId" FROM order_timeline
       WHERE order_id = $1 AND machine = 'order' AND from_status IS DISTINCT FROM to_status
       ORDER BY version DESC LIMIT 1`,
      [orderId],
    );
    return last!;
  }

  async appendTimeline(tx: Transaction, entry: TimelineEntry): Promise<void> {
    await tx.query(
      `INSERT INTO order_timeline (order_id, version, machine, subject_id, action, from_status,
         to_status, actor_id, actor_role, reason, reason_code, at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        entry.orderId,
        entry.version,
        entry.machine,
        entry.subjectId,
        entry.action,
        entry.from,
        entry.to,
        entry.actorId,
        entry.actorRole,
        entry.reason,
        entry.reasonCode,
        entry.at,
      ],
    );
  }
}
