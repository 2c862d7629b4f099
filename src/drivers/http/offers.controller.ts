import { Controller, Get, HttpCode, HttpStatus, Param, Post } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import { Caller, type Identity, OfNoStore, Roles } from '../../accounts/index.js';
import { Fails, IdParam } from '../../platform/index.js';
import { offerPollMs } from '../domain/offer-pace.js';
import {
  DriverAtAnotherStore,
  DriverBusy,
  DriverOffShift,
  OfferNotFound,
  OfferNotOpen,
  OrderAlreadyAssigned,
  OrderNotAssignable,
} from '../drivers.errors.js';
import { AnswerOffer } from '../use-cases/answer-offer.service.js';
import { DeliveryResponse } from './deliveries.responses.js';
import { deliveryResponse } from './delivery.mapper.js';
import { offerResponse } from './offer.mapper.js';
import { DeclinedOfferResponse, OffersResponse } from './offers.responses.js';

const offerId = { name: 'id', description: '`id` of GET /v1/driver/offers', format: 'uuid' };

@ApiTags('driver')
@Controller('v1/driver/offers')
@Roles('driver')
@OfNoStore()
export class OffersController {
  constructor(private readonly answering: AnswerOffer) {}

  @Get()
  @ApiOperation({
    summary: 'Orders offered to you',
    description:
      'Poll it while on shift. An offer is yours alone for 40 seconds; the customer’s address ' +
      'comes with the delivery, after you accept.',
  })
  @ApiOkResponse({ type: OffersResponse, description: 'As it is now' })
  async listOffers(@Caller() caller: Identity): Promise<OffersResponse> {
    const open = await this.answering.open(caller.accountId);
    return { items: open.map((offer) => offerResponse(offer, open)), pollAfterMs: offerPollMs };
  }

  @Post(':id/accept')
  @ApiOperation({ summary: 'Accept an offer', description: 'Safe to repeat.' })
  @ApiParam(offerId)
  @ApiCreatedResponse({ type: DeliveryResponse, description: 'Your new delivery' })
  @Fails(
    OfferNotFound,
    OfferNotOpen,
    OrderAlreadyAssigned,
    OrderNotAssignable,
    DriverOffShift,
    DriverAtAnotherStore,
    DriverBusy,
  )
  async acceptOffer(
    @Caller() caller: Identity,
    @Param('id', IdParam) id: string,
  ): Promise<DeliveryResponse> {
    return deliveryResponse(await this.answering.accept(caller.accountId, id));
  }

  @Post(':id/decline')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({ summary: 'Decline an offer', description: 'Safe to repeat.' })
  @ApiParam(offerId)
  @ApiOkResponse({ type: DeclinedOfferResponse, description: 'The offer, `declined`' })
  @Fails(OfferNotFound, OfferNotOpen)
  async declineOffer(
    @Caller() caller: Identity,
    @Param('id', IdParam) id: string,
  ): Promise<DeclinedOfferResponse> {
    const { id: offer, status } = await this.answering.decline(caller.accountId, id);
    return { id: offer, status };
  }
}
