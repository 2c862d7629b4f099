import { Body, Controller, Get, Param, Patch } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Caller, type Identity, Roles } from '../../accounts/index.js';
import { InsufficientStock, SubstitutesResponse, SubstitutesService } from '../../catalog/index.js';
import { Fails, IdParam, UnitOfWork } from '../../platform/index.js';
import {
  AmountDoesNotFit,
  CustomerMustBeAsked,
  IllegalLineStep,
  LineNotFound,
  NotYourPick,
  OrderNotFound,
  SubstituteNotWanted,
  SubstituteUnsuitable,
} from '../orders.errors.js';
import { OrderViews } from '../use-cases/order-views.service.js';
import { type AskedStep, OrderLines } from '../use-cases/order-lines.service.js';
import { orderResponse } from './order.mapper.js';
import { OrderResponse } from './orders.responses.js';
import { PickLineRequest } from './picking.requests.js';

const orderId = { name: 'id', description: '`id` of GET /v1/picking/orders', format: 'uuid' };
const lineIdParam = {
  name: 'lineId',
  description: '`id` of one of the order’s lines',
  format: 'uuid',
};
const productId = '0190b6e2-5f00-7000-8000-000000000013';

@ApiTags('picking')
@Controller('v1/picking/orders/:id/lines/:lineId')
export class PickingLinesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly lines: OrderLines,
    private readonly views: OrderViews,
    private readonly substitutes: SubstitutesService,
  ) {}

  @Patch()
  @Roles('picker')
  @ApiOperation({ summary: 'Pick a line; a repeat changes nothing' })
  @ApiParam(orderId)
  @ApiParam(lineIdParam)
  @ApiBody({
    type: PickLineRequest,
    examples: {
      find: { summary: 'All of it', value: { action: 'find', quantity: 2 } },
      short: {
        summary: 'Less of it',
        value: { action: 'short', quantity: 1, reasonCode: 'out_of_stock' },
      },
      refund: {
        summary: 'Nothing of it',
        value: { action: 'refund', reasonCode: 'out_of_stock' },
      },
      substitute: {
        summary: 'Other goods, which the customer leaves to you',
        value: { action: 'substitute', productId, quantity: 2 },
      },
      propose: {
        summary: 'Other goods, if the customer agrees',
        value: { action: 'propose', productId, quantity: 2 },
      },
      withdraw: { summary: 'Do not ask any more', value: { action: 'withdraw' } },
      reset: { summary: 'Begin again', value: { action: 'reset' } },
    },
  })
  @ApiOkResponse({ type: OrderResponse, description: 'The order, with its totals' })
  @Fails(
    OrderNotFound,
    LineNotFound,
    NotYourPick,
    IllegalLineStep,
    AmountDoesNotFit,
    CustomerMustBeAsked,
    SubstituteNotWanted,
    SubstituteUnsuitable,
    InsufficientStock,
  )
  async pickLine(
    @Param('id', IdParam) id: string,
    @Param('lineId', IdParam) lineId: string,
    @Body() body: PickLineRequest,
    @Caller() caller: Identity,
  ): Promise<OrderResponse> {
    const step = { orderId: id, lineId, asked: askedBy(body), actor: caller };
    await this.unitOfWork.run((tx) => this.lines.move(tx, step));
    return orderResponse(await this.views.now(id, caller), caller);
  }

  @Get('substitutes')
  @Roles('picker', 'admin')
  @ApiOperation({ summary: 'Substitutes for a line: the customer’s choice, then the most similar' })
  @ApiParam(orderId)
  @ApiParam(lineIdParam)
  @ApiOkResponse({ type: SubstitutesResponse, description: 'At most six, all in stock' })
  @Fails(OrderNotFound, LineNotFound)
  async listLineSubstitutes(
    @Param('id', IdParam) id: string,
    @Param('lineId', IdParam) lineId: string,
    @Caller() caller: Identity,
  ): Promise<SubstitutesResponse> {
    const order = await this.views.now(id, caller);
    const line = order.lines.find((each) => each.id === lineId);
    if (!line) throw LineNotFound.because('The order has no line with this id.');
    return this.substitutes.forLine(order.storeId, line.productId, line.preferredProductId);
  }
}

/** The request's validation ensures that each action has its fields. */
function askedBy({ action, quantity, reasonCode, productId: other }: PickLineRequest): AskedStep {
  switch (action) {
    case 'find':
      return { action, quantity: quantity! };
    case 'short':
      return { action, quantity: quantity!, reasonCode: reasonCode ?? 'out_of_stock' };
    case 'refund':
      return { action, reasonCode: reasonCode! };
    case 'substitute':
    case 'propose':
      return { action, productId: other!, quantity: quantity! };
    case 'withdraw':
    case 'reset':
      return { action };
  }
}
