import { Body, Controller, Get, HttpStatus, Param, Put, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Caller, type Identity, Roles } from '../../accounts/index.js';
import {
  AnswersVersion,
  type ExpectedVersions,
  Fails,
  IdParam,
  NeedsIfMatch,
  OptionalIfMatch,
} from '../../platform/index.js';
import { PriceAdmin, type PriceInStore } from './price-admin.service.js';
import {
  PriceNotFound,
  ProductNotFound,
  SaleInconsistent,
  StoreNotFound,
} from '../catalog.errors.js';
import { SetPriceRequest } from './admin-prices.requests.js';
import { StorePriceResponse } from './admin-prices.responses.js';

@Roles('admin')
@ApiTags('catalog admin')
@ApiParam({ name: 'id', description: 'Id or slug of the store', example: 'harbour' })
@Controller('v1/admin/stores/:id/products/:productId/price')
export class AdminPricesController {
  constructor(private readonly prices: PriceAdmin) {}

  @Get()
  @ApiOperation({ summary: 'The price of a product in a store' })
  @AnswersVersion({ type: StorePriceResponse, ok: 'The price' })
  @Fails(StoreNotFound, PriceNotFound)
  async getPrice(
    @Param('id') store: string,
    @Param('productId', IdParam) productId: string,
    @Caller() caller: Identity,
  ): Promise<StorePriceResponse> {
    return priceOf(productId, await this.prices.one(caller, store, productId));
  }

  @Put()
  @NeedsIfMatch('to replace')
  @ApiOperation({
    summary: 'Set price, sale and visibility; the first price needs no If-Match',
  })
  @AnswersVersion({
    type: StorePriceResponse,
    ok: 'The price',
    created: 'Its first price in the store',
  })
  @Fails(StoreNotFound, ProductNotFound, SaleInconsistent)
  async setPrice(
    @Param('id') store: string,
    @Param('productId', IdParam) productId: string,
    @OptionalIfMatch() versions: ExpectedVersions | null,
    @Body() body: SetPriceRequest,
    @Caller() caller: Identity,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StorePriceResponse> {
    const set = await this.prices.set(caller, store, productId, versions, {
      priceMinor: body.priceMinor,
      salePriceMinor: body.salePriceMinor ?? null,
      saleFrom: body.saleFrom ? new Date(body.saleFrom) : null,
      saleUntil: body.saleUntil ? new Date(body.saleUntil) : null,
      published: body.published,
      lowStockAt: body.lowStockAt ?? null,
    });
    if (!versions) void reply.status(HttpStatus.CREATED);
    return priceOf(productId, set);
  }
}

function priceOf(productId: string, { store, price }: PriceInStore): StorePriceResponse {
  return {
    storeId: store.id,
    productId,
    currency: store.currency,
    ...price,
    saleFrom: price.saleFrom?.toISOString() ?? null,
    saleUntil: price.saleUntil?.toISOString() ?? null,
  };
}
