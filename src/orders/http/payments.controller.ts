import { Controller, HttpCode, HttpStatus, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Caller, type Identity, Roles } from '../../accounts/index.js';
import { Fails, IdParam } from '../../platform/index.js';
import { OrderNotFound } from '../orders.errors.js';
import { PaymentCalls } from '../payments/payment-calls.service.js';
import { OrderViews } from '../use-cases/order-views.service.js';
import { orderResponse } from './order.mapper.js';
import { OrderResponse } from './orders.responses.js';

@ApiTags('payments')
@Controller('v1/orders')
export class PaymentsController {
  constructor(
    private readonly calls: PaymentCalls,
    private readonly views: OrderViews,
  ) {}

  @Post(':id/payment/confirm')
  @HttpCode(HttpStatus.OK)
  @Roles('customer')
  @ApiOperation({
    summary: 'Ask at once for the result of the card payment',
    description:
      'Asks the provider instead of waiting for its webhook. `pending_payment`: it has not ' +
      'answered yet, so ask again; `placed`: the money is held; `cancelled`: the card was declined. ' +
      'Orders that wait for no card stay as they are.',
  })
  @ApiParam({ name: 'id', description: '`id` of POST /v1/orders', format: 'uuid' })
  @ApiOkResponse({ type: OrderResponse, description: 'The order as it is now' })
  @Fails(OrderNotFound)
  async confirmPayment(
    @Param('id', IdParam) id: string,
    @Caller() caller: Identity,
  ): Promise<OrderResponse> {
    const before = await this.views.now(id, caller, { owner: caller.accountId });
    if (before.status === 'pending_payment') await this.calls.authorize(id);
    return orderResponse(await this.views.now(id, caller), caller);
  }
}
