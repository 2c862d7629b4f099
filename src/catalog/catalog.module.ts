import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CategoriesService } from './categories/categories.service.js';
import { CategoryEntity } from './categories/category.entity.js';
import { CategoryRepository } from './categories/category.repository.js';
import { CatalogController } from './http/catalog.controller.js';
import { CatalogueImport } from './import/catalogue-import.service.js';
import { CatalogueQueries } from './import/catalogue.queries.js';
import { ListingQueries } from './products/listing.queries.js';
import { ListingWriter } from './products/listing-writer.queries.js';
import { Places } from './products/place.queries.js';
import { ProductsService } from './products/products.service.js';
import { SearchQueries } from './products/search.queries.js';
import { Sellables } from './products/sellables.queries.js';
import { Stock } from './stock/stock.queries.js';
import { StoreEntity } from './stores/store.entity.js';
import { StoreRepository } from './stores/store.repository.js';
import { StoresService } from './stores/stores.service.js';

/** Stores, categories, products, prices, stock, search, import: simple data, heavy reads. */
@Module({
  imports: [TypeOrmModule.forFeature([StoreEntity, CategoryEntity])],
  controllers: [CatalogController],
  providers: [
    StoreRepository,
    StoresService,
    CategoryRepository,
    CategoriesService,
    ListingQueries,
    ListingWriter,
    Places,
    SearchQueries,
    ProductsService,
    Sellables,
    Stock,
    CatalogueQueries,
    CatalogueImport,
  ],
  exports: [StoresService, ProductsService, Sellables, Stock, CatalogueImport],
})
export class CatalogModule {}
