import { Injectable } from '@nestjs/common';
import { Database, type ExpectedVersions, type Transaction } from '../../platform/index.js';

/** What one store asks for a product: of a piece, or of a kilogram; minor units of its currency. */
export interface StorePrice {
  readonly priceMinor: number;
  readonly salePriceMinor: number | null;
  /** The sale holds from here… */
  readonly saleFrom: Date | null;
  /** … and not any more at this moment. */
  readonly saleUntil: Date | null;
  readonly published: boolean;
  /** Pieces or grams: at that many available, and below, shoppers are told that it is low. */
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

/** Prices as admins edit them; stock, in the same rows, is moved elsewhere. */
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

  /** Holds the product: whoever edits it waits, and whoever has edited it is done. */
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

  /** Null when it is none of these versions, or there is no price. */
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

  /** Products whose row in the listings shows no sale that has begun, or one that has ended. */
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
