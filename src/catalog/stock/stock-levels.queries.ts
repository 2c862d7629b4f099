import { Injectable } from '@nestjs/common';
import { touch } from '../../cache/index.js';
import { Clock } from '../../kernel/clock.js';
import type { Transaction } from '../../platform/index.js';
import { tagsOfProduct } from '../catalog.cache.js';
import { type Availability, availabilityChangedEvent } from '../catalog.events.js';
import {
  available,
  availability,
  expiries,
  availabilityNow,
  shownAt,
} from './availability.queries.js';

/** Stock of one product in one store: pieces, or grams of goods sold by weight. */
export interface StockLevel {
  readonly onHand: number;
  readonly reserved: number;
  /** Includes expired holds that have not been deleted yet. */
  readonly held: number;
}

interface LockedLevel extends StockLevel {
  readonly soldBy: string;
}

/** The change of each number; left out: no change. */
export type StockLevelChange = Partial<StockLevel>;

/**
 * The stock of products in stores. All changes but an import's go through here: one conditional
 * statement each, after which the listing follows where shoppers would see a difference. Holds of a
 * product change only under its row's lock, so that `held` is always their sum, and free stock is
 * never counted twice.
 */
@Injectable()
export class StockLevels {
  constructor(private readonly clock: Clock) {}

  /** Changes the row; false, and no change, where less than 0 would be available. */
  async change(
    tx: Transaction,
    storeId: string,
    productId: string,
    { onHand = 0, reserved = 0, held = 0 }: StockLevelChange,
  ): Promise<boolean> {
    const [row] = await tx.query<{ before: Availability; now: Availability; heldNow: number }>(
      `UPDATE store_products stocked
       SET on_hand = on_hand + $3, reserved = reserved + $4, held = held + $5
       FROM products product
       WHERE store_id = $1 AND product_id = $2 AND product.id = product_id
         AND on_hand - reserved - held + $6 >= 0
       RETURNING ${availabilityNow} AS now, ${stateBefore} AS before, held AS "heldNow"`,
      [storeId, productId, onHand, reserved, held, onHand - reserved - held],
    );
    if (!row) return false;
    const hangsOnHolds = row.now !== 'in' && (row.heldNow > 0 || held !== 0);
    if (row.now !== row.before || hangsOnHolds) await this.show(tx, storeId, [productId]);
    return true;
  }

  /** Locks the row until the transaction ends; null where the store does not have the product. */
  async lock(tx: Transaction, storeId: string, productId: string): Promise<LockedLevel | null> {
    const [row] = await tx.query<LockedLevel>(
      `SELECT on_hand AS "onHand", reserved, held, sold_by AS "soldBy"
       FROM store_products stocked JOIN products product ON product.id = product_id
       WHERE store_id = $1 AND product_id = $2 FOR NO KEY UPDATE OF stocked`,
      [storeId, productId],
    );
    return row ?? null;
  }

  /**
   * Deletes a product's expired holds, and those of `reference`; answers how much they held. The
   * row must be locked, and the caller subtracts the sum from its `held` in the same transaction.
   */
  async dropHolds(
    tx: Transaction,
    storeId: string,
    productId: string,
    reference: string | null,
  ): Promise<number> {
    const dropped = await tx.query<{ quantity: number }>(
      `DELETE FROM stock_holds
       WHERE store_id = $1 AND product_id = $2 AND (expires_at <= $3 OR reference = $4)
       RETURNING quantity`,
      [storeId, productId, this.clock.now(), reference],
    );
    return dropped.reduce((sum, { quantity }) => sum + quantity, 0);
  }

  /**
   * Updates the listings where availability changes, now or at the next expiry; listings show no
   * numbers. To be called after holds were written.
   */
  async show(tx: Transaction, storeId: string, productIds: readonly string[]): Promise<void> {
    const changed = await tx.query<Shown>(
      `UPDATE listings listing SET availability = fresh.availability,
         out_until = fresh.out_until, low_until = fresh.low_until
       FROM (
         SELECT old.product_id, old.availability AS before, ${availabilityNow} AS availability,
           expiring.out_until, expiring.low_until
         FROM listings old
         JOIN store_products stocked
           ON stocked.store_id = old.store_id AND stocked.product_id = old.product_id
         JOIN products product ON product.id = stocked.product_id
         ${expiries}
         WHERE old.store_id = $1 AND old.product_id = ANY($2)
       ) fresh
       WHERE listing.store_id = $1 AND listing.product_id = fresh.product_id
         AND (listing.availability, listing.out_until, listing.low_until)
           IS DISTINCT FROM (fresh.availability, fresh.out_until, fresh.low_until)
       RETURNING listing.product_id AS "productId", slug, category_id AS "categoryId",
         category_slug AS "categorySlug", department_id AS "departmentId",
         department_slug AS "departmentSlug", aisle_id AS "aisleId", aisle_slug AS "aisleSlug",
         fresh.before <> fresh.availability AS "hasFlipped", ${shownAt('$3', 'listing')} AS shown`,
      [storeId, productIds, this.clock.now()],
    );
    if (changed.length === 0) return;
    await touch(tx, ...new Set(changed.flatMap(tagsOfProduct)));
    for (const { productId, shown, hasFlipped } of changed) {
      if (!hasFlipped) continue;
      await tx.publish(availabilityChangedEvent({ storeId, productId, availability: shown }));
    }
  }
}

type Shown = Parameters<typeof tagsOfProduct>[0] & {
  readonly shown: Availability;
  /** By the books; shoppers may have seen the change earlier, when a hold expired. */
  readonly hasFlipped: boolean;
};

const stateBefore = availability(`(${available} - $6)`, 'product.sold_by', 'stocked.low_stock_at');
