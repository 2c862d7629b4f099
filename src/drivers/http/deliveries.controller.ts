import { Body, Controller, Get, HttpCode, HttpStatus, Param, Post } from '@nestjs/common';
import {
  ApiExtraModels,
  ApiBody,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import { Caller, type Identity, OfNoStore, Roles } from '../../accounts/index.js';
import { IllegalTransition } from '../../orders/index.js';
import { Fails, IdParam } from '../../platform/index.js';
import {
  AgeCheckRequired,
  CashMismatch,
  ContactRequired,
  DeliveryNotFound,
  IllegalDeliveryStep,
  PinLocked,
  ProofRequired,
  ResumeTooLate,
  WrongPin,
} from '../drivers.errors.js';
import { DeliverySteps } from '../use-cases/delivery-steps.service.js';
import { ContactAttemptRequest, DeliverRequest, FailRequest } from './deliveries.requests.js';
import { DeliveriesResponse, DeliveryResponse } from './deliveries.responses.js';
import { deliveryResponse } from './delivery.mapper.js';
import { DriverProblemMembers } from './driver-problems.responses.js';

const deliveryId = { name: 'id', description: '`id` of GET /v1/driver/deliveries', format: 'uuid' };

@ApiTags('driver')
@ApiExtraModels(DriverProblemMembers)
@Controller('v1/driver/deliveries')
@Roles('driver')
@OfNoStore()
export class DeliveriesController {
  constructor(private readonly deliveries: DeliverySteps) {}

  @Get()
  @ApiOperation({ summary: 'Orders that you have to deliver, or to bring back' })
  @ApiOkResponse({ type: DeliveriesResponse, description: 'The work list' })
  async listDeliveries(@Caller() caller: Identity): Promise<DeliveriesResponse> {
    const active = await this.deliveries.active(caller.accountId);
    return { items: active.map(deliveryResponse) };
  }

  @Post(':id/arrive')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({
    summary: 'You are at the store, or at the door: whichever is next',
    description: 'Also back at the store, with goods that you return. Safe to repeat.',
  })
  @ApiParam(deliveryId)
  @ApiOkResponse({
    type: DeliveryResponse,
    description: 'The delivery, `at_store`, `at_customer` or `returned`',
  })
  @Fails(DeliveryNotFound, IllegalDeliveryStep)
  arriveWithDelivery(
    @Caller() caller: Identity,
    @Param('id', IdParam) id: string,
  ): Promise<DeliveryResponse> {
    return this.#step('arrive', caller, id);
  }

  @Post(':id/collect')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({
    summary: 'Take the packed order out of the store',
    description: 'From here on the customer sees the live position. Safe to repeat.',
  })
  @ApiParam(deliveryId)
  @ApiOkResponse({ type: DeliveryResponse, description: 'The delivery, `collected`' })
  @Fails(DeliveryNotFound, IllegalDeliveryStep, IllegalTransition)
  collectDelivery(
    @Caller() caller: Identity,
    @Param('id', IdParam) id: string,
  ): Promise<DeliveryResponse> {
    return this.#step('collect', caller, id);
  }

  @Post(':id/release')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({
    summary: 'You cannot take this order',
    description: 'Before you have collected it. Safe to repeat.',
  })
  @ApiParam(deliveryId)
  @ApiOkResponse({ type: DeliveryResponse, description: 'The delivery, `cancelled`' })
  @Fails(DeliveryNotFound, IllegalDeliveryStep)
  releaseDelivery(
    @Caller() caller: Identity,
    @Param('id', IdParam) id: string,
  ): Promise<DeliveryResponse> {
    return this.#step('release', caller, id);
  }

  @Post(':id/return')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({
    summary: 'You bring goods that you could not deliver back to the store',
    description: '`arrive` when you are there; the store counts the goods. Safe to repeat.',
  })
  @ApiParam(deliveryId)
  @ApiOkResponse({ type: DeliveryResponse, description: 'The delivery, `returning`' })
  @Fails(DeliveryNotFound, IllegalDeliveryStep)
  returnDelivery(
    @Caller() caller: Identity,
    @Param('id', IdParam) id: string,
  ): Promise<DeliveryResponse> {
    return this.#step('return', caller, id);
  }

  @Post(':id/resume')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({
    summary: 'You can deliver it after all',
    description:
      'Within ten minutes after your `fail`, while you have the goods and staff has not decided ' +
      'otherwise. Safe to repeat.',
  })
  @ApiParam(deliveryId)
  @ApiOkResponse({ type: DeliveryResponse, description: 'The delivery, `collected` again' })
  @Fails(DeliveryNotFound, IllegalDeliveryStep, ResumeTooLate)
  resumeDelivery(
    @Caller() caller: Identity,
    @Param('id', IdParam) id: string,
  ): Promise<DeliveryResponse> {
    return this.#step('resume', caller, id);
  }

  @Post(':id/deliver')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({
    summary: 'Hand the order over',
    description:
      'Needs the `proof` that the delivery names, the exact cash, and a look at an identity card ' +
      'where there is a `minimumAge`. The customer stops seeing the live position. Safe to repeat.',
  })
  @ApiParam(deliveryId)
  @ApiBody({
    type: DeliverRequest,
    examples: {
      cash: {
        summary: 'Put in the order’s `cashToCollect` and the customer’s `deliveryPin`',
        value: { cashCollectedMinor: 2050, pin: '0417' },
      },
      leftAtDoor: {
        summary: 'Left at the door, paid by card',
        value: { cashCollectedMinor: 0, photoReference: 'photos/2026-03-01/1001.jpg' },
      },
      ageRestricted: {
        summary: 'Age-restricted goods: you have looked at an identity card',
        value: { cashCollectedMinor: 2050, pin: '0417', ageChecked: true },
      },
    },
  })
  @ApiOkResponse({ type: DeliveryResponse, description: 'The delivery, `delivered`' })
  @Fails(
    DeliveryNotFound,
    IllegalDeliveryStep,
    IllegalTransition,
    AgeCheckRequired,
    CashMismatch,
    ProofRequired,
    WrongPin,
    PinLocked,
  )
  async completeDelivery(
    @Caller() { accountId }: Identity,
    @Param('id', IdParam) id: string,
    @Body() body: DeliverRequest,
  ): Promise<DeliveryResponse> {
    const { cashCollectedMinor, pin = null, photoReference = null, ageChecked = false } = body;
    const handover = { cashCollectedMinor, pin, photoReference, ageChecked };
    return deliveryResponse(await this.deliveries.deliver(accountId, id, handover));
  }

  @Post(':id/contact-attempts')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({
    summary: 'You have tried to reach the customer',
    description: 'Five minutes after the first attempt you may `fail` with `no_answer`.',
  })
  @ApiParam(deliveryId)
  @ApiOkResponse({ type: DeliveryResponse, description: 'The delivery, with `contactedAt`' })
  @Fails(DeliveryNotFound, IllegalDeliveryStep)
  async recordContactAttempt(
    @Caller() { accountId }: Identity,
    @Param('id', IdParam) id: string,
    @Body() { channel }: ContactAttemptRequest,
  ): Promise<DeliveryResponse> {
    return deliveryResponse(await this.deliveries.contact(accountId, id, channel));
  }

  @Post(':id/fail')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({
    summary: 'The order cannot be handed over',
    description:
      'A dispatcher has it delivered once more, or you `return` it; for ten minutes you can ' +
      '`resume`. The customer stops seeing the live position. Safe to repeat.',
  })
  @ApiParam(deliveryId)
  @ApiOkResponse({ type: DeliveryResponse, description: 'The delivery, `failed`' })
  @Fails(DeliveryNotFound, IllegalDeliveryStep, IllegalTransition, ContactRequired)
  async failDelivery(
    @Caller() { accountId }: Identity,
    @Param('id', IdParam) id: string,
    @Body() body: FailRequest,
  ): Promise<DeliveryResponse> {
    const { reasonCode, note = null, photoReference = null } = body;
    const failure = { reasonCode, note, photoReference };
    return deliveryResponse(await this.deliveries.fail(accountId, id, failure));
  }

  async #step(
    action: Parameters<DeliverySteps['step']>[0],
    { accountId }: Identity,
    id: string,
  ): Promise<DeliveryResponse> {
    return deliveryResponse(await this.deliveries.step(action, accountId, id));
  }
}
