import { Body, Controller, Get, HttpCode, HttpStatus, Param, Post } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Caller, type Identity, Roles } from '../../accounts/index.js';
import { IllegalTransition } from '../../orders/index.js';
import { bodyFailures, Fails, IdParam, InvalidId } from '../../platform/index.js';
import { CashMismatch, DeliveryNotFound, IllegalDeliveryStep } from '../drivers.errors.js';
import { DeliveryStepsService } from '../use-cases/delivery-steps.service.js';
import { DeliverRequest } from './deliveries.requests.js';
import { DeliveriesResponse, DeliveryResponse } from './deliveries.responses.js';
import { deliveryResponse } from './delivery.mapper.js';

const deliveryId = { name: 'id', description: '`id` of GET /v1/driver/deliveries', format: 'uuid' };

@ApiTags('driver')
@Controller('v1/driver/deliveries')
@Roles('driver')
export class DeliveriesController {
  constructor(private readonly deliveries: DeliveryStepsService) {}

  @Get()
  @ApiOperation({ summary: 'What you have to deliver' })
  @ApiOkResponse({ type: DeliveriesResponse, description: 'The work list' })
  async list(@Caller() caller: Identity): Promise<DeliveriesResponse> {
    const active = await this.deliveries.active(caller.accountId);
    return { items: active.map(deliveryResponse) };
  }

  @Post(':id/collect')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({
    summary: 'Take the packed order out of the store',
    description: 'From here on the customer sees the live position. Safe to repeat.',
  })
  @ApiParam(deliveryId)
  @ApiOkResponse({ type: DeliveryResponse, description: 'The delivery, `collected`' })
  @Fails(InvalidId, DeliveryNotFound, IllegalDeliveryStep, IllegalTransition)
  async collect(
    @Caller() caller: Identity,
    @Param('id', IdParam) id: string,
  ): Promise<DeliveryResponse> {
    return deliveryResponse(await this.deliveries.collect(caller.accountId, id));
  }

  @Post(':id/deliver')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({
    summary: 'Hand the order over for cash',
    description: 'The customer stops seeing the live position. Safe to repeat.',
  })
  @ApiParam(deliveryId)
  @ApiBody({
    type: DeliverRequest,
    examples: {
      cash: { summary: 'Put in the order’s `cashToCollect`', value: { cashCollectedMinor: 2050 } },
    },
  })
  @ApiOkResponse({ type: DeliveryResponse, description: 'The delivery, `delivered`' })
  @Fails(
    InvalidId,
    DeliveryNotFound,
    IllegalDeliveryStep,
    IllegalTransition,
    CashMismatch,
    ...bodyFailures,
  )
  async deliver(
    @Caller() caller: Identity,
    @Param('id', IdParam) id: string,
    @Body() body: DeliverRequest,
  ): Promise<DeliveryResponse> {
    const { accountId } = caller;
    return deliveryResponse(await this.deliveries.deliver(accountId, id, body.cashCollectedMinor));
  }
}
