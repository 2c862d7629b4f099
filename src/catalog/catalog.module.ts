import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CategoryAdmin } from './admin/category-admin.service.js';
import { CategoryEdits } from './admin/category-edits.queries.js';
import { FollowSalesJob } from './admin/follow-sales.job.js';
import { PriceAdmin } from './admin/price-admin.service.js';
import { PriceEdits } from './admin/price-edits.queries.js';
import { ProductAdmin } from './admin/product-admin.service.js';
import { ProductExport } from './admin/product-export.service.js';
import { ProductExportQueries } from './admin/product-export.queries.js';
import { ProductEdits } from './admin/product-edits.queries.js';
import { CategoryTree } from './admin/category-tree.queries.js';
import { CategoriesService } from './categories/categories.service.js';
import { CategoryEntity } from './categories/category.entity.js';
import { CategoryRepository } from './categories/category.repository.js';
import { AdminStoresController } from './http/admin-stores.controller.js';
import { CatalogController } from './http/catalog.controller.js';
import { StoresController } from './http/stores.controller.js';
import { AdminCategoriesController } from './http/admin-categories.controller.js';
import { AdminImportsController } from './http/admin-imports.controller.js';
import { AdminPricesController } from './http/admin-prices.controller.js';
import { AdminProductsController } from './http/admin-products.controller.js';
import { StockController } from './http/stock.controller.js';
import { FeedWriter } from './imports/feed.queries.js';
import { Imports } from './imports/imports.queries.js';
import { ImportsService } from './imports/imports.service.js';
import { RunImportJob } from './imports/run-import.job.js';
import { WatchImportsJob } from './imports/watch-imports.job.js';
import { CatalogueImport } from './import/catalogue-import.service.js';
import { CatalogueCategories } from './import/catalogue-categories.queries.js';
import { CataloguePrices } from './import/catalogue-prices.queries.js';
import { CatalogueQueries } from './import/catalogue.queries.js';
import { SubstitutesController } from './http/substitutes.controller.js';
import { ListingQueries } from './products/listing.queries.js';
import { ListingWriter } from './products/listing-writer.queries.js';
import { Places } from './products/place.queries.js';
import { ProductsService } from './products/products.service.js';
import { SearchQueries } from './products/search.queries.js';
import { Sellables } from './products/sellables.queries.js';
import { SubstituteQueries } from './products/substitutes.queries.js';
import { SubstitutesService } from './products/substitutes.service.js';
import { ReleaseExpiredHoldsJob } from './stock/release-expired-holds.job.js';
import { Shelves } from './stock/shelves.queries.js';
import { Stock } from './stock/stock.queries.js';
import { StoreEdits } from './stores/store-edits.service.js';
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
  controllers: [
    CatalogController,
    StoresController,
    AdminStoresController,
    AdminProductsController,
    AdminPricesController,
    AdminCategoriesController,
    AdminImportsController,
    SubstitutesController,
    StockController,
  ],
  providers: [
    StoreRepository,
    StoresService,
    StoreEdits,
    CategoryRepository,
    CategoriesService,
    ListingQueries,
    ListingWriter,
    Places,
    SearchQueries,
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
    CatalogueCategories,
    CataloguePrices,
    CatalogueImport,
    CategoryAdmin,
    CategoryEdits,
    FollowSalesJob,
    PriceAdmin,
    PriceEdits,
    ProductAdmin,
    ProductEdits,
    ProductExport,
    ProductExportQueries,
    CategoryTree,
    SubstituteQueries,
    SubstitutesService,
    FeedWriter,
    Imports,
    ImportsService,
    RunImportJob,
    WatchImportsJob,
  ],
  exports: [
    StoresService,
    ProductsService,
    Sellables,
    SubstitutesService,
    Stock,
    StockHolds,
    StockLedger,
    CatalogueImport,
  ],
})
export class CatalogModule {}
