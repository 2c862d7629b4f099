import type { ModuleSchema } from '../platform/index.js';
import { CategoryEntity } from './categories/category.entity.js';
import { CreateCatalog1764000002000 } from './migrations/1764000002000-create-catalog.js';
import { GrowCatalog1764100000000 } from './migrations/1764100000000-grow-catalog.js';
import { ScheduleStores1764100400000 } from './migrations/1764100400000-schedule-stores.js';
import { KeepStockBooks1764100200000 } from './migrations/1764100200000-keep-stock-books.js';
import { EditCatalog1764100300000 } from './migrations/1764100300000-edit-catalog.js';
import { SearchByWords1764100100000 } from './migrations/1764100100000-search-by-words.js';
import { CreateImports1764100310000 } from './migrations/1764100310000-create-imports.js';
import { SeeThroughHolds1764100500000 } from './migrations/1764100500000-see-through-holds.js';
import { CountImportFailures1764600200000 } from './migrations/1764600200000-count-import-failures.js';
import { StoreEntity } from './stores/store.entity.js';

export const catalogSchema: ModuleSchema = {
  entities: [StoreEntity, CategoryEntity],
  migrations: [
    CreateCatalog1764000002000,
    GrowCatalog1764100000000,
    SearchByWords1764100100000,
    KeepStockBooks1764100200000,
    EditCatalog1764100300000,
    CreateImports1764100310000,
    ScheduleStores1764100400000,
    SeeThroughHolds1764100500000,
    CountImportFailures1764600200000,
  ],
};
