export { InsufficientStock, StoreNotFound, StoreRequired } from './catalog.errors.js';
export { CatalogModule } from './catalog.module.js';
export { catalogSchema } from './catalog.schema.js';
export { MoneyResponse, PlaceResponse } from './catalog.responses.js';
export { StoreHandle, StoreQuery } from './stores/store.requests.js';
export { SubstitutesResponse } from './products/substitutes.responses.js';
export {
  CatalogImport,
  type ImportOptions,
  type ImportProgress,
} from './import/catalog-import.service.js';
export { CatalogFileError, type RejectedRow } from './import/catalog-file.js';
export { ProductsService } from './listing/products.service.js';
export { type SellableProduct, SellableProducts } from './stock/sellable-products.queries.js';
export { SubstitutesService } from './products/substitutes.service.js';
export { type StockRequest, Stock, type ReturnedStock } from './stock/stock.queries.js';
export {
  type DayHours,
  isTimeZone,
  openingAt,
  pauseAt,
  windowsWithinHours,
} from './stores/opening-hours.js';
export { type NewHold, StockHolds } from './stock/stock-holds.queries.js';
export { type Discrepancy, StockLedger } from './stock/stock-ledger.queries.js';
export { type NewStore, type Store, StoresService } from './stores/stores.service.js';
