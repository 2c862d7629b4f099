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
  title: 'There are several stores',
  remedy: 'Send `store`, an id or slug from GET /v1/stores; it is needed once there are several.',
});
export const StaffNotFound = defineFailure({
  code: 'staff-not-found',
  kind: 'not-found',
  title: 'Nobody of your staff',
  remedy: 'Use an id from GET /v1/admin/staff; people who also work at stores of others are not.',
});
export const StoreSlugTaken = defineFailure({
  code: 'store-slug-taken',
  kind: 'conflict',
  title: 'Another store has this slug',
  remedy: 'Choose another slug.',
});
export const PauseAlreadyOver = defineFailure({
  code: 'pause-already-over',
  kind: 'refused',
  title: 'The pause would end before it begins',
  remedy: 'Send an `until` in the future, or leave it out to pause until somebody resumes.',
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
export const SearchTermUnusable = defineFailure({
  code: 'search-term-unusable',
  kind: 'refused',
  title: 'A search could not be for one of the terms',
  remedy: 'Give each set two different terms, each of one to three words with a letter or digit.',
});
export const InsufficientStock = defineFailure({
  code: 'insufficient-stock',
  kind: 'conflict',
  title: 'There is not enough in stock',
  remedy: 'Lower the quantities of `lines` to what is `available`, or take the lines out.',
});
export const SkuTaken = defineFailure({
  code: 'sku-taken',
  kind: 'conflict',
  title: 'Another product has this SKU',
  remedy: 'Edit that product, or choose another SKU.',
});
export const SlugTaken = defineFailure({
  code: 'slug-taken',
  kind: 'conflict',
  title: 'The slug is taken',
  remedy: 'Choose another slug, or leave it out when you create something.',
});
export const BarcodeTaken = defineFailure({
  code: 'barcode-taken',
  kind: 'conflict',
  title: 'Another product has this barcode',
  remedy: 'Correct the barcode of one of the two.',
});
export const CategoryUnknown = defineFailure({
  code: 'category-unknown',
  kind: 'refused',
  title: 'The category does not exist',
  remedy: 'Use the id of a category from GET /v1/admin/categories.',
});
export const PriceNotFound = defineFailure({
  code: 'price-not-found',
  kind: 'not-found',
  title: 'The store has no price for this product',
  remedy: 'Set one with PUT at the same address.',
});
export const SaleInconsistent = defineFailure({
  code: 'sale-inconsistent',
  kind: 'refused',
  title: 'The sale makes no sense',
  remedy: 'Send a price below the usual one, a start and a later end; or none of the three.',
});
export const CategoryNotFound = defineFailure({
  code: 'category-not-found',
  kind: 'not-found',
  title: 'No such category',
  remedy: 'Use an id from GET /v1/admin/categories.',
});
export const CategoryNameTaken = defineFailure({
  code: 'category-name-taken',
  kind: 'conflict',
  title: 'A category beside it has this name',
  remedy: 'Choose another name, or put the products into that category.',
});
export const CategoryMisplaced = defineFailure({
  code: 'category-misplaced',
  kind: 'refused',
  title: 'The category does not fit there',
  remedy: 'Choose a parent that is not below it and keeps the tree within three levels.',
});
export const CategoryNotEmpty = defineFailure({
  code: 'category-not-empty',
  kind: 'conflict',
  title: 'The category is not empty',
  remedy: 'Move its products, retired ones included, and the categories below it; then remove it.',
});
export const StockIsPromised = defineFailure({
  code: 'stock-is-promised',
  kind: 'conflict',
  title: 'Orders and holds need more than would remain',
  remedy: 'Leave at least `reserved` and `held` on hand, or deal with those orders first.',
});
export const UnclearMovement = defineFailure({
  code: 'unclear-movement',
  kind: 'refused',
  title: 'The reason does not fit the numbers',
  remedy: 'Send `counted` with that reason, else `delta`: above 0 for arrivals, below for damage.',
});
export const ImportNotFound = defineFailure({
  code: 'import-not-found',
  kind: 'not-found',
  title: 'No such import',
  remedy: 'Use the id that POST /v1/admin/imports answered; imports are kept for thirty days.',
});
export const ImportFinished = defineFailure({
  code: 'import-finished',
  kind: 'conflict',
  title: 'The import has finished',
  remedy: 'Send the file again to import it again.',
});
export const UnreadableFile = defineFailure({
  code: 'unreadable-file',
  kind: 'refused',
  title: 'The file cannot be read',
  remedy: 'Send CSV in UTF-8 whose first line names the columns; `detail` says what is wrong.',
});
