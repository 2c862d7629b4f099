import { Controller, Get, HttpCode, HttpStatus, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Caller, type Identity, Roles } from '../../accounts/index.js';
import { Fails, IdParam, UnitOfWork } from '../../platform/index.js';
import {
  HoldExceeded,
  IllegalTransition,
  LinesOpen,
  NotYourPick,
  OrderNotFound,
} from '../orders.errors.js';
import { OrderViews } from '../use-cases/order-views.service.js';
import { OrderLifecycle } from '../use-cases/order-lifecycle.service.js';
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
  ) {}

  @Get()
  @ApiOperation({ summary: 'Orders to accept or pick, oldest first' })
  @ApiOkResponse({ type: PickingQueueResponse, description: 'The work list' })
  async listPickingOrders(): Promise<PickingQueueResponse> {
    const orders = await this.views.toPick();
    return {
      items: orders.map((order) => ({
        ...summaryResponse(order),
        openLineCount: order.openLineCount,
      })),
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
  @ApiOperation({ summary: 'Finish picking: everything is in the bag', description: sentAgain })
  @ApiParam(orderId)
  @ApiOkResponse({
    type: OrderResponse,
    description: 'The order, `ready`; `cancelled` when nothing was picked',
  })
  @Fails(OrderNotFound, IllegalTransition, NotYourPick, LinesOpen, HoldExceeded)
  finishPicking(
    @Param('id', IdParam) id: string,
    @Caller() caller: Identity,
  ): Promise<OrderResponse> {
    return this.#move(id, 'ready', caller);
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
    return orderResponse(await this.views.now(id), caller);
  }
}
