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

/** Ends orders before they are collected. */
@Controller('v1')
export class OrderCancellationsController {
  constructor(private readonly ends: CancelOrder) {}

  @Post('orders/:id/cancel')
  @HttpCode(HttpStatus.OK)
  @Roles('customer', 'admin')
  @ApiTags('orders')
  @ApiOperation({
    summary: 'Cancel an order: nothing is delivered or charged',
    description:
      'Customers can cancel until picking starts, then only ask; admins until a driver has ' +
      'collected the order. A repeat gets the same answer.',
  })
  @ApiParam(orderId)
  @ApiOkResponse({ type: OrderResponse, description: 'The order, `cancelled`' })
  @Fails(OrderNotFound, IllegalTransition)
  async cancelOrder(
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
      'The store decides: it cancels the order, or goes on picking. A repeat changes nothing.',
  })
  @ApiParam(orderId)
  @ApiOkResponse({ type: OrderResponse, description: 'The order, still `picking`' })
  @Fails(OrderNotFound, IllegalTransition)
  async requestCancellation(
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
  @ApiOperation({ summary: 'Reject an order for the store' })
  @ApiParam(orderId)
  @ApiOkResponse({ type: OrderResponse, description: 'The order, `rejected`' })
  @Fails(OrderNotFound, IllegalTransition)
  async rejectOrder(
    @Param('id', IdParam) id: string,
    @Body() { reasonCode, reason }: RejectRequest,
    @Caller() caller: Identity,
  ): Promise<OrderResponse> {
    return orderResponse(await this.ends.end(id, 'reject', caller, { reasonCode, reason }), caller);
  }
}
