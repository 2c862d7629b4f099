import { expect } from 'vitest';
import { Database } from '../../src/platform/index.js';
import type { Larder } from './larder.js';
import { availabilityNow, expiries } from '../../src/catalog/stock/availability.queries.js';

/** A product in a store with contradicting books. */
interface Discrepancy {
  readonly storeId: string;
  readonly sku: string;
  readonly onHand: number;
  /** The sum of the movements; should equal the stock on hand. */
  readonly moved: number;
  readonly held: number;
  /** The sum of the holds; should equal the stock held. */
  readonly inHolds: number;
  /** The availability that shoppers see, and the right one; null where nothing is listed. */
  readonly shown: string | null;
  readonly state: string;
  /** When the listing says that holds expire, and when they really do. */
  readonly shownOutUntil: Date | null;
  readonly outUntil: Date | null;
  readonly shownLowUntil: Date | null;
  readonly lowUntil: Date | null;
}

/** Asserts that stock on hand, held and listed has a reason, and every reservation an order. */
export async function expectBooksToBalance(larder: Larder): Promise<void> {
  expect(await discrepancies(larder)).toEqual([]);
  expect(await strayReservations(larder)).toEqual([]);
}

/** The contradictions in every store: empty, or there is a defect. Reads all of the books. */
export function discrepancies(larder: Larder): Promise<Discrepancy[]> {
  return larder.app.get(Database).query<Discrepancy>(
    `SELECT stocked.store_id AS "storeId", product.sku, stocked.on_hand AS "onHand",
       coalesce(movement.sum, 0) AS moved, stocked.held, coalesce(hold.sum, 0) AS "inHolds",
       listing.availability AS shown, ${availabilityNow} AS state,
       listing.out_until AS "shownOutUntil", expiring.out_until AS "outUntil",
       listing.low_until AS "shownLowUntil", expiring.low_until AS "lowUntil"
     FROM store_products stocked
     JOIN products product ON product.id = stocked.product_id
     LEFT JOIN listings listing
       ON listing.store_id = stocked.store_id AND listing.product_id = stocked.product_id
     LEFT JOIN (
       SELECT store_id, product_id, sum(delta)::int AS sum
       FROM stock_movements GROUP BY store_id, product_id
     ) movement ON movement.store_id = stocked.store_id
       AND movement.product_id = stocked.product_id
     LEFT JOIN (
       SELECT store_id, product_id, sum(quantity)::int AS sum
       FROM stock_holds GROUP BY store_id, product_id
     ) hold ON hold.store_id = stocked.store_id AND hold.product_id = stocked.product_id
     ${expiries}
     WHERE stocked.on_hand <> coalesce(movement.sum, 0) OR stocked.held <> coalesce(hold.sum, 0)
       OR listing.availability <> ${availabilityNow}
       OR listing.product_id IS NOT NULL AND (listing.out_until, listing.low_until)
         IS DISTINCT FROM (expiring.out_until, expiring.low_until)
     ORDER BY product.sku, stocked.store_id`,
  );
}

/** SKUs with reserved stock other than the need of the orders still in the store. */
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
