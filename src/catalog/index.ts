export { InsufficientStock, StoreNotFound, StoreRequired } from './catalog.errors.js';
export { CatalogModule } from './catalog.module.js';
export { catalogSchema } from './catalog.schema.js';
export { MoneyResponse, PlaceResponse } from './catalog.responses.js';
export { StoreHandle, StoreQuery } from './stores/store.requests.js';
export { SubstitutesResponse } from './products/substitutes.responses.js';
export {
  CatalogueImport,
  type ImportOptions,
  type ImportProgress,
} from './import/catalogue-import.service.js';
export { CatalogueFileError, type RejectedRow } from './import/catalogue-file.js';
export { ProductsService } from './listing/products.service.js';
export { type SellableProduct, Sellables } from './stock/sellables.queries.js';
export { SubstitutesService } from './products/substitutes.service.js';
export { type Demand, Stock, type TakenBack } from './stock/stock.queries.js';
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
