import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Caller, type Identity, Roles } from '../../accounts/index.js';
import { OrderNotFound } from '../../orders/index.js';
import { bodyFailures, Fails, IdParam, InvalidId } from '../../platform/index.js';
import {
  DriverBusy,
  DriverOffShift,
  OrderAlreadyAssigned,
  OrderNotAssignable,
} from '../drivers.errors.js';
import { AssignOrderService } from '../use-cases/assign-order.service.js';
import { AssignOrderRequest } from './assignment.requests.js';
import { AssignmentResponse } from './assignment.responses.js';

@ApiTags('ops')
@Controller('v1/ops/orders')
export class AssignmentController {
  constructor(private readonly assigning: AssignOrderService) {}

  @Post(':id/assign')
  @Roles('dispatcher', 'admin')
  @ApiOperation({
    summary: 'Give an order to a driver',
    description:
      'The order is accepted, being picked or ready; the driver is on shift and not full.',
  })
  @ApiParam({
    name: 'id',
    description: '`unassigned[].id` of GET /v1/ops/board',
    format: 'uuid',
  })
  @ApiBody({
    type: AssignOrderRequest,
    examples: {
      driver: {
        summary: 'Put in the driver’s id',
        value: { driverId: '<drivers[].driverId of GET /v1/ops/board>' },
      },
    },
  })
  @ApiCreatedResponse({ type: AssignmentResponse, description: 'The driver’s new delivery' })
  @Fails(
    ...bodyFailures,
    InvalidId,
    OrderNotFound,
    OrderNotAssignable,
    OrderAlreadyAssigned,
    DriverOffShift,
    DriverBusy,
  )
  async assign(
    @Caller() caller: Identity,
    @Param('id', IdParam) orderId: string,
    @Body() body: AssignOrderRequest,
  ): Promise<AssignmentResponse> {
    const delivery = await this.assigning.assign({
      orderId,
      driverId: body.driverId,
      assignedBy: caller.accountId,
    });
    return {
      deliveryId: delivery.id,
      orderId: delivery.orderId,
      driverId: delivery.driverId,
      status: delivery.status,
      assignedAt: delivery.assignedAt.toISOString(),
    };
  }
}
