import { Injectable } from '@nestjs/common';
import { Ids } from '../../kernel/ids.js';
import type { Transaction } from '../../platform/index.js';
import type { PreparedRow } from './catalog-categories.queries.js';
import type { CatalogRow } from './catalog-file.js';
import { distinctSlugs, productSlug } from '../text/product-slug.js';
import { parseSizeLabel } from '../text/size-label.js';

export interface WrittenRows {
  /** SKUs by the ids of their products. */
  readonly created: ReadonlyMap<string, string>;
  readonly updated: ReadonlyMap<string, string>;
}

/** The import's statements, each for a whole batch. */
@Injectable()
export class CatalogProducts {
  constructor(private readonly ids: Ids) {}

  /** Why rows of a batch cannot land, by SKU. `now` decides which sales have ended. */
  async faults(
    tx: Transaction,
    storeId: string,
    rows: readonly CatalogRow[],
    now: Date,
  ): Promise<ReadonlyMap<string, string>> {
    const found = await tx.query<Conflict>(
      `SELECT sku, (SELECT other.sku FROM products other
                    WHERE other.barcode = row.barcode AND other.sku <> row.sku) AS "sameBarcode",
         (SELECT other.sku FROM products other
          WHERE other.slug = row.slug AND other.sku <> row.sku) AS "sameSlug",
         (SELECT sale_price_minor::float8 FROM store_products
          JOIN products sold ON sold.id = product_id
          WHERE store_id = $1 AND sold.sku = row.sku AND sale_until > $3) AS "salePriceMinor"
       FROM jsonb_to_recordset($2) AS row (sku text, barcode text, slug text)`,
      [
        storeId,
        JSON.stringify(rows.map(({ sku, barcode, slug }) => ({ sku, barcode, slug }))),
        now,
      ],
    );
    const conflicts = new Map(found.map((conflict) => [conflict.sku, conflict]));
    const skuOf = new Map<string, string>();
    return new Map(
      rows.flatMap((row) => {
        const { sameBarcode, sameSlug, ...conflict } = conflicts.get(row.sku)!;
        const barcode = sameBarcode ?? skuOf.get(`barcode ${row.barcode}`);
        const slug = sameSlug ?? skuOf.get(`slug ${row.slug}`);
        const fault = faultOf(row, { ...conflict, sameBarcode: barcode, sameSlug: slug });
        if (fault) return [[row.sku, fault] as const];
        if (row.barcode) skuOf.set(`barcode ${row.barcode}`, row.sku);
        if (row.slug) skuOf.set(`slug ${row.slug}`, row.sku);
        return [];
      }),
    );
  }

  /**
   * Upserts the products by SKU. Fields that the file does not state stay. So does a slug unless
   * the file states another: addresses must not change by themselves.
   */
  async products(tx: Transaction, rows: readonly PreparedRow[]): Promise<WrittenRows> {
    const known = await this.#known(tx, rows);
    const slugs = await this.#freeSlugs(tx, rows, known);
    const written = await tx.query<{ id: string; sku: string; created: boolean }>(
      `INSERT INTO products AS product
         (id, sku, slug, name, brand, description, category_id, size_label, size_count, size_amount,
          size_unit, size_approximate, sold_by, minimum_age, ${details})
       SELECT id, sku, slug, name, brand, description, "categoryId", "sizeLabel",
              (size ->> 'count')::int, (size ->> 'amount')::numeric, size ->> 'unit',
              coalesce((size ->> 'approximate')::boolean, false), "soldBy", "minimumAge",
              barcode, "taxRateBasisPoints", dietary, allergens, "limitPerOrder", images
       FROM jsonb_to_recordset($1) AS row (id uuid, sku text, slug text, name text, brand text,
         description text, "categoryId" uuid, "sizeLabel" text, size jsonb, "soldBy" text,
         "minimumAge" int, barcode text, "taxRateBasisPoints" int, dietary text[],
         allergens text[], "limitPerOrder" int, images text[])
       ON CONFLICT (sku) DO UPDATE SET
         ${changing.map((column) => `${column} = excluded.${column}`).join(', ')},
         version = product.version + 1, updated_at = now()
       WHERE (${changing.map((column) => `product.${column}`).join(', ')})
         IS DISTINCT FROM (${changing.map((column) => `excluded.${column}`).join(', ')})
       RETURNING id, sku, xmax = 0 AS created`,
      [
        JSON.stringify(
          rows.map((row) => ({
            ...unsaid,
            slug: slugs.get(row.sku),
            ...known.get(row.sku),
            ...row,
            id: this.ids.next(),
            size: parseSizeLabel(row.sizeLabel ?? '', row.name) ?? undefined,
          })),
        ),
      ],
    );
    const ids = (created: boolean) =>
      new Map(written.flatMap((row) => (row.created === created ? [[row.id, row.sku]] : [])));
    return { created: ids(true), updated: ids(false) };
  }

