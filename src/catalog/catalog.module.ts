import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccountsModule } from '../accounts/index.js';
import { CategoryAdmin } from './categories/category-admin.service.js';
import { CategoryEdits } from './categories/category-edits.queries.js';
import { FollowSalesJob } from './prices/follow-sales.job.js';
import { PriceAdmin } from './prices/price-admin.service.js';
import { PriceEdits } from './prices/price-edits.queries.js';
import { ProductAdmin } from './products/product-admin.service.js';
import { ProductExport } from './products/product-export.service.js';
import { ProductExportQueries } from './products/product-export.queries.js';
import { ProductEdits } from './products/product-edits.queries.js';
import { CategoryTree } from './categories/category-tree.queries.js';
import { CategoriesController } from './categories/categories.controller.js';
import { CategoriesService } from './categories/categories.service.js';
import { CategoryEntity } from './categories/category.entity.js';
import { CategoryRepository } from './categories/category.repository.js';
import { AdminStoresController } from './stores/admin-stores.controller.js';
import { ProductsController } from './listing/products.controller.js';
import { StoresController } from './stores/stores.controller.js';
import { AdminCategoriesController } from './categories/admin-categories.controller.js';
import { AdminImportsController } from './import/admin-imports.controller.js';
import { AdminPricesController } from './prices/admin-prices.controller.js';
import { AdminProductsController } from './products/admin-products.controller.js';
import { AdminSearchEqualsController } from './search/admin-search-equals.controller.js';
import { SearchEqualsQueries } from './search/search-equals.queries.js';
import { SearchEquals } from './search/search-equals.service.js';
import { StockController } from './stock/stock.controller.js';
import { FeedWriter } from './import/feed.queries.js';
import { Imports } from './import/imports.queries.js';
import { ImportsService } from './import/imports.service.js';
import { RunImportJob } from './import/run-import.job.js';
import { CatalogWriter } from './import/catalog-writer.service.js';
import { ImportGoods } from './import/import-goods.queries.js';
import { ImportSteps } from './import/import-steps.service.js';
import { MissingGoods } from './import/missing-goods.queries.js';
import { CatalogImport } from './import/catalog-import.service.js';
import { CatalogCategories } from './import/catalog-categories.queries.js';
import { CatalogPrices } from './import/catalog-prices.queries.js';
import { CatalogProducts } from './import/catalog-products.queries.js';
import { SubstitutesController } from './products/substitutes.controller.js';
import { ListingQueries } from './listing/listing.queries.js';
import { ListingWriter } from './listing/listing-writer.queries.js';
import { ListingScopes } from './listing/listing-scope.queries.js';
import { ProductsService } from './listing/products.service.js';
import { SearchQueries } from './listing/search.queries.js';
import { SellableProducts } from './stock/sellable-products.queries.js';
import { SubstituteQueries } from './products/substitutes.queries.js';
import { SubstitutesService } from './products/substitutes.service.js';
import { StockLevels } from './stock/stock-levels.queries.js';
import { OrderStock } from './stock/order-stock.queries.js';
import { StoreEdits } from './stores/store-edits.service.js';
import { StockAdjustments } from './stock/stock-adjustments.service.js';
import { StockHolds } from './stock/stock-holds.queries.js';
import { StockLedger } from './stock/stock-ledger.queries.js';
import { StockReads } from './stock/stock-reads.queries.js';
import { StoreEntity } from './stores/store.entity.js';
import { StoreLanguages } from './stores/store-languages.queries.js';
import { StoreRepository } from './stores/store.repository.js';
import { AdminAuditController } from './audit/admin-audit.controller.js';
import { AdminDriversController } from './staff/admin-drivers.controller.js';
import { AdminStaffController } from './staff/admin-staff.controller.js';
import { StaffPeople } from './staff/staff-people.queries.js';
import { StaffAdmin } from './staff/staff-admin.service.js';
import { StoresService } from './stores/stores.service.js';

/** Stores, categories, products, prices, stock, search, import: simple data, many reads. */
@Module({
  imports: [AccountsModule, TypeOrmModule.forFeature([StoreEntity, CategoryEntity])],
  controllers: [
    CategoriesController,
    ProductsController,
    StoresController,
    AdminStoresController,
    AdminProductsController,
    AdminPricesController,
    AdminCategoriesController,
    AdminImportsController,
    AdminSearchEqualsController,
    AdminDriversController,
    AdminStaffController,
    AdminAuditController,
    SubstitutesController,
    StockController,
  ],
  providers: [
    StoreLanguages,
    StoreRepository,
    StoresService,
    StoreEdits,
    CategoryRepository,
    CategoriesService,
    ListingQueries,
    ListingWriter,
    ListingScopes,
    SearchQueries,
    SearchEqualsQueries,
    SearchEquals,
    ProductsService,
    SellableProducts,
    StockLevels,
    StockLedger,
    OrderStock,
    StockHolds,
    StockReads,
    StockAdjustments,
    CatalogProducts,
    CatalogCategories,
    CatalogPrices,
    CatalogImport,
    CatalogWriter,
    ImportGoods,
    ImportSteps,
    MissingGoods,
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
    StaffAdmin,
    StaffPeople,
  ],
  exports: [
    StoresService,
    ProductsService,
    SellableProducts,
    SubstitutesService,
    OrderStock,
    StockHolds,
    StockLedger,
    CatalogImport,
  ],
})
export class CatalogModule {}
