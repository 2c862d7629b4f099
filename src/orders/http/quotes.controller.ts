import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  AddressNotFound,
  Caller,
  destinationOf,
  type Identity,
  Public,
  Roles,
} from '../../accounts/index.js';
import {
  InsufficientStock,
  StoreNotFound,
  StoreQuery,
  StoreRequired,
  StoresService,
} from '../../catalog/index.js';
import { Clock } from '../../kernel/clock.js';
import { Fails } from '../../platform/index.js';
import {
  BasketBelowMinimum,
  CartEmpty,
  OutOfServiceArea,
  OverLimit,
  ProductUnavailable,
  SlotUnavailable,
  StoreClosed,
  StorePaused,
  TipTooLarge,
} from '../orders.errors.js';
import { SlotRepository } from '../persistence/slot.repository.js';
import { DeliveryOffers } from '../use-cases/delivery-offers.service.js';
import { QuoteBasketService } from '../use-cases/quote-basket.service.js';
import { basketLine, quoteResponse, slotResponse, termsResponse } from './quotes.mapper.js';
import { QuoteRequest, ServiceabilityQuery } from './quotes.requests.js';
import { QuoteResponse, ServiceabilityResponse, SlotsResponse } from './quotes.responses.js';

@ApiTags('orders')
@Controller('v1')
export class QuotesController {
  constructor(
    private readonly basket: QuoteBasketService,
    private readonly stores: StoresService,
    private readonly offers: DeliveryOffers,
    private readonly slotRepository: SlotRepository,
    private readonly clock: Clock,
  ) {}

  @Get('slots')
  @Public()
  @ApiOperation({ summary: 'Delivery slots that can be chosen, for the next fourteen days' })
  @ApiOkResponse({ type: SlotsResponse, description: 'Soonest first' })
  @Fails(StoreRequired, StoreNotFound)
  async slots(@Query() query: StoreQuery): Promise<SlotsResponse> {
    const store = await this.stores.resolve(query.store);
    const open = await this.slotRepository.openSlots(store.id, this.clock.now());
    return { items: open.map(slotResponse) };
  }

  @Get('serviceability')
  @Public()
  @ApiOperation({ summary: 'Whether a store delivers to a place, and on what terms' })
  @ApiOkResponse({ type: ServiceabilityResponse, description: 'Yes or no; never cached' })
  @Fails(StoreRequired, StoreNotFound)
  async serviceability(@Query() query: ServiceabilityQuery): Promise<ServiceabilityResponse> {
    const store = await this.stores.resolve(query.store);
    const offer = await this.offers.find(null, store, query);
    return {
      delivers: offer !== null,
      delivery: offer && {
        zone: offer.zone.name,
        distanceMetres: offer.distanceMetres,
        ...termsResponse(offer.terms),
      },
      minimumBasket: store.minimumBasket,
    };
  }

  @Post('quotes')
  @Roles('customer')
  @ApiOperation({ summary: 'What a basket costs, delivered; good for ten minutes' })
  @ApiBody({
    type: QuoteRequest,
    examples: {
      soon: {
        summary: 'As soon as possible (put in a product’s id)',
        value: {
          lines: [{ productId: '<id of GET /v1/products>', quantity: 2 }],
          deliverTo: { line1: 'Pier Street 4, flat 12', lat: 25.082, lng: 55.142 },
        },
      },
      slot: {
        summary: 'In a slot (put in a product’s id and a slot’s)',
        value: {
          lines: [{ productId: '<id of GET /v1/products>', quantity: 2 }],
          deliverTo: {
            line1: 'Pier Street 4, flat 12',
            lat: 25.082,
            lng: 55.142,
            notes: 'Ring twice',
            phone: '+971501234567',
          },
          slotId: '<id of GET /v1/slots>',
        },
      },
      cart: {
        summary: 'What is in the cart, kept for the customer, with a tip',
        value: {
          deliverTo: { line1: 'Pier Street 4, flat 12', lat: 25.082, lng: 55.142 },
          tipMinor: 300,
          holdStock: true,
        },
      },
      home: {
        summary: 'To one of your addresses (put in its id and a product’s)',
        value: {
          lines: [{ productId: '<id of GET /v1/products>', quantity: 2 }],
          addressId: '<id of GET /v1/me/addresses>',
        },
      },
    },
  })
  @ApiCreatedResponse({ type: QuoteResponse, description: 'The offer; order it by its `id`' })
  @Fails(StoreRequired, StoreNotFound, AddressNotFound, StorePaused, StoreClosed)
  @Fails(CartEmpty, ProductUnavailable, OverLimit, InsufficientStock, BasketBelowMinimum)
  @Fails(TipTooLarge, OutOfServiceArea, SlotUnavailable)
  async quote(@Body() body: QuoteRequest, @Caller() caller: Identity): Promise<QuoteResponse> {
    const quote = await this.basket.quote({
      customerId: caller.accountId,
      store: body.store,
      lines: body.lines?.map(basketLine),
      deliverTo: body.addressId ?? destinationOf(body.deliverTo!),
      slotId: body.slotId ?? undefined,
      tipMinor: body.tipMinor ?? 0,
      holdStock: body.holdStock ?? false,
    });
    return quoteResponse(quote);
  }
}