  /** Details that existing products keep where the file states none; locks the products. */
  async #known(tx: Transaction, rows: readonly PreparedRow[]) {
    const found = await tx.query<{ sku: string }>(
      `SELECT sku, slug, barcode, tax_rate_bp AS "taxRateBasisPoints", dietary, allergens,
         limit_per_order AS "limitPerOrder", images
       FROM products WHERE sku = ANY($1) ORDER BY sku COLLATE "C" FOR NO KEY UPDATE`,
      [rows.map((row) => row.sku)],
    );
    return new Map(found.map((product) => [product.sku, product]));
  }

  /** Slugs for new products that state none: free in the table and unique within the batch. */
  async #freeSlugs(
    tx: Transaction,
    rows: readonly PreparedRow[],
    known: ReadonlyMap<string, unknown>,
  ): Promise<ReadonlyMap<string, string>> {
    const seeking = rows.filter(({ sku, slug }) => slug === undefined && !known.has(sku));
    const wanted = seeking.map(({ sku, name, sizeLabel }) => ({
      slug: productSlug(name, sizeLabel),
      suffix: productSlug(sku, null),
    }));
    const taken = new Set(rows.flatMap(({ slug = [] }) => slug));
    for (;;) {
      const slugs = distinctSlugs(wanted, taken);
      const found = await tx.query<{ slug: string }>(
        'SELECT slug FROM products WHERE slug = ANY($1)',
        [slugs],
      );
      if (found.length === 0) return new Map(seeking.map(({ sku }, index) => [sku, slugs[index]!]));
      for (const { slug } of found) taken.add(slug);
    }
  }
}

/** Products with the same barcode or slug, and a sale that the new price may undercut. */
interface Conflict {
  readonly sku: string;
  readonly sameBarcode?: string | null | undefined;
  readonly sameSlug?: string | null | undefined;
  /** Of a sale that runs or is still to come. */
  readonly salePriceMinor: number | null;
}

function faultOf(row: CatalogRow, conflict: Conflict): string | null {
  const { sameBarcode, sameSlug, salePriceMinor } = conflict;
  if (sameBarcode) return `The barcode is that of ${sameBarcode}: keep it with one of them.`;
  if (sameSlug) return `The slug is that of ${sameSlug}: choose another, or leave it empty.`;
  if (row.sale !== undefined || (salePriceMinor ?? 0) < row.priceMinor) return null;
  return 'The price is not above that of its sale: state a sale_price too, or `none`.';
}

const details = 'barcode, tax_rate_bp, dietary, allergens, limit_per_order, images';
/** Details of a new product where the file states none. */
const unsaid = { taxRateBasisPoints: 0, dietary: [], allergens: [], images: [] };
/** The columns that an import may change. */
const changing = [
  'slug, name, brand, description, category_id, size_label, size_count, size_amount, size_unit',
  'size_approximate, sold_by, minimum_age',
  details,
].flatMap((columns) => columns.split(', '));
