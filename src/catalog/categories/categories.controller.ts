import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '../../accounts/index.js';
import { Cached } from '../../cache/index.js';
import { Fails } from '../../platform/index.js';
import { StoreNotFound, StoreRequired } from '../catalog.errors.js';
import { StoreQuery } from '../stores/store.requests.js';
import { categoriesPolicy } from './categories.cache.js';
import { CategoriesResponse } from './categories.responses.js';
import { CategoriesService } from './categories.service.js';

const headers = {
  ETag: { description: 'For If-None-Match', schema: { type: 'string' } },
} as const;

@Public()
@ApiTags('catalog')
@Controller('v1/categories')
export class CategoriesController {
  constructor(private readonly categories: CategoriesService) {}

  @Get()
  @Cached(categoriesPolicy)
  @ApiOperation({ summary: 'The categories that have products in a store, as a tree' })
  @ApiOkResponse({ type: CategoriesResponse, description: 'The departments', headers })
  @Fails(StoreRequired, StoreNotFound)
  listCategories(@Query() query: StoreQuery): Promise<CategoriesResponse> {
    return this.categories.tree(query.store);
  }
}
