import { Body, Controller, HttpCode, HttpStatus, Param, Post } from '@nestjs/common';
import {
  ApiBody,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import { Caller, type Identity, Roles } from '../../accounts/index.js';
import { IllegalTransition, OrderNotFound } from '../../orders/index.js';
import { Fails, IdParam } from '../../platform/index.js';
import {
  DriverAtAnotherStore,
  DriverBusy,
  DriverOffShift,
  IllegalDeliveryStep,
  OrderAlreadyAssigned,
  OrderNotAssignable,
  OrderNotAssigned,
} from '../drivers.errors.js';
import { AssignOrder } from '../use-cases/assign-order.service.js';
import { RedeliverOrder } from '../use-cases/redeliver-order.service.js';
import { AssignOrderRequest, RedeliverOrderRequest } from './assignment.requests.js';
import { AssignmentResponse } from './assignment.responses.js';
import { assignmentResponse } from './delivery.mapper.js';

const orderId = { name: 'id', description: '`id` of an order', format: 'uuid' };

@ApiTags('ops')
@Controller('v1/ops/orders')
@Roles('dispatcher', 'admin')
export class AssignmentController {
  constructor(
    private readonly assigning: AssignOrder,
    private readonly redelivering: RedeliverOrder,
  ) {}

  @Post(':id/assign')
  @ApiOperation({
    summary: 'Give an order to a driver',
    description:
      'The order is accepted, being picked or ready; the driver is on shift at its store and has room. Sent ' +
      'again for the same driver it answers the same.',
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
        value: { driverId: '0190b6e2-5f00-7000-8000-00000000000d' },
      },
      instead: {
        summary: 'In place of the driver who has not collected it yet',
        value: {
          driverId: '0190b6e2-5f00-7000-8000-00000000000d',
          replaces: '0190b6e2-5f00-7000-8000-00000000000a',
        },
      },
    },
  })
  @ApiCreatedResponse({ type: AssignmentResponse, description: 'The driver’s new delivery' })
  @Fails(OrderNotFound, OrderNotAssignable, OrderAlreadyAssigned, DriverOffShift, DriverBusy)
  @Fails(DriverAtAnotherStore)
  async assignOrder(
    @Caller() caller: Identity,
    @Param('id', IdParam) id: string,
    @Body() { driverId, replaces }: AssignOrderRequest,
  ): Promise<AssignmentResponse> {
    const assignment = { orderId: id, driverId, replaces: replaces ?? null };
    return assignmentResponse(await this.assigning.assign(assignment, caller));
  }

  @Post(':id/unassign')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({
    summary: 'Take an order from its driver',
    description: 'Before it is collected. Sent again it answers the same.',
  })
  @ApiParam(orderId)
  @ApiOkResponse({ type: AssignmentResponse, description: 'The delivery, `cancelled`' })
  @Fails(OrderNotFound, OrderNotAssigned, IllegalDeliveryStep)
  async unassignOrder(
    @Caller() caller: Identity,
    @Param('id', IdParam) id: string,
  ): Promise<AssignmentResponse> {
    return assignmentResponse(await this.assigning.unassign(id, caller));
  }

  @Post(':id/redeliver')
  @ApiOperation({
    summary: 'Try once more to deliver an order',
    description:
      'It is `delivery_failed`: a driver on shift takes its goods to the door again, in a new delivery.',
  })
  @ApiParam(orderId)
  @ApiBody({
    type: RedeliverOrderRequest,
    examples: {
      same: { summary: 'By the driver who has the goods', value: {} },
      other: {
        summary: 'By another driver, who takes them over',
        value: { driverId: '0190b6e2-5f00-7000-8000-00000000000d' },
      },
    },
  })
  @ApiCreatedResponse({ type: AssignmentResponse, description: 'The new delivery, `collected`' })
  @Fails(OrderNotFound, IllegalTransition, DriverOffShift, DriverBusy, OrderAlreadyAssigned)
  @Fails(DriverAtAnotherStore)
  async redeliverOrder(
    @Caller() caller: Identity,
    @Param('id', IdParam) id: string,
    @Body() { driverId }: RedeliverOrderRequest,
  ): Promise<AssignmentResponse> {
    return assignmentResponse(await this.redelivering.redeliver(id, driverId ?? null, caller));
  }

  @Post(':id/unlock-pin')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({
    summary: 'Allow five more tries of the customer’s PIN',
    description: 'First make sure, by phone, that the driver is at the right door.',
  })
  @ApiParam(orderId)
  @ApiOkResponse({ type: AssignmentResponse, description: 'The delivery, as it was' })
  @Fails(OrderNotFound, OrderNotAssigned)
  async unlockPin(
    @Caller() caller: Identity,
    @Param('id', IdParam) id: string,
  ): Promise<AssignmentResponse> {
    return assignmentResponse(await this.redelivering.unlockPin(id, caller));
  }
}
