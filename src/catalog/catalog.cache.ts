// All keys, tags and times of the catalog's cached reads, and what evicts them.
import { type CachedRequest, defineRoutePolicy } from '../cache/index.js';
import { ListProductsQuery, sortOf } from './http/catalog.requests.js';
import { StoreQuery } from './http/store.requests.js';
import type { StoreResponse, StoresResponse } from './http/store.responses.js';
import { SubstitutesQuery } from './http/substitutes.requests.js';

/** Any bulk change of products, prices or categories. */
export const catalogTag = 'catalog';
export const storesTag = 'stores';
/** Searches: their results can change with any product's availability. */
export const searchTag = 'search';
/** The tree: which categories a store has anything in, and their names. */
export const categoriesTag = 'categories';
/** By id or slug, as the reader named it; a change touches both. */
export const productTag = (idOrSlug: string) => `product:${idOrSlug}`;
export const categoryTag = (idOrSlug: string) => `category:${idOrSlug}`;

const minute = 60_000;

/** Where an answer keeps it: no field, so it is not sent. */
const untrueAt = Symbol('untrue at');

/** The answer, and when an expiring hold makes it untrue; null for never. */
export function trueUntil<Answer extends object>(moment: Date | null, answer: Answer): Answer {
  return Object.assign(answer, { [untrueAt]: moment });
}

const holdsExpire = (answer: unknown) => (answer as { [untrueAt]: Date | null })[untrueAt];

// Whether a store is open changes with the time: an answer that says so lives no longer.
export const storesPolicy = defineRoutePolicy({
  name: 'catalog.stores',
  scope: 'public',
  ttlMs: 5 * minute,
  trueUntil: (answer) => firstEnd((answer as StoresResponse).items),
  key: () => ({}),
  tags: () => [storesTag],
});

export const storePolicy = defineRoutePolicy({
  name: 'catalog.store',
  scope: 'public',
  ttlMs: 5 * minute,
  notFoundTtlMs: 5000,
  trueUntil: (answer) => firstEnd([answer as StoreResponse]),
  key: ({ params }) => ({ store: handle(params) }),
  tags: () => [storesTag],
});

export const categoriesPolicy = defineRoutePolicy<StoreQuery>({
  name: 'catalog.categories',
  scope: 'public',
  ttlMs: 5 * minute,
  query: StoreQuery,
  key: ({ query }) => ({ store: query.store }),
  tags: () => [catalogTag, storesTag, categoriesTag],
});

export const productsPolicy = defineRoutePolicy<ListProductsQuery>({
  name: 'catalog.products',
  scope: 'public',
  ttlMs: 2 * minute,
  graceMs: 5 * minute,
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
  ttlMs: 5 * minute,
  graceMs: 5 * minute,
  trueUntil: holdsExpire,
  notFoundTtlMs: 5000,
  query: StoreQuery,
  key: ({ params, query }) => ({ product: handle(params), store: query.store }),
  tags: ({ params }) => [catalogTag, storesTag, productTag(handle(params))],
});

/** Its candidates change with whatever stands in the aisle, as the results of a search do. */
export const substitutesPolicy = defineRoutePolicy<SubstitutesQuery>({
  name: 'catalog.substitutes',
  scope: 'public',
  ttlMs: 2 * minute,
  graceMs: 5 * minute,
  trueUntil: holdsExpire,
  query: SubstitutesQuery,
  key: ({ params, query }) => ({
    product: handle(params),
    store: query.store,
    limit: query.limit,
  }),
  tags: ({ params }) => [catalogTag, storesTag, searchTag, productTag(handle(params))],
});

/** A list without a category shows every product: it goes with the searches. */
function narrowest(query: ListProductsQuery): string {
  return query.q === undefined && query.category !== undefined
    ? categoryTag(query.category)
    : searchTag;
}

/** The earliest moment at which one of the stores opens, closes or says something else. */
function firstEnd(stores: readonly StoreResponse[]): Date | null {
  const ends = stores.flatMap(({ opening }) => opening.validUntil ?? []);
  return ends.length === 0 ? null : new Date(ends.toSorted()[0]!);
}

const handle = (params: CachedRequest['params']) => String(params['id']).toLowerCase();

/** The tags of one product in whatever list or page it stands. */
export function tagsOfProduct(product: {
  productId: string;
  slug: string;
  categoryId: string;
  categorySlug: string;
  departmentId: string;
  departmentSlug: string;
  /** Of a product on a shelf, the aisle between. */
  aisleId: string | null;
  aisleSlug: string | null;
}): string[] {
  const categories = [
    product.categoryId,
    product.categorySlug,
    product.departmentId,
    product.departmentSlug,
    product.aisleId,
    product.aisleSlug,
  ].filter((category) => category !== null);
  return [
    productTag(product.productId),
    productTag(product.slug),
    ...new Set(categories.map(categoryTag)),
    searchTag,
  ];
}

/** The tags of a product by each category that it can be browsed in: its own and those above. */
export function tagsOnShelves(
  productId: string,
  slug: string,
  categories: readonly { readonly id: string; readonly slug: string }[],
): string[] {
  const handles = categories.flatMap((category) => [category.id, category.slug]);
  return [productTag(productId), productTag(slug), ...new Set(handles.map(categoryTag)), searchTag];
}
