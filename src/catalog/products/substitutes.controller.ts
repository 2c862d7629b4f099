import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Public } from '../../accounts/index.js';
import { Cached } from '../../cache/index.js';
import { Fails } from '../../platform/index.js';
import { substitutesPolicy } from './substitutes.cache.js';
import { ProductNotFound, StoreNotFound, StoreRequired } from '../catalog.errors.js';
import { SubstitutesService } from './substitutes.service.js';
import { SubstitutesQuery } from './substitutes.requests.js';
import { SubstitutesResponse } from './substitutes.responses.js';

@Public()
@ApiTags('catalog')
@Controller('v1/products/:id/substitutes')
export class SubstitutesController {
  constructor(private readonly substitutes: SubstitutesService) {}

  @Get()
  @Cached(substitutesPolicy)
  @ApiOperation({ summary: 'Substitutes for a product: similar, in stock, and as safe to eat' })
  @ApiParam({
    name: 'id',
    description: 'Id or slug, from GET /v1/products',
    example: 'whole-milk-1-l',
  })
  @ApiOkResponse({ type: SubstitutesResponse, description: 'The substitutes' })
  @Fails(StoreRequired, ProductNotFound, StoreNotFound)
  listSubstitutes(
    @Param('id') id: string,
    @Query() query: SubstitutesQuery,
  ): Promise<SubstitutesResponse> {
    return this.substitutes.of(id, query.limit, query.store);
  }
}
