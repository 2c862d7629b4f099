import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Public } from '../../accounts/index.js';
import { Cached } from '../../cache/index.js';
import { Fails, InvalidCursor } from '../../platform/index.js';
import { categoriesPolicy, productPolicy, productsPolicy } from '../catalog.cache.js';
import {
  InconsistentFilter,
  ProductNotFound,
  StoreNotFound,
  StoreRequired,
} from '../catalog.errors.js';
import { CategoriesService } from '../categories/categories.service.js';
import { ProductsService } from '../products/products.service.js';
import { ListProductsQuery } from './catalog.requests.js';
import { CategoriesResponse } from './catalog.responses.js';
import { ProductResponse, ProductsResponse } from './products.responses.js';
import { StoreQuery } from './store.requests.js';

const headers = {
  ETag: { description: 'For If-None-Match', schema: { type: 'string' } },
} as const;

@Public()
@ApiTags('catalog')
@Controller('v1')
export class CatalogController {
  constructor(
    private readonly categoriesService: CategoriesService,
    private readonly productsService: ProductsService,
  ) {}

  @Get('categories')
  @Cached(categoriesPolicy)
  @ApiOperation({ summary: 'The tree of categories that have products in a store' })
  @ApiOkResponse({ type: CategoriesResponse, description: 'The departments', headers })
  @Fails(StoreRequired, StoreNotFound)
  categories(@Query() query: StoreQuery): Promise<CategoriesResponse> {
    return this.categoriesService.tree(query.store);
  }

  @Get('products')
  @Cached(productsPolicy)
  @ApiOperation({
    summary: 'Browse a category, or search',
    description: 'Without a filter: everything the store sells.',
  })
  @ApiOkResponse({ type: ProductsResponse, description: 'A page of the list', headers })
  @Fails(InvalidCursor, InconsistentFilter, StoreRequired, StoreNotFound)
  products(@Query() query: ListProductsQuery): Promise<ProductsResponse> {
    return this.productsService.list(query);
  }

  @Get('products/:id')
  @Cached(productPolicy)
  @ApiOperation({ summary: 'One product, by id or slug' })
  @ApiParam({
    name: 'id',
    description: 'Id or slug, from GET /v1/products',
    example: 'whole-milk-1-l',
  })
  @ApiOkResponse({ type: ProductResponse, description: 'The product', headers })
  @Fails(StoreRequired, ProductNotFound, StoreNotFound)
  product(@Param('id') id: string, @Query() query: StoreQuery): Promise<ProductResponse> {
    return this.productsService.one(id, query.store);
  }
}
