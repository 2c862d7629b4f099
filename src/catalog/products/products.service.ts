import { Injectable } from '@nestjs/common';
import { CursorCodec } from '../../platform/index.js';
import { ProductNotFound } from '../catalog.errors.js';
import type { ListProductsQuery } from '../http/catalog.requests.js';
import type { ProductResponse, ProductsResponse } from '../http/catalog.responses.js';
import { type Store, StoresService } from '../stores/stores.service.js';
import { type ListingRow, ListingQueries } from './listing.queries.js';
import { productOf, summaryOf } from './product.mapper.js';

@Injectable()
export class ProductsService {
  constructor(
    private readonly stores: StoresService,
    private readonly listings: ListingQueries,
    private readonly cursors: CursorCodec,
  ) {}

  /** @throws store-not-found, store-required, invalid-cursor */
  async list(query: ListProductsQuery): Promise<ProductsResponse> {
    const store = await this.stores.resolve(query.store);
    const scope = scopeOf(store, query);
    const page = {
      storeId: store.id,
      category: query.category,
      inStock: query.inStock,
      limit: query.limit,
      after: query.cursor
        ? (this.cursors.decode(scope, query.cursor) as [string | number, string])
        : null,
    };
    const rows =
      query.q === undefined
        ? await this.listings.browse({ ...page, sort: query.sort })
        : await this.listings.search({ ...page, words: query.q });
    const shown = rows.slice(0, query.limit);
    const last = rows.length > query.limit ? shown.at(-1) : undefined;
    return {
      items: shown.map((row) => summaryOf(row, store.currency)),
      nextCursor: last ? this.cursors.encode(scope, positionOf(last, query)) : null,
    };
  }

  /** @throws product-not-found, store-not-found, store-required */
  async one(idOrSlug: string, storeHandle?: string): Promise<ProductResponse> {
    const store = await this.stores.resolve(storeHandle);
    const row = await this.listings.one(store.id, idOrSlug.toLowerCase());
    if (!row) throw ProductNotFound.because('This store has no product with that id or slug.');
    return productOf(row, store.currency);
  }
}

function scopeOf(store: Store, query: ListProductsQuery): string {
  return JSON.stringify([store.id, query.category, query.q, query.sort, query.inStock]);
}

function positionOf(row: ListingRow, query: ListProductsQuery): [string | number, string] {
  if (query.q !== undefined) return [row.score ?? 0, row.product_id];
  return [query.sort === 'name' ? row.sort_name : row.price_minor, row.product_id];
}
