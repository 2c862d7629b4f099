import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { CursorCodec } from '../../platform/index.js';
import { trueUntil } from './listing.cache.js';
import { InconsistentFilter, ProductNotFound } from '../catalog.errors.js';
import { type ListProductsQuery, sortOf } from './products.requests.js';
import type { ProductResponse, ProductsResponse } from './products.responses.js';
import { ListingQueries, type ListingPageQuery } from './listing.queries.js';
import { type ListingScope, ListingScopes } from './listing-scope.queries.js';
import { productOf, summaryOf } from './product.mapper.js';
import { type FoundPage, SearchQueries } from './search.queries.js';
import { type AskedSize, sizesIn } from '../search/asked-sizes.js';
import { searchQuery, suggestionsFor } from '../search/search-words.js';
import { isSku } from '../text/sku.js';

@Injectable()
export class ProductsService {
  constructor(
    private readonly scopes: ListingScopes,
    private readonly listings: ListingQueries,
    private readonly searches: SearchQueries,
    private readonly cursors: CursorCodec,
    private readonly clock: Clock,
  ) {}

  /**
   * Needs two SQL statements: the scope, then the page.
   * @throws store-not-found, store-required, invalid-cursor, inconsistent-filter
   */
  async list(query: ListProductsQuery): Promise<ProductsResponse> {
    const { q, cursor, count } = query;
    refuseContradictions(query);
    const { sizes, rest } = sizesIn(q ?? '');
    const scope = await this.scopes.find({ ...query, q: q === undefined ? q : rest });
    const filters = { ...query, storeId: scope.storeId, category: scope.category };
    const asked = { filters, sort: sortOf(query), count, now: this.clock.now() };
    let page = nothing;
    const { items, nextCursor } = await this.cursors.page(
      query,
      cursorScope(scope, query),
      async (after: readonly [string, string] | null, limit) => {
        page = await this.#page(query, scope, sizes, { ...asked, limit, after });
        return page.rows;
      },
      ({ position, product_id: id }) => [position, id],
    );
    const isFruitless = q !== undefined && items.length === 0 && cursor === undefined;
    return trueUntil(page.until, {
      items: items.map((row) => summaryOf(row, scope.currency)),
      nextCursor,
      ...(count && { total: page.total ?? 0 }),
      ...(page.dropped.length > 0 && { dropped: [...page.dropped] }),
      ...(isFruitless && { suggestions: [...page.suggestions] }),
    });
  }

  async #page(
    { q, category }: ListProductsQuery,
    { words }: ListingScope,
    sizes: readonly AskedSize[],
    page: ListingPageQuery,
  ): Promise<FoundPage> {
    if (category !== undefined && !page.filters.category) return nothing;
    if (q === undefined) return { ...nothing, ...(await this.listings.browse(page)) };
    const query = searchQuery(words, sizes);
    // Words with blanks between are a code only with a digit: the rest are what shoppers type.
    const code = isSku(q) && /\d|^\S+$/.test(q) ? q : null;
    if (!query && !code) return nothing;
    const suggestions = page.after ? [] : suggestionsFor(words);
    return this.searches.search({ ...page, query, code, suggestions });
  }

  /** @throws product-not-found, store-not-found, store-required */
  async one(idOrSlug: string, store?: string): Promise<ProductResponse> {
    const scope = await this.scopes.find({ store });
    const now = this.clock.now();
    const row = await this.listings.one(scope.storeId, idOrSlug.toLowerCase(), now);
    if (!row) throw ProductNotFound.because('This store has no product with that id or slug.');
    return trueUntil(row.availability_until, productOf(row, scope.currency));
  }
}

const nothing: FoundPage = { rows: [], total: null, until: null, dropped: [], suggestions: [] };

function refuseContradictions(query: ListProductsQuery): void {
  const { minPrice, maxPrice, sort, q } = query;
  if (minPrice !== undefined && maxPrice !== undefined && minPrice > maxPrice) {
    throw InconsistentFilter.because('`minPrice` is more than `maxPrice`.');
  }
  if (sort === 'relevance' && q === undefined) {
    throw InconsistentFilter.because('Without `q` nothing is more relevant than the rest.');
  }
}

/** Everything that decides the list's content and order, except the page size. */
function cursorScope({ storeId, language }: ListingScope, query: ListProductsQuery): string {
  const { category, q, minPrice, maxPrice, inStock, onSale, dietary, brand } = query;
  const asked = [category, q, minPrice, maxPrice, inStock, onSale, dietary, brand];
  return JSON.stringify([storeId, language, sortOf(query), ...asked]);
}
