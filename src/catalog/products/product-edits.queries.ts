import { Injectable } from '@nestjs/common';
import {
  Database,
  type ExpectedVersions,
  refusingTaken,
  type Transaction,
} from '../../platform/index.js';
import { BarcodeTaken, SkuTaken, SlugTaken } from '../catalog.errors.js';
import type { ProductFields, Measure, ProductRow } from './product-fields.js';

/** The only columns that statements here may write. */
const columnOf: Readonly<Record<keyof ProductFields | keyof Measure, string>> = {
  sku: 'sku',
  barcode: 'barcode',
  slug: 'slug',
  name: 'name',
  brand: 'brand',
  description: 'description',
  images: 'images',
  categoryId: 'category_id',
  sizeLabel: 'size_label',
  sizeCount: 'size_count',
  sizeAmount: 'size_amount',
  sizeUnit: 'size_unit',
  sizeApproximate: 'size_approximate',
  soldBy: 'sold_by',
  taxRateBasisPoints: 'tax_rate_bp',
  dietary: 'dietary',
  allergens: 'allergens',
  minimumAge: 'minimum_age',
  limitPerOrder: 'limit_per_order',
};
const namesOf = (values: object) => Object.keys(values) as (keyof typeof columnOf)[];

const returned = [
  'id',
  'version',
  'retired_at AS "retiredAt"',
  'created_at AS "createdAt"',
  'updated_at AS "updatedAt"',
  ...Object.entries(columnOf).map(([name, column]) =>
    // The driver gives a numeric as text: a number can not hold every value of it.
    name === 'sizeAmount' ? `${column}::float8 AS "${name}"` : `${column} AS "${name}"`,
  ),
].join(', ');

const taken = {
  products_sku_key: () => SkuTaken.because('Another product has this SKU.'),
  products_slug_key: () => SlugTaken.because('Another product has this slug.'),
  products_barcode_key: () => BarcodeTaken.because('Another product has this barcode.'),
};

/** Products as admins edit them. Each update compares the version in its own statement. */
@Injectable()
export class ProductEdits {
  constructor(private readonly database: Database) {}

  async find(id: string, tx: Transaction | null = null): Promise<ProductRow | null> {
    const [row] = await (tx ?? this.database).query<ProductRow>(
      `SELECT ${returned} FROM products WHERE id = $1`,
      [id],
    );
    return row ?? null;
  }

  /** @throws sku-taken, slug-taken, barcode-taken */
  async insert(
    tx: Transaction,
    id: string,
    values: ProductFields & Measure,
    now: Date,
  ): Promise<ProductRow> {
    const names = namesOf(values);
    const [row] = await refusingTaken(taken, () =>
      tx.query<ProductRow>(
        `INSERT INTO products (id, created_at, updated_at, ${names.map((name) => columnOf[name]).join(', ')})
         VALUES ($1, $2, $2, ${names.map((_, index) => `$${index + 3}`).join(', ')})
         RETURNING ${returned}`,
        [id, now, ...names.map((name) => values[name])],
      ),
    );
    return row!;
  }

  /**
   * The product after the edit; null when it has none of these versions, or does not exist.
   * @throws sku-taken, slug-taken, barcode-taken
   */
  async update(
    tx: Transaction,
    id: string,
    versions: ExpectedVersions,
    changes: Partial<ProductFields & Measure & { retiredAt: Date | null }>,
    now: Date,
  ): Promise<ProductRow | null> {
    const { retiredAt, ...values } = changes;
    const names = namesOf(values);
    const sets = names.map((name, index) => `${columnOf[name]} = $${index + 4}`);
    const parameters: unknown[] = [id, versions, now, ...names.map((name) => values[name])];
    if (retiredAt !== undefined) sets.push(`retired_at = $${parameters.push(retiredAt)}`);
    const [row] = await refusingTaken(taken, () =>
      tx.query<ProductRow>(
        `UPDATE products SET ${[...sets, 'version = version + 1', 'updated_at = $3'].join(', ')}
         WHERE id = $1 AND version = ANY($2::int[])
         RETURNING ${returned}`,
        parameters,
      ),
    );
    return row ?? null;
  }

  /** Locks the slug: until the transaction ends, nobody else finds it free. */
  async holdSlug(tx: Transaction, slug: string): Promise<void> {
    await tx.query("SELECT pg_advisory_xact_lock(hashtext('larder product slug ' || $1))", [slug]);
  }

  /** Whether no product has the slug; locks it. */
  async isFree(tx: Transaction, slug: string): Promise<boolean> {
    await this.holdSlug(tx, slug);
    return (await tx.query('SELECT FROM products WHERE slug = $1', [slug])).length === 0;
  }
}
