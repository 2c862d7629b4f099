import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Public } from '../../accounts/index.js';
import { Cached } from '../../cache/index.js';
import { Clock } from '../../kernel/clock.js';
import { Fails } from '../../platform/index.js';
import { storePolicy, storesPolicy } from './stores.cache.js';
import { StoreNotFound } from '../catalog.errors.js';
import { storeResponse } from './store.mapper.js';
import { StoresService } from './stores.service.js';
import { StoreResponse, StoresResponse } from './store.responses.js';

const headers = {
  ETag: { description: 'For If-None-Match', schema: { type: 'string' } },
} as const;

@Public()
@ApiTags('catalog')
@Controller('v1/stores')
export class StoresController {
  constructor(
    private readonly stores: StoresService,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Cached(storesPolicy)
  @ApiOperation({ summary: 'The stores, and which of them are open now' })
  @ApiOkResponse({ type: StoresResponse, description: 'All stores', headers })
  async listStores(): Promise<StoresResponse> {
    const stores = await this.stores.all();
    const now = this.clock.now();
    return { items: stores.map((store) => storeResponse(store, now)) };
  }

  @Get(':id')
  @Cached(storePolicy)
  @ApiOperation({ summary: 'One store, by id or slug: its hours, and whether it is open now' })
  @ApiParam({ name: 'id', description: 'Id or slug, from GET /v1/stores', example: 'harbour' })
  @ApiOkResponse({ type: StoreResponse, description: 'The store', headers })
  @Fails(StoreNotFound)
  async getStore(@Param('id') id: string): Promise<StoreResponse> {
    const store = await this.stores.resolve(id);
    return storeResponse(store, this.clock.now());
  }
}
