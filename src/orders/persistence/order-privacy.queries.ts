import { Injectable } from '@nestjs/common';
import { touch } from '../../cache/index.js';
import type { RowCounts, Transaction } from '../../platform/index.js';
import { isTerminal, orderStatuses } from '../domain/order-status.js';
import { orderTag } from '../orders.cache.js';

const over = orderStatuses.filter(isTerminal);

/** Takes out of orders what only the delivery needed; goods, amounts and steps stay. */
@Injectable()
export class OrderPrivacy {
  /** Orders that were over before that time and still know their door, locked; some at a time. */
  async lockOver(tx: Transaction, before: Date, most: number): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `SELECT id FROM orders placed
       WHERE deliver_to IS NOT NULL AND status = ANY ($1) AND placed_at < $2
         AND NOT EXISTS (SELECT FROM order_timeline
           WHERE order_id = placed.id AND machine = 'order' AND at >= $2)
       ORDER BY placed_at, id LIMIT $3 FOR UPDATE SKIP LOCKED`,
      [over, before, most],
    );
    return rows.map(({ id }) => id);
  }

  /** Forgets door, phone and PIN, and everything that was written by hand. */
  async forget(tx: Transaction, orderIds: readonly string[]): Promise<RowCounts> {
    if (orderIds.length === 0) return {};
    const changed = async (sql: string) => (await tx.query(sql, [orderIds])).length;
    const counts = {
      orders: await changed(
        `UPDATE orders SET deliver_to = NULL, delivery_pin = NULL
         WHERE id = ANY ($1) AND deliver_to IS NOT NULL RETURNING id`,
      ),
      order_lines: await changed(
        `UPDATE order_lines SET note = NULL
         WHERE order_id = ANY ($1) AND note IS NOT NULL RETURNING id`,
      ),
      order_claims: await changed(
        `UPDATE order_claims SET note = NULL, photo = NULL
         WHERE order_id = ANY ($1) AND (note IS NOT NULL OR photo IS NOT NULL) RETURNING id`,
      ),
      order_timeline: await changed(
        `UPDATE order_timeline SET reason = NULL
         WHERE order_id = ANY ($1) AND reason IS NOT NULL RETURNING id`,
      ),
    };
    await touch(tx, ...orderIds.map(orderTag));
    return counts;
  }
}
