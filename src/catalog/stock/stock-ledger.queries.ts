import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Ids } from '../../kernel/ids.js';
import { Database, type Transaction } from '../../platform/index.js';
import { expiries, availabilityNow } from './availability.queries.js';
import type { NewMovement, Movement } from './stock-movement.js';

/** A product in a store of which the books say different things. */
export interface Discrepancy {
  readonly storeId: string;
  readonly sku: string;
  readonly onHand: number;
  /** What the movements sum to; should be what is on hand. */
  readonly moved: number;
  readonly held: number;
  /** What the holds sum to; should be what is held. */
  readonly inHolds: number;
  /** What shoppers are shown, and what they should be; null where nothing is listed. */
  readonly shown: string | null;
  readonly state: string;
  /** Until when, as holds expire; and until when it should be. */
  readonly shownOutUntil: Date | null;
  readonly outUntil: Date | null;
  readonly shownLowUntil: Date | null;
  readonly lowUntil: Date | null;
}

/** Every change of what is on hand, written in the transaction that made it. */
@Injectable()
export class StockLedger {
  constructor(
    private readonly database: Database,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  async record(tx: Transaction, storeId: string, movements: readonly NewMovement[]): Promise<void> {
    if (movements.length === 0) return;
    const rows = movements.map((movement) => ({ ...movement, id: this.ids.next() }));
    await tx.query(
      `INSERT INTO stock_movements
         (id, store_id, product_id, delta, reason, reference, account_id, note, at)
       SELECT id, $1, "productId", delta, reason, reference, "accountId", note, $3
       FROM jsonb_to_recordset($2) AS movement (id uuid, "productId" uuid, delta int, reason text,
         reference text, "accountId" uuid, note text)`,
      [storeId, JSON.stringify(rows), this.clock.now()],
    );
  }

  /** Newest first. */
  recent(
    tx: Transaction | null,
    storeId: string,
    productId: string,
    limit: number,
  ): Promise<Movement[]> {
    return (tx ?? this.database).query<Movement>(
      `SELECT id, delta, reason, reference, account_id AS "accountId", note, at
       FROM stock_movements WHERE store_id = $1 AND product_id = $2
       ORDER BY at DESC, id DESC LIMIT $3`,
      [storeId, productId, limit],
    );
  }

  /** What does not add up, in every store: nothing, or there is a defect. Reads all of the books. */
  reconcile(): Promise<Discrepancy[]> {
    return this.database.query<Discrepancy>(
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
}
