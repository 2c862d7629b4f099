// All keys, tags and times of the catalog's cached reads, and what evicts them.
import { type CachedRequest, defineRoutePolicy } from '../cache/index.js';
import {
  ListCategoriesQuery,
  ListProductsQuery,
  OneProductQuery,
  sortOf,
} from './http/catalog.requests.js';

/** Any bulk change of products, prices or categories. */
export const catalogTag = 'catalog';
export const storesTag = 'stores';
/** Searches: their results can change with any product's availability. */
export const searchTag = 'search';
/** By id or slug, as the reader named it; a change touches both. */
export const productTag = (idOrSlug: string) => `product:${idOrSlug}`;
export const categoryTag = (idOrSlug: string) => `category:${idOrSlug}`;

const minute = 60_000;

export const storesPolicy = defineRoutePolicy({
  name: 'catalog.stores',
  scope: 'public',
  ttlMs: 5 * minute,
  key: () => ({}),
  tags: () => [storesTag],
});

export const categoriesPolicy = defineRoutePolicy<ListCategoriesQuery>({
  name: 'catalog.categories',
  scope: 'public',
  ttlMs: 5 * minute,
  query: ListCategoriesQuery,
  key: ({ query }) => ({ store: query.store }),
  tags: () => [catalogTag, storesTag],
});

export const productsPolicy = defineRoutePolicy<ListProductsQuery>({
  name: 'catalog.products',
  scope: 'public',
  ttlMs: 2 * minute,
  graceMs: 5 * minute,
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

export const productPolicy = defineRoutePolicy<OneProductQuery>({
  name: 'catalog.product',
  scope: 'public',
  ttlMs: 5 * minute,
  graceMs: 5 * minute,
  notFoundTtlMs: 5000,
  query: OneProductQuery,
  key: ({ params, query }) => ({ product: handle(params), store: query.store }),
  tags: ({ params }) => [catalogTag, storesTag, productTag(handle(params))],
});

/** A list without a category shows every product: it goes with the searches. */
function narrowest(query: ListProductsQuery): string {
  return query.q === undefined && query.category !== undefined
    ? categoryTag(query.category)
    : searchTag;
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
