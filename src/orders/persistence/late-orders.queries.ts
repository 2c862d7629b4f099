import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../platform/index.js';
import type { OrderLate } from '../orders.events.js';
import type { OrderStatus } from '../domain/order-status.js';
import { source } from './order-reads.queries.js';
import { due } from './picking-queue.queries.js';

/** The statuses in which an order is still to come. */
const coming: readonly OrderStatus[] = [
  'placed',
  'accepted',
  'picking',
  'ready',
  'out_for_delivery',
];

/** Orders that were to be at the door by now, each once. */
@Injectable()
export class LateOrders {
  /**
   * Notes at most so many orders that have become late, the earliest due first, and answers them.
   * Orders that a step has locked are left for the next time.
   */
  async note(tx: Transaction, now: Date, limit: number): Promise<OrderLate[]> {
    const rows = await tx.query<Omit<OrderLate, 'dueAt'> & { dueAt: Date }>(
      `WITH late AS (
         SELECT placed.id, ${due} AS due_at FROM ${source}
         WHERE placed.status = ANY ($1) AND ${due} < $2
           AND NOT EXISTS (SELECT FROM late_orders WHERE order_id = placed.id)
         ORDER BY ${due}, placed.id LIMIT $3
         FOR SHARE OF placed SKIP LOCKED
       ), noted AS (
         INSERT INTO late_orders (order_id, noted_at) SELECT id, $2 FROM late
         ON CONFLICT DO NOTHING RETURNING order_id
       )
       SELECT placed.id AS "orderId", placed.number::float8 AS number,
         placed.store_id AS "storeId", placed.customer_id AS "customerId", placed.status,
         late.due_at AS "dueAt"
       FROM noted JOIN late ON late.id = order_id JOIN orders placed ON placed.id = order_id`,
      [coming, now, limit],
    );
    return rows.map(({ dueAt, ...order }) => ({ ...order, dueAt: dueAt.toISOString() }));
  }
}
