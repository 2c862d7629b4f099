import { Body, Controller, HttpCode, HttpStatus, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Caller, type Identity, Roles } from '../../accounts/index.js';
import { Fails, IdParam } from '../../platform/index.js';
import { IllegalTransition, OrderNotFound } from '../orders.errors.js';
import { CancelOrder } from '../use-cases/cancel-order.service.js';
import { CancelRequest, RejectRequest } from './order-cancellations.requests.js';
import { orderResponse } from './order.mapper.js';
import { OrderResponse } from './orders.responses.js';

const orderId = { name: 'id', description: '`id` of an order', format: 'uuid' };

/** The ends of an order before it is collected. */
@Controller('v1')
export class OrderCancellationsController {
  constructor(private readonly ends: CancelOrder) {}

  @Post('orders/:id/cancel')
  @HttpCode(HttpStatus.OK)
  @Roles('customer', 'admin')
  @ApiTags('orders')
  @ApiOperation({
    summary: 'Nothing will be delivered, and nothing charged',
    description:
      'Customers until picking starts, then they can only ask; admins until a driver has collected ' +
      'the order. Sent again it answers the same.',
  })
  @ApiParam(orderId)
  @ApiOkResponse({ type: OrderResponse, description: 'The order, `cancelled`' })
  @Fails(OrderNotFound, IllegalTransition)
  async cancel(
    @Param('id', IdParam) id: string,
    @Body() { reasonCode = 'other', reason }: CancelRequest,
    @Caller() caller: Identity,
  ): Promise<OrderResponse> {
    return orderResponse(await this.ends.end(id, 'cancel', caller, { reasonCode, reason }), caller);
  }

  @Post('orders/:id/request-cancel')
  @HttpCode(HttpStatus.OK)
  @Roles('customer')
  @ApiTags('orders')
  @ApiOperation({
    summary: 'Ask the store to stop picking',
    description:
      'The store decides: it cancels the order, or picks on. Sent again it changes nothing.',
  })
  @ApiParam(orderId)
  @ApiOkResponse({ type: OrderResponse, description: 'The order, still `picking`' })
  @Fails(OrderNotFound, IllegalTransition)
  async requestCancel(
    @Param('id', IdParam) id: string,
    @Body() { reasonCode = 'other', reason }: CancelRequest,
    @Caller() caller: Identity,
  ): Promise<OrderResponse> {
    return orderResponse(await this.ends.request(id, caller, { reasonCode, reason }), caller);
  }

  @Post('picking/orders/:id/reject')
  @HttpCode(HttpStatus.OK)
  @Roles('picker', 'admin')
  @ApiTags('picking')
  @ApiOperation({ summary: 'The store does not take the order on' })
  @ApiParam(orderId)
  @ApiOkResponse({ type: OrderResponse, description: 'The order, `rejected`' })
  @Fails(OrderNotFound, IllegalTransition)
  async reject(
    @Param('id', IdParam) id: string,
    @Body() { reasonCode, reason }: RejectRequest,
    @Caller() caller: Identity,
  ): Promise<OrderResponse> {
    return orderResponse(await this.ends.end(id, 'reject', caller, { reasonCode, reason }), caller);
  }
}
