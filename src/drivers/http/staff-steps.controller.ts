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
import { OrderNotFound } from '../../orders/index.js';
import { Fails, IdParam } from '../../platform/index.js';
import {
  AgeCheckRequired,
  CashMismatch,
  DriverAtAnotherStore,
  DriverBusy,
  DriverOffShift,
  IllegalDeliveryStep,
  OrderAlreadyAssigned,
  OrderNotAssigned,
} from '../drivers.errors.js';
import { EndDelivery } from '../use-cases/end-delivery.service.js';
import { HandOverDelivery } from '../use-cases/hand-over.service.js';
import { AssignmentResponse } from './assignment.responses.js';
import { assignmentResponse } from './delivery.mapper.js';
import {
  DeliverForDriverRequest,
  FailForDriverRequest,
  HandOverRequest,
} from './staff-steps.requests.js';

const orderId = { name: 'id', description: '`onTheWay[].id` of GET /v1/ops/board', format: 'uuid' };

/** Steps that staff take for a driver who cannot. */
@ApiTags('ops')
@Controller('v1/ops/orders')
@Roles('dispatcher', 'admin')
export class StaffStepsController {
  constructor(
    private readonly ending: EndDelivery,
    private readonly handing: HandOverDelivery,
  ) {}

  @Post(':id/deliver')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({
    summary: 'Say for the driver that the customer has the goods',
    description:
      'Your note stands in place of the PIN or the photo. The cash must be exact, and is the ' +
      'driver’s to hand in. Sent again it answers the same.',
  })
  @ApiParam(orderId)
  @ApiBody({
    type: DeliverForDriverRequest,
    examples: {
      cash: {
        summary: 'The driver’s phone is broken; the customer has paid in cash',
        value: { cashCollectedMinor: 2050, note: 'Customer called: has the bags' },
      },
    },
  })
  @ApiOkResponse({ type: AssignmentResponse, description: 'The delivery, `delivered`' })
  @Fails(OrderNotFound, OrderNotAssigned, IllegalDeliveryStep, AgeCheckRequired, CashMismatch)
  async deliverForDriver(
    @Caller() caller: Identity,
    @Param('id', IdParam) id: string,
    @Body() { cashCollectedMinor, ageChecked = false, note }: DeliverForDriverRequest,
  ): Promise<AssignmentResponse> {
    const handover = { cashCollectedMinor, pin: null, photoReference: null, ageChecked };
    return assignmentResponse(await this.ending.deliver(id, handover, note, caller));
  }

  @Post(':id/fail')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({
    summary: 'End a delivery for the driver',
    description:
      'The driver cannot, or the goods are wanted back. Afterwards `redeliver` them, or have them ' +
      'counted in the store with POST /v1/picking/orders/{id}/return; the driver cannot `resume`. ' +
      'Sent again it answers the same.',
  })
  @ApiParam(orderId)
  @ApiOkResponse({ type: AssignmentResponse, description: 'The delivery, `failed`' })
  @Fails(OrderNotFound, OrderNotAssigned, IllegalDeliveryStep)
  async failForDriver(
    @Caller() caller: Identity,
    @Param('id', IdParam) id: string,
    @Body() { reasonCode, note }: FailForDriverRequest,
  ): Promise<AssignmentResponse> {
    const failure = { reasonCode, note: note ?? null, photoReference: null };
    return assignmentResponse(await this.ending.fail(id, failure, caller));
  }

  @Post(':id/hand-over')
  @ApiOperation({
    summary: 'Have another driver take over goods that are under way',
    description:
      'The customer sees the new driver from here on, and the former one sees the delivery no ' +
      'more. The driver is on shift and has room. Sent again for the same driver it answers the same.',
  })
  @ApiParam(orderId)
  @ApiBody({
    type: HandOverRequest,
    examples: {
      breakdown: {
        summary: 'The vehicle broke down (put in the ids)',
        value: {
          driverId: '0190b6e2-5f00-7000-8000-00000000000d',
          replaces: '0190b6e2-5f00-7000-8000-00000000000a',
          reasonCode: 'vehicle',
        },
      },
    },
  })
  @ApiCreatedResponse({ type: AssignmentResponse, description: 'The new delivery, `collected`' })
  @Fails(
    OrderNotFound,
    OrderNotAssigned,
    OrderAlreadyAssigned,
    IllegalDeliveryStep,
    DriverOffShift,
    DriverAtAnotherStore,
    DriverBusy,
  )
  async handOverDelivery(
    @Caller() caller: Identity,
    @Param('id', IdParam) id: string,
    @Body() { note, ...sent }: HandOverRequest,
  ): Promise<AssignmentResponse> {
    const handOver = { ...sent, orderId: id, note: note ?? null };
    return assignmentResponse(await this.handing.handOver(handOver, caller));
  }
}
