import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CategoriesService } from './categories/categories.service.js';
import { CategoryEntity } from './categories/category.entity.js';
import { CategoryRepository } from './categories/category.repository.js';
import { AdminStoresController } from './http/admin-stores.controller.js';
import { CatalogController } from './http/catalog.controller.js';
import { StoresController } from './http/stores.controller.js';
import { CatalogueImport } from './import/catalogue-import.service.js';
import { CatalogueQueries } from './import/catalogue.queries.js';
import { ListingQueries } from './products/listing.queries.js';
import { ListingWriter } from './products/listing-writer.queries.js';
import { ProductsService } from './products/products.service.js';
import { Sellables } from './products/sellables.queries.js';
import { Stock } from './stock/stock.queries.js';
import { StoreEdits } from './stores/store-edits.service.js';
import { StoreEntity } from './stores/store.entity.js';
import { StoreRepository } from './stores/store.repository.js';
import { StoresService } from './stores/stores.service.js';

/** Stores, categories, products, prices, stock, search, import: simple data, heavy reads. */
@Module({
  imports: [TypeOrmModule.forFeature([StoreEntity, CategoryEntity])],
  controllers: [CatalogController, StoresController, AdminStoresController],
  providers: [
    StoreRepository,
    StoresService,
    StoreEdits,
    CategoryRepository,
    CategoriesService,
    ListingQueries,
    ListingWriter,
    ProductsService,
    Sellables,
    Stock,
    CatalogueQueries,
    CatalogueImport,
  ],
  exports: [StoresService, ProductsService, Sellables, Stock, CatalogueImport],
})
export class CatalogModule {}
