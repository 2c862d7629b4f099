import { Injectable } from '@nestjs/common';
import { Ids } from '../../kernel/ids.js';
import type { Transaction } from '../../platform/index.js';
import { type NewMovement, StockLedger } from '../stock/stock-ledger.queries.js';
import type { CatalogueRow } from './catalogue-file.js';
import { productSlug } from './product-slug.js';
import { parseSizeLabel } from './size-label.js';

export interface WrittenRows {
  /** Product ids. */
  readonly created: ReadonlySet<string>;
  readonly updated: ReadonlySet<string>;
}

export interface PreparedRow extends CatalogueRow {
  readonly categoryId: string;
}

/** The import's statements: each one handles a whole batch. */
@Injectable()
export class CatalogueQueries {
  constructor(
    private readonly ids: Ids,
    private readonly ledger: StockLedger,
  ) {}

  /** One import at a time per database: two would fight over slugs and categories. */
  async lock(tx: Transaction): Promise<void> {
    await tx.query("SELECT pg_advisory_xact_lock(hashtext('larder catalogue import'))");
  }

  /** The id of each row's category, aisle or shelf, made where missing. */
  async categories(tx: Transaction, rows: readonly CatalogueRow[]): Promise<PreparedRow[]> {
    let placed = rows.map((row) => ({ row, parentId: null as string | null, prefix: '' }));
    for (const level of ['category', 'subcategory', 'shelf'] as const) {
      const wanted = placed.flatMap(({ row, parentId, prefix }) => {
        const name = row[level];
        return name === null ? [] : [{ name, parentId, prefix }];
      });
      const made = await this.#ensure(tx, wanted);
      placed = placed.map(({ row, parentId, prefix }) => {
        const name = row[level];
        if (name === null) return { row, parentId, prefix };
        return {
          row,
          parentId: made.get(`${parentId ?? ''}:${name}`)!,
          prefix: `${prefix} ${name}`,
        };
      });
    }
    return placed.map(({ row, parentId }) => ({ ...row, categoryId: parentId! }));
  }

