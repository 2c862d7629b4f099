import type { ModuleSchema } from '../platform/index.js';
import { CategoryEntity } from './categories/category.entity.js';
import { AskWordsOfAStore1764131010000 } from './migrations/1764131010000-ask-words-of-a-store.js';
import { CreateCatalog1764003000000 } from './migrations/1764003000000-create-catalog.js';
import { NoteImportFields1764120000000 } from './migrations/1764120000000-note-import-fields.js';
import { SettleMissingGoods1764130000000 } from './migrations/1764130000000-settle-missing-goods.js';
import { KnowWordsByStore1764131000000 } from './migrations/1764131000000-know-words-by-store.js';
import { SortNamesByLanguage1764138000000 } from './migrations/1764138000000-sort-names-by-language.js';
import { StoreEntity } from './stores/store.entity.js';

export const catalogSchema: ModuleSchema = {
  entities: [StoreEntity, CategoryEntity],
  migrations: [
    CreateCatalog1764003000000,
    NoteImportFields1764120000000,
    SettleMissingGoods1764130000000,
    KnowWordsByStore1764131000000,
    AskWordsOfAStore1764131010000,
    SortNamesByLanguage1764138000000,
  ],
};
