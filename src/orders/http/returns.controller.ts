import { Body, Controller, HttpCode, HttpStatus, Param, Post } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Caller, type Identity, Roles } from '../../accounts/index.js';
import { Fails, IdParam } from '../../platform/index.js';
import { IllegalTransition, LineNotFound, OrderNotFound } from '../orders.errors.js';
import { ReturnOrder } from '../use-cases/return-order.service.js';
import { orderResponse } from './order.mapper.js';
import { OrderResponse } from './orders.responses.js';
import { ReturnOrderRequest } from './returns.requests.js';

@Controller('v1/picking/orders')
@ApiTags('picking')
export class ReturnsController {
  constructor(private readonly returning: ReturnOrder) {}

  @Post(':id/return')
  @HttpCode(HttpStatus.OK)
  @Roles('picker', 'dispatcher', 'admin')
  @ApiOperation({
    summary: 'Return the goods of an undelivered order to the store',
    description:
      'Goods put back can be sold again; the customer pays nothing. A repeat gets the same answer.',
  })
  @ApiParam({
    name: 'id',
    description: '`id` of an order that is `delivery_failed`',
    format: 'uuid',
  })
  @ApiBody({
    type: ReturnOrderRequest,
    examples: {
      all: { summary: 'All of it goes back on the shelf', value: {} },
      spoilt: {
        summary: 'One line is spoilt (put in its id)',
        value: {
          lines: [{ lineId: '0190b6e2-5f00-7000-8000-000000000014', disposition: 'write_off' }],
        },
      },
    },
  })
  @ApiOkResponse({ type: OrderResponse, description: 'The order, `returned`' })
  @Fails(OrderNotFound, LineNotFound, IllegalTransition)
  async returnOrder(
    @Param('id', IdParam) id: string,
    @Body() { lines = [] }: ReturnOrderRequest,
    @Caller() caller: Identity,
  ): Promise<OrderResponse> {
    return orderResponse(await this.returning.takeBack(id, lines, caller), caller);
  }
}
