import { Injectable } from '@nestjs/common';
import { touch } from '../../cache/index.js';
import type { Transaction } from '../../platform/index.js';
import { tagsOfProduct } from '../catalog.cache.js';
import { InsufficientStock } from '../catalog.errors.js';
import { availabilityChangedEvent } from '../catalog.events.js';

export interface Demand {
  readonly productId: string;
  readonly sku: string;
  /** Pieces, or grams of goods sold by weight. */
  readonly quantity: number;
}

/**
 * Moves stock inside the caller's transaction. Demand is summed per product first, and rows are
 * taken in SKU order: two orders over the same goods can then wait for each other, never deadlock.
 */
@Injectable()
export class Stock {
  /**
   * Sets the demand aside for an order.
   * @throws insufficient-stock with the lines that are short; roll back, some are reserved by then
   */
  async reserve(tx: Transaction, storeId: string, demand: readonly Demand[]): Promise<void> {
    const short: object[] = [];
    for (const { productId, sku, quantity } of perProduct(demand)) {
      const [row] = await tx.query<{ available: number }>(
        `UPDATE store_products SET reserved = reserved + $3
         WHERE store_id = $1 AND product_id = $2 AND on_hand - reserved >= $3
         RETURNING on_hand - reserved AS available`,
        [storeId, productId, quantity],
      );
      if (row) {
        if (row.available === 0) await this.#flip(tx, storeId, productId, false);
        continue;
      }
      const available = await this.#available(tx, storeId, productId);
      short.push({ productId, sku, requested: quantity, available });
    }
    if (short.length > 0) {
      throw InsufficientStock.because('Some goods are short; nothing was reserved.', {
        lines: short,
      });
    }
  }

  /** Gives reserved goods back to the shelf. */
  async release(tx: Transaction, storeId: string, demand: readonly Demand[]): Promise<void> {
    for (const { productId, quantity } of perProduct(demand)) {
      const [row] = await tx.query<{ available: number }>(
        `UPDATE store_products SET reserved = reserved - $3
         WHERE store_id = $1 AND product_id = $2
         RETURNING on_hand - reserved AS available`,
        [storeId, productId, quantity],
      );
      if (row?.available === quantity) await this.#flip(tx, storeId, productId, true);
    }
  }

  /** Reserved goods leave the store; what is available stays the same. */
  async ship(tx: Transaction, storeId: string, demand: readonly Demand[]): Promise<void> {
    for (const { productId, quantity } of perProduct(demand)) {
      await tx.query(
        `UPDATE store_products SET on_hand = on_hand - $3, reserved = reserved - $3
         WHERE store_id = $1 AND product_id = $2`,
        [storeId, productId, quantity],
      );
    }
  }

  async #available(tx: Transaction, storeId: string, productId: string): Promise<number> {
    const [row] = await tx.query<{ available: number }>(
      `SELECT on_hand - reserved AS available FROM store_products
       WHERE store_id = $1 AND product_id = $2`,
      [storeId, productId],
    );
    return row?.available ?? 0;
  }

  /** Lists show whether there is any, not how many: they change only when that changes. */
  async #flip(
    tx: Transaction,
    storeId: string,
    productId: string,
    inStock: boolean,
  ): Promise<void> {
    const [row] = await tx.query<Parameters<typeof tagsOfProduct>[0]>(
      `UPDATE listings SET availability = CASE WHEN $3 THEN 'in' ELSE 'out' END
       WHERE store_id = $1 AND product_id = $2
       RETURNING product_id AS "productId", slug, category_id AS "categoryId",
         category_slug AS "categorySlug", department_id AS "departmentId",
         department_slug AS "departmentSlug", aisle_id AS "aisleId", aisle_slug AS "aisleSlug"`,
      [storeId, productId, inStock],
    );
    if (!row) return;
    await touch(tx, ...tagsOfProduct(row));
    await tx.publish(availabilityChangedEvent({ storeId, productId, inStock }));
  }
}

function perProduct(demand: readonly Demand[]): Demand[] {
  const summed = new Map<string, Demand>();
  for (const line of demand) {
    const before = summed.get(line.productId)?.quantity ?? 0;
    summed.set(line.productId, { ...line, quantity: before + line.quantity });
  }
  return [...summed.values()].toSorted((a, b) => (a.sku < b.sku ? -1 : 1));
}
