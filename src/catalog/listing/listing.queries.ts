import { Injectable } from '@nestjs/common';
import { validate } from 'uuid';
import { Database } from '../../platform/index.js';
import type { ProductSort } from './products.requests.js';
import { inStockAt, nextInStock, shownAt, shownUntil } from '../stock/availability.queries.js';
import type { DietaryClaim } from './food-labels.js';
import type { PageRow, ProductRow } from './listing-row.js';

export interface Filters {
  readonly storeId: string;
  readonly category: { readonly id: string; readonly level: CategoryLevel } | null;
  readonly minPrice?: number | undefined;
  readonly maxPrice?: number | undefined;
  readonly inStock?: boolean | undefined;
  readonly onSale?: boolean | undefined;
  readonly dietary?: readonly DietaryClaim[] | undefined;
  readonly brand?: string | undefined;
}

export type CategoryLevel = 'department' | 'aisle' | 'shelf';

export interface ListingPageQuery {
  /** Holds that have expired by then no longer count. */
  readonly now: Date;
  readonly filters: Filters;
  readonly sort: ProductSort;
  readonly limit: number;
  /** The sort value and the product id of the last row seen. */
  readonly after: readonly [position: string, productId: string] | null;
  readonly count: boolean;
}

export interface ListingPage {
  readonly rows: readonly PageRow[];
  /** Rows on all pages; null when the query did not ask. */
  readonly total: number | null;
  /** When an expiring hold changes the page; null for never. */
  readonly until: Date | null;
}

export const listingColumns = (now: string, listing = 'listings') =>
  [
    'product_id, sku, barcode, slug, name, brand, image, size_label, size_count, size_amount',
    'size_unit, size_approximate, sold_by, minimum_age, limit_per_order, dietary, allergens',
    'price_minor, regular_price_minor, on_sale, sale_until, unit_price_minor, unit_price_per',
    `${shownAt(now, listing)} AS availability, ${shownUntil(now, listing)} AS availability_until`,
    'category_id, category_slug, category_name, department_id, department_slug',
    'department_name, aisle_id, aisle_slug, aisle_name',
  ].join(', ');

/** The sort keys, as the indexes have them; the product id breaks ties. */
export const orders: Record<ProductSort, { by: string; type: string; direction: 'ASC' | 'DESC' }> =
  {
    relevance: { by: '-score', type: 'int', direction: 'ASC' },
    name: { by: 'sort_name', type: 'text', direction: 'ASC' },
    price: { by: 'price_minor', type: 'bigint', direction: 'ASC' },
    '-price': { by: 'price_minor', type: 'bigint', direction: 'DESC' },
    unitPrice: {
      by: 'coalesce(unit_price_minor, 9223372036854775807)',
      type: 'bigint',
      direction: 'ASC',
    },
    newest: { by: 'listed_at', type: 'timestamptz', direction: 'DESC' },
  };

/** Placeholders of the moment of reading and of the store, in the parameters of a page. */
export const nowAt = '$2';
export const storeAt = '$3';

/** The first parameters of a page: its limit, one more than it shows, and `nowAt`. */
export const pageParameters = ({ limit, now }: ListingPageQuery): unknown[] => [limit, now];

/** The conditions of the filters; their values are added to `parameters`. */
export function conditionsOf(filters: Filters, parameters: unknown[]): string[] {
  const conditions: string[] = [];
  const add = (value: unknown, condition: (placeholder: string) => string) => {
    if (value === undefined) return;
    parameters.push(value);
    conditions.push(condition(`$${parameters.length}`));
  };
  const { category } = filters;
  add(filters.storeId, (store) => `store_id = ${store}`);
  // An equality on the column of the level: the indexes begin with it.
  if (category) add(category.id, (id) => `${category.level}_id = ${id}`);
  add(filters.minPrice, (price) => `price_minor >= ${price}`);
  add(filters.maxPrice, (price) => `price_minor <= ${price}`);
  add(filters.dietary, (claims) => `dietary @> ${claims}::text[]`);
  add(filters.brand, (brand) => `lower(brand) = ${brand}`);
  if (filters.onSale !== undefined) conditions.push(filters.onSale ? 'on_sale' : 'NOT on_sale');
  if (filters.inStock !== undefined) {
    conditions.push(`${filters.inStock ? '' : 'NOT '}${inStockAt(nowAt)}`);
  }
  return conditions;
}

/** What shoppers browse, one statement over the read table each. */
@Injectable()
export class ListingQueries {
  constructor(private readonly database: Database) {}

  async browse(query: ListingPageQuery): Promise<ListingPage> {
    const { filters, sort, after, count } = query;
    const { by, type, direction } = orders[sort];
    const parameters = pageParameters(query);
    const conditions = conditionsOf(filters, parameters);
    const all = conditions.join(' AND ');
    if (after) {
      parameters.push(...after);
      const [position, id] = [parameters.length - 1, parameters.length];
      const past = direction === 'ASC' ? '>' : '<';
      conditions.push(`(${by}, product_id) ${past} ($${position}::${type}, $${id}::uuid)`);
    }
    const page = `SELECT ${listingColumns(nowAt)}, ${by} AS sorted FROM listings
      WHERE ${conditions.join(' AND ')}
      ORDER BY ${by} ${direction}, product_id ${direction} LIMIT $1`;
    const counted = count ? `SELECT count(*)::int AS total FROM listings WHERE ${all}` : null;
    const text = counting({ page, counted, direction, filters });
    return pageOf(await this.database.query<CountedRow>(text, parameters));
  }

  async one(storeId: string, idOrSlug: string, now: Date): Promise<ProductRow | null> {
    const column = validate(idOrSlug) ? 'id' : 'slug';
    const [row] = await this.database.query<ProductRow>(
      `SELECT listing.*, product.description, product.images, product.tax_rate_bp
       FROM products product
       JOIN (SELECT ${listingColumns('$3')} FROM listings WHERE store_id = $1) listing
         ON listing.product_id = product.id
       WHERE product.${column} = $2`,
      [storeId, idOrSlug, now],
    );
    return row ?? null;
  }
}

export interface CountedRow extends PageRow {
  total: number | null;
  /** When the next product outside the list may pass the filters, because holds expire. */
  entry_at: Date | null;
}

export interface Counting {
  readonly page: string;
  /** Null where the query did not ask. */
  readonly counted: string | null;
  readonly direction: 'ASC' | 'DESC';
  readonly filters: Filters;
}

/** A page with the total of all pages; one row without a product if the page is empty. */
export function counting({ page, counted, direction, filters }: Counting): string {
  const order = `ORDER BY page.sorted ${direction}, page.product_id ${direction}`;
  const entry =
    filters.inStock === undefined ? 'NULL::timestamptz' : `(${nextInStock(storeAt, nowAt)})`;
  return `SELECT page.*, page.sorted::text AS position, counted.total, ${entry} AS entry_at
    FROM (${counted ?? 'SELECT NULL::int AS total'}) counted LEFT JOIN (${page}) page ON true
    ${order}`;
}

export function pageOf(rows: readonly CountedRow[]): ListingPage {
  const found = rows.filter((row) => (row.product_id as string | null) !== null);
  return {
    rows: found,
    total: rows[0]?.total ?? null,
    until: earliest([rows[0]?.entry_at, ...found.map((row) => row.availability_until)]),
  };
}

export function earliest(moments: readonly (Date | null | undefined)[]): Date | null {
  const times = moments.flatMap((moment) => (moment ? [moment.getTime()] : []));
  return times.length === 0 ? null : new Date(Math.min(...times));
}
