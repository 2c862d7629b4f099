import { Body, Controller, Get, Headers, Param, Post, Query, Res } from '@nestjs/common';
import {
  ApiBody,
  ApiCreatedResponse,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Caller, type Identity, Roles } from '../../accounts/index.js';
import {
  Fails,
  IdempotencyInFlight,
  IdempotencyKeyInvalid,
  IdempotencyKeyReused,
  IdempotentRequests,
  IdParam,
  InvalidId,
  MalformedJson,
  sendIdempotent,
  UnitOfWork,
  UnknownField,
  ValidationFailed,
} from '../../platform/index.js';
import {
  ProductNotFound,
  StockIsPromised,
  StoreNotFound,
  StoreRequired,
  UnclearMovement,
} from '../catalog.errors.js';
import {
  type Adjustment,
  StockAdjustments,
  type StockReport,
} from '../stock/stock-adjustments.service.js';
import { StoresService } from '../stores/stores.service.js';
import { StockMovementRequest, StockQuery } from './stock.requests.js';
import { StockResponse } from './stock.responses.js';

const created = 201;

@Roles('admin')
@ApiTags('catalog admin')
@Controller('v1/admin')
export class StockController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly idempotent: IdempotentRequests,
    private readonly stores: StoresService,
    private readonly adjustments: StockAdjustments,
  ) {}

  @Post('stock/movements')
  @ApiOperation({ summary: 'Goods came, went or were counted' })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'The same key never moves goods twice',
    example: '5b1f7f0e-delivery-1',
  })
  @ApiBody({
    type: StockMovementRequest,
    examples: {
      received: {
        summary: 'A delivery',
        value: { product: 'LD-0101', reason: 'received', delta: 24, note: 'Delivery note 4711' },
      },
      counted: {
        summary: 'What is on the shelf',
        value: { store: 'harbour', product: 'LD-0101', reason: 'counted', counted: 31 },
      },
      damaged: {
        summary: 'A broken bottle',
        value: { product: 'LD-0101', reason: 'damaged', delta: -1 },
      },
    },
  })
  @ApiCreatedResponse({ type: StockResponse })
  @Fails(
    MalformedJson,
    ValidationFailed,
    UnknownField,
    IdempotencyKeyInvalid,
    IdempotencyKeyReused,
    IdempotencyInFlight,
    StoreRequired,
    StoreNotFound,
    ProductNotFound,
    UnclearMovement,
    StockIsPromised,
  )
  async move(
    @Body() body: StockMovementRequest,
    @Headers('idempotency-key') key: string | undefined,
    @Caller() { accountId }: Identity,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { id: storeId } = await this.stores.resolve(body.store ?? undefined);
    const request = { ownerId: accountId, route: 'POST /v1/admin/stock/movements', key, body };
    const result = await this.unitOfWork.run(async (tx) => {
      const work = async () =>
        stockResponse(await this.adjustments.make(tx, storeId, adjustmentOf(body), accountId));
      if (key !== undefined) return this.idempotent.run(tx, request, work, created);
      return { status: created, body: JSON.stringify(await work()), replayed: false };
    });
    sendIdempotent(reply, result);
  }

  @Get('products/:id/stock')
  @ApiOperation({ summary: 'How much of a product a store has, and what moved lately' })
  @ApiOkResponse({ type: StockResponse })
  @Fails(InvalidId, ValidationFailed, UnknownField, StoreRequired, StoreNotFound, ProductNotFound)
  async stock(
    @Param('id', IdParam) id: string,
    @Query() { store }: StockQuery,
  ): Promise<StockResponse> {
    const { id: storeId } = await this.stores.resolve(store ?? undefined);
    return stockResponse(await this.adjustments.report(null, storeId, id));
  }
}

/** Null says as much as nothing. */
function adjustmentOf({ product, reason, delta, counted, note }: StockMovementRequest): Adjustment {
  return {
    product,
    reason,
    delta: delta ?? undefined,
    counted: counted ?? undefined,
    note: note ?? undefined,
  };
}

function stockResponse({ movements, ...levels }: StockReport): StockResponse {
  return {
    ...levels,
    movements: movements.map((movement) => ({ ...movement, at: movement.at.toISOString() })),
  };
}
