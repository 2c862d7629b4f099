import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { type Money, money } from '../../kernel/money.js';
import { Database, type Transaction } from '../../platform/index.js';

export interface SellableProduct {
  readonly productId: string;
  readonly sku: string;
  readonly name: string;
  readonly sizeLabel: string | null;
  readonly soldBy: 'each' | 'weight';
  /** Per piece, or per kilogram; the sale price while a sale holds. */
  readonly price: Money;
  /** Rate of the tax in the price: 500 is 5 %. */
  readonly taxRateBasisPoints: number;
  readonly minimumAge: number | null;
  /** Largest quantity of one order, in pieces or grams; null: no limit. */
  readonly limitPerOrder: number | null;
  /** Pieces, or grams. */
  readonly available: number;
  readonly published: boolean;
}

interface Row {
  product_id: string;
  sku: string;
  name: string;
  size_label: string | null;
  sold_by: 'each' | 'weight';
  price_minor: string;
  currency: string;
  tax_rate_bp: number;
  minimum_age: number | null;
  limit_per_order: number | null;
  available: number;
  published: boolean;
}

/** The products that can be sold now: prices and stock from the tables, never from the cache. */
@Injectable()
export class SellableProducts {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** The given products that the store sells, in any order; inside `tx` where one is given. */
  async find(
    tx: Transaction | null,
    storeId: string,
    productIds: readonly string[],
  ): Promise<SellableProduct[]> {
    const rows = await (tx ?? this.database).query<Row>(
      `SELECT product.id AS product_id, product.sku, product.name, product.size_label,
              product.sold_by, product.tax_rate_bp, product.minimum_age,
              product.limit_per_order, store.currency,
              CASE WHEN stocked.sale_from <= $3 AND stocked.sale_until > $3
                   THEN stocked.sale_price_minor ELSE stocked.price_minor END AS price_minor,
              stocked.on_hand - stocked.reserved - stocked.held + expired.held AS available,
              stocked.published AND product.retired_at IS NULL AS published
       FROM store_products stocked
       JOIN products product ON product.id = stocked.product_id
       JOIN stores store ON store.id = stocked.store_id
       CROSS JOIN LATERAL (
         SELECT coalesce(sum(quantity), 0)::int AS held FROM stock_holds hold
         WHERE hold.store_id = stocked.store_id AND hold.product_id = stocked.product_id
           AND hold.expires_at <= $3
       ) expired
       WHERE stocked.store_id = $1 AND stocked.product_id = ANY($2)`,
      [storeId, productIds, this.clock.now()],
    );
    return rows.map((row) => ({
      productId: row.product_id,
      sku: row.sku,
      name: row.name,
      sizeLabel: row.size_label,
      soldBy: row.sold_by,
      price: money(Number(row.price_minor), row.currency),
      taxRateBasisPoints: row.tax_rate_bp,
      minimumAge: row.minimum_age,
      limitPerOrder: row.limit_per_order,
      available: row.available,
      published: row.published,
    }));
  }

  /** The allergens that `instead` has and the product has not. */
  async allergensAdded(tx: Transaction, productId: string, instead: string): Promise<string[]> {
    const rows = await tx.query<{ allergen: string }>(
      `SELECT unnest(allergens) AS allergen FROM products WHERE id = $2
       EXCEPT SELECT unnest(allergens) FROM products WHERE id = $1 ORDER BY allergen`,
      [productId, instead],
    );
    return rows.map(({ allergen }) => allergen);
  }
}
