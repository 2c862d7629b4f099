import { defineFailure } from '../kernel/failure.js';

export const StoreNotFound = defineFailure({
  code: 'store-not-found',
  kind: 'not-found',
  title: 'No such store',
  remedy: 'Use an id or slug from GET /v1/stores.',
});
export const StoreRequired = defineFailure({
  code: 'store-required',
  kind: 'malformed',
  title: 'Which store is meant is not clear',
  remedy: 'Say `store`, an id or slug from GET /v1/stores; it may be left out while there is one.',
});
export const StoreSlugTaken = defineFailure({
  code: 'store-slug-taken',
  kind: 'conflict',
  title: 'Another store has this slug',
  remedy: 'Choose another slug.',
});
export const ProductNotFound = defineFailure({
  code: 'product-not-found',
  kind: 'not-found',
  title: 'No such product in this store',
  remedy: 'Use an id or slug from GET /v1/products.',
});
export const InconsistentFilter = defineFailure({
  code: 'inconsistent-filter',
  kind: 'refused',
  title: 'The filters contradict each other',
  remedy: 'Let `minPrice` be at most `maxPrice`; send `sort=relevance` only with `q`.',
});
export const InsufficientStock = defineFailure({
  code: 'insufficient-stock',
  kind: 'conflict',
  title: 'There is not enough in stock',
  remedy: 'Lower the quantities of `lines` to what is `available`, or take the lines out.',
});
