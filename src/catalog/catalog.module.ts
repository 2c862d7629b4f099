import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CategoriesService } from './categories/categories.service.js';
import { CategoryEntity } from './categories/category.entity.js';
import { CategoryRepository } from './categories/category.repository.js';
import { CatalogController } from './http/catalog.controller.js';
import { StockController } from './http/stock.controller.js';
import { CatalogueImport } from './import/catalogue-import.service.js';
import { CatalogueQueries } from './import/catalogue.queries.js';
import { ListingQueries } from './products/listing.queries.js';
import { ListingWriter } from './products/listing-writer.queries.js';
import { ProductsService } from './products/products.service.js';
import { Sellables } from './products/sellables.queries.js';
import { ReleaseExpiredHoldsJob } from './stock/release-expired-holds.job.js';
import { Shelves } from './stock/shelves.queries.js';
import { Stock } from './stock/stock.queries.js';
import { StockAdjustments } from './stock/stock-adjustments.service.js';
import { StockHolds } from './stock/stock-holds.queries.js';
import { StockLedger } from './stock/stock-ledger.queries.js';
import { StockReads } from './stock/stock-reads.queries.js';
import { StoreEntity } from './stores/store.entity.js';
import { StoreRepository } from './stores/store.repository.js';
import { StoresService } from './stores/stores.service.js';

/** Stores, categories, products, prices, stock, search, import: simple data, heavy reads. */
@Module({
  imports: [TypeOrmModule.forFeature([StoreEntity, CategoryEntity])],
  controllers: [CatalogController, StockController],
  providers: [
    StoreRepository,
    StoresService,
    CategoryRepository,
    CategoriesService,
    ListingQueries,
    ListingWriter,
    ProductsService,
    Sellables,
    Shelves,
    StockLedger,
    Stock,
    StockHolds,
    StockReads,
    StockAdjustments,
    ReleaseExpiredHoldsJob,
    CatalogueQueries,
    CatalogueImport,
  ],
  exports: [
    StoresService,
    ProductsService,
    Sellables,
    Stock,
    StockHolds,
    StockLedger,
    CatalogueImport,
  ],
})
export class CatalogModule {}
