import { Injectable } from '@nestjs/common';
import { touch } from '../../cache/index.js';
import { Clock } from '../../kernel/clock.js';
import type { Transaction } from '../../platform/index.js';
import { tagsOfProduct } from '../catalog.cache.js';
import { type Availability, availabilityChangedEvent } from '../catalog.events.js';
import { availability } from '../products/listing-writer.queries.js';

/** What of a product is in a store: pieces, or grams of goods sold by weight. */
export interface ShelfStock {
  readonly onHand: number;
  readonly reserved: number;
  /** By holds, expired ones that nobody has cleared away yet included. */
  readonly held: number;
}

/** By how much each number changes; left out: not at all. */
export type ShelfChange = Partial<ShelfStock>;

/**
 * The rows that say how much of a product a store has. Every change of them, but for an import's,
 * goes through here: one conditional statement, and the listing follows where shoppers would see a
 * difference. The holds of a product change only under its row's lock, so `held` is always their
 * sum, and nothing that is free is counted twice.
 */
@Injectable()
export class Shelves {
  constructor(private readonly clock: Clock) {}

  /** Changes the row, unless less than nothing would be available: then false, and nothing done. */
  async change(
    tx: Transaction,
    storeId: string,
    productId: string,
    { onHand = 0, reserved = 0, held = 0 }: ShelfChange,
  ): Promise<boolean> {
    const [row] = await tx.query<{ before: Availability; now: Availability }>(
      `UPDATE store_products stocked
       SET on_hand = on_hand + $3, reserved = reserved + $4, held = held + $5
       FROM products product
       WHERE store_id = $1 AND product_id = $2 AND product.id = product_id
         AND on_hand - reserved - held + $6 >= 0
       RETURNING ${stateOf(available)} AS now, ${stateOf(`(${available} - $6)`)} AS before`,
      [storeId, productId, onHand, reserved, held, onHand - reserved - held],
    );
    if (!row) return false;
    if (row.now !== row.before) await this.#show(tx, storeId, productId, row.now);
    return true;
  }

  /** The row, locked until the transaction ends; null where the store does not have the product. */
  async lock(tx: Transaction, storeId: string, productId: string): Promise<ShelfStock | null> {
    const [row] = await tx.query<ShelfStock>(
      `SELECT on_hand AS "onHand", reserved, held FROM store_products
       WHERE store_id = $1 AND product_id = $2 FOR NO KEY UPDATE`,
      [storeId, productId],
    );
    return row ?? null;
  }

  /**
   * Deletes a product's expired holds, and those of `reference`; answers how much they held. The
   * row must be locked, and the caller takes the sum off its `held` in the same transaction.
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

  /** Lists show whether there is any or little, not how many: they change when that changes. */
  async #show(
    tx: Transaction,
    storeId: string,
    productId: string,
    now: Availability,
  ): Promise<void> {
    const [row] = await tx.query<Parameters<typeof tagsOfProduct>[0]>(
      `UPDATE listings SET availability = $3 WHERE store_id = $1 AND product_id = $2
       RETURNING product_id AS "productId", slug, category_id AS "categoryId",
         category_slug AS "categorySlug", department_id AS "departmentId",
         department_slug AS "departmentSlug", aisle_id AS "aisleId", aisle_slug AS "aisleSlug"`,
      [storeId, productId, now],
    );
    if (!row) return;
    await touch(tx, ...tagsOfProduct(row));
    await tx.publish(availabilityChangedEvent({ storeId, productId, availability: now }));
  }
}

const available = '(stocked.on_hand - stocked.reserved - stocked.held)';
const stateOf = (amount: string) => availability(amount, 'product.sold_by', 'stocked.low_stock_at');
