import { expect } from 'vitest';
import { Database } from '../../src/platform/index.js';
import type { Larder } from './larder.js';
import { StockLedger } from '../../src/catalog/stock/stock-ledger.queries.js';

/** Nothing is on hand, held or listed without a reason, and what is reserved is so for an order. */
export async function expectBooksToBalance(larder: Larder): Promise<void> {
  expect(await larder.app.get(StockLedger).reconcile()).toEqual([]);
  expect(await strayReservations(larder)).toEqual([]);
}

/** SKUs whose reserved stock is not what the orders that are still in the store need. */
export async function strayReservations(larder: Larder): Promise<string[]> {
  const rows = await larder.app.get(Database).query<{ sku: string }>(
    `SELECT product.sku FROM store_products stocked
     JOIN products product ON product.id = stocked.product_id
     LEFT JOIN (
       SELECT store_id, product_id, sum(quantity) AS needed FROM (
         SELECT store_id, line.product_id, CASE orders.status
             WHEN 'ready' THEN CASE WHEN line.status IN ('found', 'short') THEN picked_quantity END
             ELSE quantity END AS quantity
         FROM order_lines line JOIN orders ON orders.id = order_id
         WHERE orders.status IN ('pending_payment', 'placed', 'accepted', 'picking', 'ready')
         UNION ALL
         SELECT store_id, (substitute ->> 'productId')::uuid, (substitute ->> 'quantity')::int
         FROM order_lines line JOIN orders ON orders.id = order_id
         WHERE line.status IN ('substitute_proposed', 'substituted')
           AND substitute ->> 'productId' <> line.product_id::text
           AND orders.status IN ('accepted', 'picking', 'ready')
       ) part GROUP BY store_id, product_id
     ) ordered ON ordered.store_id = stocked.store_id AND ordered.product_id = stocked.product_id
     WHERE stocked.reserved <> coalesce(ordered.needed, 0) ORDER BY product.sku`,
  );
  return rows.map((row) => row.sku);
}
