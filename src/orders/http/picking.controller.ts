import { Body, Controller, Get, HttpCode, HttpStatus, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Caller, type Identity, Roles } from '../../accounts/index.js';
import { StoreNotFound, StoreRequired } from '../../catalog/index.js';
import { CursorCodec, Fails, IdParam, InvalidCursor, UnitOfWork } from '../../platform/index.js';
import {
  HoldExceeded,
  IllegalTransition,
  LinesOpen,
  NotYourPick,
  OrderNotFound,
} from '../orders.errors.js';
import { OrderViews } from '../use-cases/order-views.service.js';
import { OrderLifecycle } from '../use-cases/order-lifecycle.service.js';
import type { Bags } from '../domain/bags.js';
import { PackOrder } from '../use-cases/pack-order.service.js';
import { PickingQueues } from '../use-cases/picking-queues.service.js';
import { type BagsRequest, PickingQueueQuery, ReadyRequest } from './picking.requests.js';
import { orderResponse, summaryResponse } from './order.mapper.js';
import { OrderResponse, PickingQueueResponse } from './orders.responses.js';

const orderId = { name: 'id', description: '`id` of GET /v1/picking/orders', format: 'uuid' };

const sentAgain = 'Sent again by the same picker it answers the same.';

@Roles('picker', 'admin')
@ApiTags('picking')
@Controller('v1/picking/orders')
export class PickingController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly lifecycle: OrderLifecycle,
    private readonly views: OrderViews,
    private readonly queues: PickingQueues,
    private readonly packing: PackOrder,
    private readonly cursors: CursorCodec,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Orders of a store to accept or pick: what is due first comes first',
    description: '`counts` is of all of them, whatever page you ask for.',
  })
  @ApiOkResponse({ type: PickingQueueResponse, description: 'A page of the work list' })
  @Fails(StoreRequired, StoreNotFound, InvalidCursor)
  async listPickingOrders(
    @Query() query: PickingQueueQuery,
    @Caller() caller: Identity,
  ): Promise<PickingQueueResponse> {
    const storeId = await this.queues.storeId(caller, query.store);
    const { items, nextCursor } = await this.cursors.page(
      query,
      `picking of ${storeId}`,
      (after: readonly [string, string] | null, limit) => this.queues.page(storeId, limit, after),
      ({ dueAt, id }) => [dueAt, id],
    );
    return {
      items: items.map((order) => ({
        ...summaryResponse(order),
        dueAt: order.dueAt,
        openLineCount: order.openLineCount,
      })),
      counts: await this.queues.counts(storeId),
      nextCursor,
    };
  }

  @Post(':id/accept')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({ summary: 'Accept an order for the store', description: sentAgain })
  @ApiParam(orderId)
  @ApiOkResponse({ type: OrderResponse, description: 'The order, `accepted`' })
  @Fails(OrderNotFound, IllegalTransition)
  acceptOrder(
    @Param('id', IdParam) id: string,
    @Caller() caller: Identity,
  ): Promise<OrderResponse> {
    return this.#move(id, 'accept', caller);
  }

  @Post(':id/start')
  @HttpCode(HttpStatus.OK)
  @Roles('picker')
  @ApiOperation({ summary: 'Start picking an order: one picker per order', description: sentAgain })
  @ApiParam(orderId)
  @ApiOkResponse({ type: OrderResponse, description: 'The order, `picking`' })
  @Fails(OrderNotFound, IllegalTransition)
  startPicking(
    @Param('id', IdParam) id: string,
    @Caller() caller: Identity,
  ): Promise<OrderResponse> {
    return this.#move(id, 'start', caller);
  }

  @Post(':id/ready')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({
    summary: 'Finish picking: everything is in the bag',
    description: `Say how many bags the driver takes; a body is not needed. ${sentAgain}`,
  })
  @ApiParam(orderId)
  @ApiBody({
    type: ReadyRequest,
    required: false,
    examples: {
      counted: { summary: 'Three bags', value: { bags: { ambient: 2, chilled: 1 } } },
    },
  })
  @ApiOkResponse({
    type: OrderResponse,
    description: 'The order, `ready`; `cancelled` when nothing was picked',
  })
  @Fails(OrderNotFound, IllegalTransition, NotYourPick, LinesOpen, HoldExceeded)
  async finishPicking(
    @Param('id', IdParam) id: string,
    @Body() { bags }: ReadyRequest,
    @Caller() caller: Identity,
  ): Promise<OrderResponse> {
    await this.packing.ready(id, bags ? bagsOf(bags) : null, caller);
    return orderResponse(await this.views.now(id, caller), caller);
  }

  @Post(':id/release')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({
    summary: 'Hand an order back as it is: another picker may go on',
    description: sentAgain,
  })
  @ApiParam(orderId)
  @ApiOkResponse({ type: OrderResponse, description: 'The order, `accepted` again' })
  @Fails(OrderNotFound, IllegalTransition, NotYourPick)
  releasePick(
    @Param('id', IdParam) id: string,
    @Caller() caller: Identity,
  ): Promise<OrderResponse> {
    return this.#move(id, 'release', caller);
  }

  async #move(id: string, action: string, caller: Identity): Promise<OrderResponse> {
    await this.unitOfWork.run((tx) => this.lifecycle.moveOnce(tx, id, action, caller));
    return orderResponse(await this.views.now(id, caller), caller);
  }
}

const bagsOf = ({ ambient, chilled, frozen }: BagsRequest): Bags => ({
  ambient: ambient ?? 0,
  chilled: chilled ?? 0,
  frozen: frozen ?? 0,
});
