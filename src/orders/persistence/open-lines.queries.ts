import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/index.js';

/** Counts the open lines of orders. */
@Injectable()
export class OpenLines {
  constructor(private readonly database: Database) {}

  /** Lines per order that wait for the picker or the customer; orders without any are left out. */
  async countIn(orderIds: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.database.query<{ orderId: string; count: number }>(
      `SELECT order_id AS "orderId", count(*)::int AS count FROM order_lines
       WHERE order_id = ANY($1) AND status IN ('pending', 'substitute_proposed')
       GROUP BY order_id`,
      [orderIds],
    );
    return new Map(rows.map(({ orderId, count }) => [orderId, count]));
  }
}
