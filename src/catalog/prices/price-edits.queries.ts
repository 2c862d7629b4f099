import { Injectable } from '@nestjs/common';
import { Database, type ExpectedVersions, type Transaction } from '../../platform/index.js';

/** The price in one store: per piece or per kilogram, in minor units of the store's currency. */
export interface StorePrice {
  readonly priceMinor: number;
  readonly salePriceMinor: number | null;
  /** The sale holds from this moment on… */
  readonly saleFrom: Date | null;
  /** … until just before this one. */
  readonly saleUntil: Date | null;
  readonly published: boolean;
  /** Shoppers are told that stock is low at this many available pieces or grams, and below. */
  readonly lowStockAt: number | null;
}

export interface StorePriceRow extends StorePrice {
  readonly version: number;
}

export interface ListedProduct {
  readonly id: string;
  readonly slug: string;
  readonly categoryId: string;
}

const returned = `version, price_minor::float8 AS "priceMinor",
  sale_price_minor::float8 AS "salePriceMinor", sale_from AS "saleFrom",
  sale_until AS "saleUntil", published, low_stock_at AS "lowStockAt"`;

/** Prices as admins edit them. Stock is in the same rows, but is moved elsewhere. */
@Injectable()
export class PriceEdits {
  constructor(private readonly database: Database) {}

  async find(storeId: string, productId: string): Promise<StorePriceRow | null> {
    const [row] = await this.database.query<StorePriceRow>(
      `SELECT ${returned} FROM store_products WHERE store_id = $1 AND product_id = $2`,
      [storeId, productId],
    );
    return row ?? null;
  }

  /** Locked until the transaction ends. */
  async lock(tx: Transaction, storeId: string, productId: string): Promise<StorePriceRow | null> {
    const [row] = await tx.query<StorePriceRow>(
      `SELECT ${returned} FROM store_products WHERE store_id = $1 AND product_id = $2
       FOR NO KEY UPDATE`,
      [storeId, productId],
    );
    return row ?? null;
  }

  /** Locks the product: other edits of it wait, and earlier ones have ended. */
  async hold(tx: Transaction, productId: string): Promise<ListedProduct | null> {
    const [row] = await tx.query<ListedProduct>(
      `SELECT id, slug, category_id AS "categoryId" FROM products WHERE id = $1
       FOR NO KEY UPDATE`,
      [productId],
    );
    return row ?? null;
  }

  /** Null when the store has a price already. */
  async insert(
    tx: Transaction,
    storeId: string,
    productId: string,
    price: StorePrice,
  ): Promise<StorePriceRow | null> {
    const [row] = await tx.query<StorePriceRow>(
      `INSERT INTO store_products (store_id, product_id, price_minor, sale_price_minor, sale_from,
         sale_until, published, low_stock_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT DO NOTHING RETURNING ${returned}`,
      [storeId, productId, ...parametersOf(price)],
    );
    return row ?? null;
  }

  /** Null when the price has none of these versions, or there is no price. */
  async replace(
    tx: Transaction,
    storeId: string,
    productId: string,
    versions: ExpectedVersions,
    price: StorePrice,
  ): Promise<StorePriceRow | null> {
    const [row] = await tx.query<StorePriceRow>(
      `UPDATE store_products SET price_minor = $3, sale_price_minor = $4, sale_from = $5,
         sale_until = $6, published = $7, low_stock_at = $8, version = version + 1
       WHERE store_id = $1 AND product_id = $2 AND version = ANY($9::int[])
       RETURNING ${returned}`,
      [storeId, productId, ...parametersOf(price), versions],
    );
    return row ?? null;
  }

  /** Products whose listing misses a sale that has begun, or shows one that has ended. */
  async overtakenBySales(
    tx: Transaction,
    now: Date,
    most: number,
  ): Promise<{ storeId: string; productId: string }[]> {
    return tx.query(
      `SELECT store_id AS "storeId", product_id AS "productId"
       FROM listings listing JOIN store_products stocked USING (store_id, product_id)
       WHERE listing.on_sale AND NOT coalesce(sale_from <= $1 AND stocked.sale_until > $1, false)
       UNION
       SELECT store_id, product_id
       FROM store_products stocked JOIN listings listing USING (store_id, product_id)
       WHERE stocked.sale_until > $1 AND sale_from <= $1 AND NOT listing.on_sale
       LIMIT $2`,
      [now, most],
    );
  }
}

function parametersOf(price: StorePrice): unknown[] {
  const { priceMinor, salePriceMinor, saleFrom, saleUntil, published, lowStockAt } = price;
  return [priceMinor, salePriceMinor, saleFrom, saleUntil, published, lowStockAt];
}
