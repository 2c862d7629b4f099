import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Public } from '../../accounts/index.js';
import { Cached } from '../../cache/index.js';
import { Fails, InvalidCursor, Limited } from '../../platform/index.js';
import {
  InconsistentFilter,
  ProductNotFound,
  StoreNotFound,
  StoreRequired,
} from '../catalog.errors.js';
import { productPolicy, productsPolicy } from './listing.cache.js';
import { ProductsService } from './products.service.js';
import { ListProductsQuery } from './products.requests.js';
import { ProductResponse, ProductsResponse } from './products.responses.js';
import { StoreQuery } from '../stores/store.requests.js';

const headers = {
  ETag: { description: 'For If-None-Match', schema: { type: 'string' } },
} as const;

@Public()
@ApiTags('catalog')
@Controller('v1/products')
export class ProductsController {
  constructor(private readonly products: ProductsService) {}

  @Get()
  @Limited({
    name: 'products',
    requests: 3000,
    windowSeconds: 60,
    per: 'address',
    isOfProcess: true,
  })
  @Cached(productsPolicy)
  @ApiOperation({
    summary: 'Browse a category, or search',
    description: 'Without filters: everything that the store sells.',
  })
  @ApiOkResponse({ type: ProductsResponse, description: 'A page of the list', headers })
  @Fails(InvalidCursor, InconsistentFilter, StoreRequired, StoreNotFound)
  listProducts(@Query() query: ListProductsQuery): Promise<ProductsResponse> {
    return this.products.list(query);
  }

  @Get(':id')
  @Cached(productPolicy)
  @ApiOperation({ summary: 'One product, by id or slug' })
  @ApiParam({
    name: 'id',
    description: 'Id or slug, from GET /v1/products',
    example: 'whole-milk-1-l',
  })
  @ApiOkResponse({ type: ProductResponse, description: 'The product', headers })
  @Fails(StoreRequired, ProductNotFound, StoreNotFound)
  getProduct(@Param('id') id: string, @Query() query: StoreQuery): Promise<ProductResponse> {
    return this.products.one(id, query.store);
  }
}
