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
export const InsufficientStock = defineFailure({
  code: 'insufficient-stock',
  kind: 'conflict',
  title: 'There is not enough in stock',
  remedy: 'Lower the quantities of `lines` to what is `available`, or take the lines out.',
});
export const StockIsPromised = defineFailure({
  code: 'stock-is-promised',
  kind: 'conflict',
  title: 'Orders and holds need more than would be left',
  remedy: 'Leave at least `reserved` and `held` on hand, or deal with those orders first.',
});
export const UnclearMovement = defineFailure({
  code: 'unclear-movement',
  kind: 'refused',
  title: 'The reason does not go with the numbers',
  remedy: 'Send `counted` with that reason, else `delta`: above 0 for what came, below for damage.',
});
