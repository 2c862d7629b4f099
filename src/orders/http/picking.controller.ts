import { Body, Controller, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Caller, type Identity, Roles } from '../../accounts/index.js';
import {
  Fails,
  IdParam,
  InvalidId,
  MalformedJson,
  UnitOfWork,
  UnknownField,
  ValidationFailed,
} from '../../platform/index.js';
import type { OrderStatus } from '../domain/order-status.js';
import {
  IllegalLineStep,
  IllegalTransition,
  LineNotFound,
  LinesOpen,
  HoldExceeded,
  NotYourPick,
  OrderNotFound,
} from '../orders.errors.js';
import { OrderReads } from '../persistence/order-reads.queries.js';
import { OrderLifecycle } from '../use-cases/order-lifecycle.service.js';
import { OrderLines } from '../use-cases/order-lines.service.js';
import { orderResponse, summaryResponse } from './order.mapper.js';
import { PickLineRequest } from './orders.requests.js';
import { OrderResponse, PickingQueueResponse } from './orders.responses.js';

const workList: readonly OrderStatus[] = ['placed', 'accepted', 'picking'];

const orderId = { name: 'id', description: '`id` of GET /v1/picking/orders', format: 'uuid' };

@Roles('picker', 'admin')
@ApiTags('picking')
@Controller('v1/picking/orders')
export class PickingController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly lifecycle: OrderLifecycle,
    private readonly lines: OrderLines,
    private readonly reads: OrderReads,
  ) {}

  @Get()
  @ApiOperation({ summary: 'What waits to be accepted or picked, oldest first' })
  @ApiOkResponse({ type: PickingQueueResponse, description: 'The work list' })
  async queue(): Promise<PickingQueueResponse> {
    return { items: (await this.reads.inStatus(null, workList)).map(summaryResponse) };
  }

  @Post(':id/accept')
  @HttpCode(200)
  @ApiOperation({ summary: 'The store takes the order on' })
  @ApiParam(orderId)
  @ApiOkResponse({ type: OrderResponse, description: 'The order, `accepted`' })
  @Fails(InvalidId, OrderNotFound, IllegalTransition)
  accept(@Param('id', IdParam) id: string, @Caller() caller: Identity): Promise<OrderResponse> {
    return this.#move(id, 'accept', caller);
  }

  @Post(':id/start')
  @HttpCode(200)
  @Roles('picker')
  @ApiOperation({ summary: 'You pick it: one picker per order' })
  @ApiParam(orderId)
  @ApiOkResponse({ type: OrderResponse, description: 'The order, `picking`' })
  @Fails(InvalidId, OrderNotFound, IllegalTransition)
  start(@Param('id', IdParam) id: string, @Caller() caller: Identity): Promise<OrderResponse> {
    return this.#move(id, 'start', caller);
  }

  @Post(':id/ready')
  @HttpCode(200)
  @ApiOperation({ summary: 'Everything is in the bag' })
  @ApiParam(orderId)
  @ApiOkResponse({ type: OrderResponse, description: 'The order, `ready`' })
  @Fails(InvalidId, OrderNotFound, IllegalTransition, NotYourPick, LinesOpen, HoldExceeded)
  ready(@Param('id', IdParam) id: string, @Caller() caller: Identity): Promise<OrderResponse> {
    return this.#move(id, 'ready', caller);
  }

  @Patch(':id/lines/:lineId')
  @Roles('picker')
  @ApiOperation({ summary: 'What you found of a line' })
  @ApiParam(orderId)
  @ApiParam({ name: 'lineId', description: '`id` of one of the order’s lines', format: 'uuid' })
  @ApiOkResponse({ type: OrderResponse, description: 'The order, with its totals' })
  @Fails(
    InvalidId,
    MalformedJson,
    ValidationFailed,
    UnknownField,
    OrderNotFound,
    LineNotFound,
    NotYourPick,
    IllegalLineStep,
  )
  async line(
    @Param('id', IdParam) id: string,
    @Param('lineId', IdParam) lineId: string,
    @Body() { action, quantity }: PickLineRequest,
    @Caller() caller: Identity,
  ): Promise<OrderResponse> {
    const change = { pickedQuantity: quantity };
    const step = { orderId: id, lineId, action, actor: caller, change };
    await this.unitOfWork.run((tx) => this.lines.move(tx, step));
    return orderResponse((await this.reads.snapshot(id))!, caller);
  }

  async #move(id: string, action: string, caller: Identity): Promise<OrderResponse> {
    await this.unitOfWork.run((tx) => this.lifecycle.move(tx, id, action, caller));
    const order = await this.reads.snapshot(id);
    return orderResponse(order!, caller);
  }
}
