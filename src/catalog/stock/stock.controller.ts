import {
  Body,
  Controller,
  Get,
  Headers,
  HttpStatus,
  Param,
  Post,
  Query,
  Res,
} from '@nestjs/common';
import {
  ApiExtraModels,
  ApiBody,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Caller, type Identity, Roles } from '../../accounts/index.js';
import {
  Fails,
  IdempotentRequests,
  IdParam,
  OptionalIdempotencyKey,
  sendIdempotent,
  type Transaction,
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
} from './stock-adjustments.service.js';
import { StoresService } from '../stores/stores.service.js';
import { StockMovementRequest } from './stock.requests.js';
import { StockResponse } from './stock.responses.js';
import { StoreQuery } from '../stores/store.requests.js';
import { CatalogProblemMembers } from '../catalog-problems.responses.js';

@Roles('admin')
@ApiTags('catalog admin')
@ApiExtraModels(CatalogProblemMembers)
@Controller('v1/admin')
export class StockController {
  constructor(
    private readonly idempotent: IdempotentRequests,
    private readonly stores: StoresService,
    private readonly adjustments: StockAdjustments,
  ) {}

  @Post('stock/movements')
  @ApiOperation({ summary: 'Record goods that came, went or were counted' })
  @OptionalIdempotencyKey()
  @ApiBody({
    type: StockMovementRequest,
    examples: {
      received: {
        summary: 'A delivery',
        value: { productId: 'LD-0101', reason: 'received', delta: 24, note: 'Delivery note 4711' },
      },
      counted: {
        summary: 'A count of the shelf',
        value: { store: 'harbour', productId: 'LD-0101', reason: 'counted', counted: 31 },
      },
      damaged: {
        summary: 'A broken bottle',
        value: { productId: 'LD-0101', reason: 'damaged', delta: -1 },
      },
    },
  })
  @ApiCreatedResponse({ type: StockResponse })
  @Fails(StoreRequired, StoreNotFound, ProductNotFound, UnclearMovement, StockIsPromised)
  async recordStockMovement(
    @Body() body: StockMovementRequest,
    @Headers('idempotency-key') key: string | undefined,
    @Caller() caller: Identity,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { accountId } = caller;
    const { id: storeId } = await this.stores.ofStaff(caller, body.store);
    const request = { ownerId: accountId, route: 'POST /v1/admin/stock/movements', key, body };
    const move = async (tx: Transaction) =>
      stockResponse(await this.adjustments.make(tx, storeId, adjustmentOf(body), accountId));
    sendIdempotent(reply, await this.idempotent.once(request, move, HttpStatus.CREATED));
  }

  @Get('products/:id/stock')
  @ApiOperation({ summary: 'The stock of a product in a store, and its latest movements' })
  @ApiOkResponse({ type: StockResponse })
  @Fails(StoreRequired, StoreNotFound, ProductNotFound)
  async getStock(
    @Param('id', IdParam) id: string,
    @Query() { store }: StoreQuery,
    @Caller() caller: Identity,
  ): Promise<StockResponse> {
    const { id: storeId } = await this.stores.ofStaff(caller, store);
    return stockResponse(await this.adjustments.report(null, storeId, id));
  }
}

/** Null means the same as a field left out. */
function adjustmentOf({
  productId: product,
  reason,
  delta,
  counted,
  note,
}: StockMovementRequest): Adjustment {
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
