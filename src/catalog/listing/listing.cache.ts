// Keys and times of the cached lists, searches and products.
import { defineRoutePolicy } from '../../cache/index.js';
import {
  catalogTag,
  categoryTag,
  handleIn,
  productTag,
  searchTag,
  storesTag,
} from '../catalog.cache.js';
import { StoreQuery } from '../stores/store.requests.js';
import { ListProductsQuery, sortOf } from './products.requests.js';

const twoMinutes = 2 * 60_000;
const fiveMinutes = 5 * 60_000;

/** Marks an answer with its expiry. A symbol is not serialised, and so is not sent. */
const untrueAt = Symbol('untrue at');

/** The answer, marked with when an expiring hold makes it untrue; null for never. */
export function trueUntil<Answer extends object>(moment: Date | null, answer: Answer): Answer {
  return Object.assign(answer, { [untrueAt]: moment });
}

export const holdsExpire = (answer: unknown) => (answer as { [untrueAt]: Date | null })[untrueAt];

export const productsPolicy = defineRoutePolicy<ListProductsQuery>({
  name: 'catalog.products',
  scope: 'public',
  ttlMs: twoMinutes,
  graceMs: fiveMinutes,
  trueUntil: holdsExpire,
  query: ListProductsQuery,
  key: ({ query }) => ({
    store: query.store,
    category: query.category,
    q: query.q,
    sort: sortOf(query),
    minPrice: query.minPrice,
    maxPrice: query.maxPrice,
    inStock: query.inStock,
    onSale: query.onSale,
    dietary: query.dietary,
    brand: query.brand,
    count: query.count,
    limit: query.limit,
    cursor: query.cursor,
  }),
  tags: ({ query }) => [catalogTag, storesTag, narrowest(query)],
});

export const productPolicy = defineRoutePolicy<StoreQuery>({
  name: 'catalog.product',
  scope: 'public',
  ttlMs: fiveMinutes,
  graceMs: fiveMinutes,
  trueUntil: holdsExpire,
  notFoundTtlMs: 5000,
  query: StoreQuery,
  key: ({ params, query }) => ({ product: handleIn(params), store: query.store }),
  tags: ({ params }) => [catalogTag, storesTag, productTag(handleIn(params))],
});

/** A list without a category can show any product: it shares the tag of searches. */
function narrowest(query: ListProductsQuery): string {
  return query.q === undefined && query.category !== undefined
    ? categoryTag(query.category)
    : searchTag;
}
