import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/index.js';

export interface ExportedRow {
  readonly sku: string;
  readonly barcode: string | null;
  readonly slug: string;
  readonly name: string;
  readonly brand: string | null;
  readonly description: string | null;
  /** The names of the department, the aisle and the shelf, as far as they exist. */
  readonly path: readonly string[];
  readonly sizeLabel: string | null;
  readonly soldBy: string;
  readonly minimumAge: number | null;
  readonly limitPerOrder: number | null;
  readonly taxRateBasisPoints: number;
  readonly dietary: readonly string[];
  readonly allergens: readonly string[];
  readonly images: readonly string[];
  readonly priceMinor: number;
  readonly salePriceMinor: number | null;
  readonly saleFrom: Date | null;
  readonly saleUntil: Date | null;
  readonly stock: number;
  readonly published: boolean;
}

@Injectable()
export class ProductExportQueries {
  constructor(private readonly database: Database) {}

  /** The next products with a price in the store, in order of SKU, without retired ones. */
  page(storeId: string, afterSku: string, most: number): Promise<ExportedRow[]> {
    return this.database.query(
      `SELECT product.sku, product.barcode, product.slug, product.name, product.brand,
         product.description, product.size_label AS "sizeLabel", product.sold_by AS "soldBy",
         product.minimum_age AS "minimumAge", product.limit_per_order AS "limitPerOrder",
         product.tax_rate_bp AS "taxRateBasisPoints", product.dietary, product.allergens,
         product.images, stocked.price_minor::float8 AS "priceMinor",
         stocked.sale_price_minor::float8 AS "salePriceMinor", stocked.sale_from AS "saleFrom",
         stocked.sale_until AS "saleUntil", stocked.on_hand AS stock, stocked.published,
         array_remove(ARRAY[above.name, parent.name, category.name], NULL) AS path
       FROM products product
       JOIN store_products stocked ON stocked.product_id = product.id AND stocked.store_id = $1
       JOIN categories category ON category.id = product.category_id
       LEFT JOIN categories parent ON parent.id = category.parent_id
       LEFT JOIN categories above ON above.id = parent.parent_id
       WHERE product.sku > $2 AND product.retired_at IS NULL
       ORDER BY product.sku LIMIT $3`,
      [storeId, afterSku, most],
    );
  }
}
