import { Body, Controller, HttpCode, HttpStatus, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Caller, type Identity, Roles } from '../../accounts/index.js';
import { Fails, IdParam, UnitOfWork } from '../../platform/index.js';
import { IllegalLineStep, LineNotFound, OrderNotFound } from '../orders.errors.js';
import { OrderViews } from '../use-cases/order-views.service.js';
import { OrderLines } from '../use-cases/order-lines.service.js';
import { orderResponse } from './order.mapper.js';
import { OrderResponse } from './orders.responses.js';
import { SubstitutionRequest } from './picking.requests.js';

@Roles('customer')
@ApiTags('orders')
@Controller('v1/orders/:id/lines/:lineId/substitution')
export class SubstitutionController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly lines: OrderLines,
    private readonly views: OrderViews,
  ) {}

  @Post()
  @HttpCode(HttpStatus.OK)
  @ApiOperation({ summary: 'Approve or decline the picker’s proposal for a line' })
  @ApiParam({ name: 'id', description: '`id` of POST or GET /v1/orders', format: 'uuid' })
  @ApiParam({ name: 'lineId', description: '`id` of one of the order’s lines', format: 'uuid' })
  @ApiOkResponse({ type: OrderResponse, description: 'The order, with its totals' })
  @Fails(OrderNotFound, LineNotFound, IllegalLineStep)
  async decideSubstitution(
    @Param('id', IdParam) id: string,
    @Param('lineId', IdParam) lineId: string,
    @Body() { decision }: SubstitutionRequest,
    @Caller() caller: Identity,
  ): Promise<OrderResponse> {
    const step = { orderId: id, lineId, asked: { action: decision }, actor: caller };
    await this.unitOfWork.run((tx) => this.lines.move(tx, step));
    return orderResponse(await this.views.now(id, caller), caller);
  }
}