  async #ensure(
    tx: Transaction,
    wanted: readonly { name: string; parentId: string | null; prefix: string }[],
  ): Promise<Map<string, string>> {
    const rows = [
      ...new Map(
        wanted.map(({ name, parentId, prefix }) => [
          `${parentId}:${name}`,
          {
            id: this.ids.next(),
            name,
            parent_id: parentId,
            slug: productSlug(`${prefix} ${name}`, null),
          },
        ]),
      ).values(),
    ];
    if (rows.length === 0) return new Map();
    await tx.query(
      `INSERT INTO categories (id, slug, name, parent_id)
       SELECT id, CASE WHEN EXISTS (SELECT FROM categories taken WHERE taken.slug = fresh.slug)
                       THEN fresh.slug || '-' || right(id::text, 6) ELSE fresh.slug END,
              name, parent_id
       FROM jsonb_to_recordset($1) AS fresh (id uuid, slug text, name text, parent_id uuid)
       ON CONFLICT (parent_id, name) DO NOTHING`,
      [JSON.stringify(rows)],
    );
    const found = await tx.query<{ id: string; name: string; parentId: string | null }>(
      `SELECT id, name, parent_id AS "parentId" FROM categories
       WHERE name = ANY($1) AND (parent_id IS NULL OR parent_id = ANY($2))`,
      [rows.map((row) => row.name), unique(rows.map((row) => row.parent_id ?? nobody))],
    );
    return new Map(found.map(({ id, name, parentId }) => [`${parentId ?? ''}:${name}`, id]));
  }

  /** Upserts the products by SKU. A slug, once given, stays: addresses must not change. */
  async products(tx: Transaction, rows: readonly PreparedRow[]): Promise<WrittenRows> {
    const slugs = await this.#freeSlugs(tx, rows);
    const written = await tx.query<{ id: string; created: boolean }>(
      `INSERT INTO products AS product
         (id, sku, slug, name, brand, description, category_id, size_label, size_count, size_amount,
          size_unit, size_approximate, sold_by, minimum_age)
       SELECT id, sku, slug, name, brand, description, "categoryId", "sizeLabel",
              (size ->> 'count')::int, (size ->> 'amount')::numeric, size ->> 'unit',
              coalesce((size ->> 'approximate')::boolean, false), "soldBy", "minimumAge"
       FROM jsonb_to_recordset($1) AS row (id uuid, sku text, slug text, name text, brand text,
         description text, "categoryId" uuid, "sizeLabel" text, size jsonb, "soldBy" text,
         "minimumAge" int)
       ON CONFLICT (sku) DO UPDATE SET
         name = excluded.name, brand = excluded.brand, description = excluded.description,
         category_id = excluded.category_id, size_label = excluded.size_label,
         size_count = excluded.size_count, size_amount = excluded.size_amount,
         size_unit = excluded.size_unit, size_approximate = excluded.size_approximate,
         sold_by = excluded.sold_by, minimum_age = excluded.minimum_age,
         version = product.version + 1, updated_at = now()
       WHERE (product.name, product.brand, product.description, product.category_id,
              product.size_label, product.size_count, product.size_amount, product.size_unit,
              product.size_approximate, product.sold_by, product.minimum_age)
         IS DISTINCT FROM (excluded.name, excluded.brand, excluded.description,
              excluded.category_id, excluded.size_label, excluded.size_count, excluded.size_amount,
              excluded.size_unit, excluded.size_approximate, excluded.sold_by, excluded.minimum_age)
       RETURNING id, xmax = 0 AS created`,
      [
        JSON.stringify(
          rows.map((row) => ({
            ...row,
            id: this.ids.next(),
            slug: slugs.get(row.sku),
            size: parseSizeLabel(row.sizeLabel ?? '', row.name) ?? undefined,
          })),
        ),
      ],
    );
    const ids = (created: boolean) =>
      new Set(written.filter((row) => row.created === created).map((row) => row.id));
    return { created: ids(true), updated: ids(false) };
  }

  async #freeSlugs(tx: Transaction, rows: readonly PreparedRow[]): Promise<Map<string, string>> {
    const wanted = new Map(rows.map((row) => [row.sku, productSlug(row.name, row.sizeLabel)]));
    const taken = await tx.query<{ slug: string }>(
      'SELECT slug FROM products WHERE slug = ANY($1) AND NOT sku = ANY($2)',
      [[...wanted.values()], [...wanted.keys()]],
    );
    const used = new Set(taken.map((row) => row.slug));
    for (const [sku, slug] of wanted) {
      if (used.has(slug)) wanted.set(sku, `${slug}-${productSlug(sku, null)}`);
      used.add(slug);
    }
    return wanted;
  }

  /**
   * Prices, and stock where the file states it; products new to the store start with `stock`.
   * What orders and holds need stays on hand, whatever the file says. Answers the changed products.
   * Rows are taken in the SKU order that orders take them in: the two never deadlock.
   */
  async stock(
    tx: Transaction,
    storeId: string,
    rows: readonly PreparedRow[],
    stock: number,
  ): Promise<string[]> {
    const created = await tx.query<{ productId: string; delta: number }>(
      `INSERT INTO store_products (store_id, product_id, price_minor, on_hand)
       SELECT $1, product.id, row."priceMinor", coalesce(row.stock, $3)
       FROM jsonb_to_recordset($2) AS row (sku text, "priceMinor" bigint, stock int)
       JOIN products product USING (sku)
       ORDER BY sku COLLATE "C"
       ON CONFLICT (store_id, product_id) DO NOTHING
       RETURNING product_id AS "productId", on_hand AS delta`,
      [storeId, JSON.stringify(rows), stock],
    );
    const changed = changesOf(await this.#lockStock(tx, storeId, rows), rows);
    await tx.query(
      `UPDATE store_products stocked SET price_minor = fresh.price, on_hand = fresh."onHand",
         version = stocked.version + (stocked.price_minor <> fresh.price)::int
       FROM jsonb_to_recordset($2) AS fresh ("productId" uuid, price bigint, "onHand" int)
       WHERE store_id = $1 AND product_id = fresh."productId"`,
      [storeId, JSON.stringify(changed)],
    );
    await this.ledger.record(tx, storeId, [
      ...moved(created, { reason: 'initial' }),
      ...moved(changed, { reason: 'counted', reference: 'import' }),
    ]);
    return [...created, ...changed].map((row) => row.productId);
  }

  #lockStock(tx: Transaction, storeId: string, rows: readonly PreparedRow[]) {
    return tx.query<StockRow>(
      `SELECT sku, product_id AS "productId", price_minor::float8 AS price, on_hand AS "onHand",
         reserved + held AS promised
       FROM store_products stocked JOIN products product ON product.id = stocked.product_id
       WHERE store_id = $1 AND sku = ANY($2)
       ORDER BY sku COLLATE "C" FOR NO KEY UPDATE OF stocked`,
      [storeId, rows.map((row) => row.sku)],
    );
  }
}

interface StockRow {
  readonly sku: string;
  readonly productId: string;
  readonly price: number;
  readonly onHand: number;
  /** To orders and holds. */
  readonly promised: number;
}

/** Those of the stored rows that the file changes, as it wants them. */
function changesOf(stored: readonly StockRow[], rows: readonly PreparedRow[]) {
  const wanted = new Map(rows.map((row) => [row.sku, row]));
  return stored.flatMap(({ sku, productId, price: oldPrice, onHand: before, promised }) => {
    const { priceMinor: price, stock } = wanted.get(sku)!;
    const onHand = stock === null ? before : Math.max(stock, promised);
    const isSame = price === oldPrice && onHand === before;
    return isSame ? [] : [{ productId, price, onHand, delta: onHand - before }];
  });
}

function moved(
  rows: readonly { productId: string; delta: number }[],
  why: Pick<NewMovement, 'reason' | 'reference'>,
): NewMovement[] {
  return rows.flatMap(({ productId, delta }) =>
    delta === 0 ? [] : [{ productId, delta, ...why }],
  );
}

/** No category has this parent: stands for "none" in a list of uuids. */
const nobody = '00000000-0000-0000-0000-000000000000';

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];
