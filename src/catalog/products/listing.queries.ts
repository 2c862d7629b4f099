import { Injectable } from '@nestjs/common';
import { validate } from 'uuid';
import { Database } from '../../platform/index.js';
import type { ProductSort } from '../http/catalog.requests.js';

export interface ListingRow {
  product_id: string;
  sku: string;
  slug: string;
  name: string;
  brand: string | null;
  size_label: string | null;
  sold_by: 'each' | 'weight';
  minimum_age: number | null;
  price_minor: string;
  availability: 'in' | 'low' | 'out';
  category_id: string;
  category_slug: string;
  category_name: string;
  department_id: string;
  department_slug: string;
  department_name: string;
  description?: string | null;
  sort_name: string;
  score?: number;
}

export interface BrowsePage {
  readonly storeId: string;
  readonly category: string | undefined;
  readonly sort: ProductSort;
  readonly inStock: boolean | undefined;
  readonly limit: number;
  /** The sort value and product id of the last row seen. */
  readonly after: readonly [string | number, string] | null;
}

export interface SearchPage extends Omit<BrowsePage, 'sort'> {
  readonly words: string;
}

const columns = `product_id, sku, slug, name, brand, size_label, sold_by, minimum_age, price_minor,
  availability, category_id, category_slug, category_name, department_id, department_slug,
  department_name, sort_name`;

const orders: Record<
  ProductSort,
  { column: string; type: string; direction: string; past: string }
> = {
  name: { column: 'sort_name', type: 'text', direction: 'ASC', past: '>' },
  price: { column: 'price_minor', type: 'bigint', direction: 'ASC', past: '>' },
  '-price': { column: 'price_minor', type: 'bigint', direction: 'DESC', past: '<' },
};

/** What shoppers see, each in one statement over the read table. */
@Injectable()
export class ListingQueries {
  constructor(private readonly database: Database) {}

  /** One row more than `limit` when there is a next page. */
  async browse(page: BrowsePage): Promise<ListingRow[]> {
    const { column, type, direction, past } = orders[page.sort];
    const parameters: unknown[] = [page.storeId, page.limit + 1];
    const conditions = this.#filters(page, parameters);
    if (page.after) {
      parameters.push(...page.after);
      const [value, id] = [parameters.length - 1, parameters.length];
      conditions.push(`(${column}, product_id) ${past} ($${value}::${type}, $${id}::uuid)`);
    }
    return this.database.query<ListingRow>(
      `SELECT ${columns} FROM listings WHERE ${conditions.join(' AND ')}
       ORDER BY ${column} ${direction}, product_id ${direction} LIMIT $2`,
      parameters,
    );
  }

  /**
   * Best first: the product with this SKU, then every word found as a beginning, before what is merely spelt alike; among those,
   * names that are little more than the words. `<%` is pg_trgm's word similarity (0.6 or more).
   */
  async search(page: SearchPage): Promise<ListingRow[]> {
    const parameters: unknown[] = [page.storeId, page.limit + 1, page.words, prefixes(page.words)];
    const conditions = this.#filters(page, parameters);
    let after = '';
    if (page.after) {
      parameters.push(...page.after);
      const [value, id] = [parameters.length - 1, parameters.length];
      after = `WHERE (-score, product_id) > (-($${value}::int), $${id}::uuid)`;
    }
    return this.database.query<ListingRow>(
      `WITH wanted AS (
         SELECT unaccent($3) AS text, to_tsquery('simple', unaccent($4)) AS words
       ), found AS (
         SELECT ${columns},
           ((lower(sku) = $3)::int * 2000 + (search_words @@ wanted.words)::int * 1000
             + round(word_similarity(wanted.text, search_text) * 300)
             + round(similarity(wanted.text, search_text) * 500))::int AS score
         FROM listings, wanted
         WHERE ${conditions.join(' AND ')}
           AND (search_words @@ wanted.words OR wanted.text <% search_text OR lower(sku) = $3)
       )
       SELECT * FROM found ${after} ORDER BY score DESC, product_id LIMIT $2`,
      parameters,
    );
  }

  async one(storeId: string, idOrSlug: string): Promise<ListingRow | null> {
    const column = validate(idOrSlug) ? 'listing.product_id' : 'listing.slug';
    const [row] = await this.database.query<ListingRow>(
      `SELECT ${columns
        .split(',')
        .map((name) => `listing.${name.trim()}`)
        .join(', ')}, product.description
       FROM listings listing JOIN products product ON product.id = listing.product_id
       WHERE listing.store_id = $1 AND ${column} = $2`,
      [storeId, idOrSlug],
    );
    return row ?? null;
  }

  #filters(page: Omit<BrowsePage, 'sort'>, parameters: unknown[]): string[] {
    const conditions = ['store_id = $1'];
    if (page.category !== undefined) {
      parameters.push(page.category);
      const match = `WHERE ${validate(page.category) ? 'id' : 'slug'} = $${parameters.length}`;
      conditions.push(
        `(category_id = (SELECT id FROM categories ${match})
          OR department_id = (SELECT id FROM categories ${match}))`,
      );
    }
    if (page.inStock !== undefined) {
      parameters.push(page.inStock);
      conditions.push(`(availability <> 'out') = $${parameters.length}`);
    }
    return conditions;
  }
}

/** `whole milk` → `whole:* & milk:*`: letters and digits only, so that no operator gets in. */
function prefixes(words: string): string {
  const found = words.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return found.map((word) => `${word}:*`).join(' & ');
}
