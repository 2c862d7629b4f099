import { Body, Controller, Post } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  AddressNotFound,
  Caller,
  destinationOf,
  type Identity,
  Roles,
} from '../../accounts/index.js';
import { InsufficientStock, StoreNotFound, StoreRequired } from '../../catalog/index.js';
import { OutOfServiceArea } from '../../delivery-options/index.js';
import { Fails, Limited } from '../../platform/index.js';
import {
  BasketBelowMinimum,
  CartEmpty,
  HoldTooLarge,
  HoldUsedUp,
  OverLimit,
  ProductUnavailable,
  ReceiverRequired,
  SlotUnavailable,
  StoreClosed,
  StorePaused,
  TipTooLarge,
} from '../orders.errors.js';
import { QuoteBasket } from '../use-cases/quote-basket.service.js';
import { basketLine, quoteResponse } from './quotes.mapper.js';
import { QuoteRequest } from './quotes.requests.js';
import { QuoteResponse } from './quotes.responses.js';

@ApiTags('orders')
@Controller('v1/quotes')
export class QuotesController {
  constructor(private readonly basket: QuoteBasket) {}

  @Post()
  @Limited({ name: 'quotes', requests: 30, windowSeconds: 60, per: 'account' })
  @Roles('customer')
  @ApiOperation({ summary: 'The price of a basket with delivery; good for ten minutes' })
  @ApiBody({
    type: QuoteRequest,
    examples: {
      soon: {
        summary: 'As soon as possible (put in a product’s id)',
        value: {
          lines: [{ productId: '0190b6e2-5f00-7000-8000-000000000012', quantity: 2 }],
          deliverTo: { line1: 'Pier Street 4, flat 12', lat: 25.082, lng: 55.142 },
        },
      },
      slot: {
        summary: 'In a slot (put in a product’s id and a slot’s)',
        value: {
          lines: [{ productId: '0190b6e2-5f00-7000-8000-000000000012', quantity: 2 }],
          deliverTo: {
            line1: 'Pier Street 4, flat 12',
            lat: 25.082,
            lng: 55.142,
            notes: 'Ring twice',
            phone: '+971501234567',
          },
          slotId: '0190b6e2-5f00-7000-8000-000000000020',
        },
      },
      cart: {
        summary: 'The lines of the cart, held for the customer, with a tip',
        value: {
          deliverTo: { line1: 'Pier Street 4, flat 12', lat: 25.082, lng: 55.142 },
          tipMinor: 300,
          holdStock: true,
        },
      },
      home: {
        summary: 'To one of your addresses (put in its id and a product’s)',
        value: {
          lines: [{ productId: '0190b6e2-5f00-7000-8000-000000000012', quantity: 2 }],
          addressId: '0190b6e2-7c1a-7000-8000-3f5b2a9c1d20',
        },
      },
    },
  })
  @ApiCreatedResponse({ type: QuoteResponse, description: 'The offer; order it by its `id`' })
  @Fails(StoreRequired, StoreNotFound, AddressNotFound, StorePaused, StoreClosed)
  @Fails(CartEmpty, ProductUnavailable, OverLimit, InsufficientStock, BasketBelowMinimum)
  @Fails(ReceiverRequired, TipTooLarge, OutOfServiceArea, SlotUnavailable)
  @Fails(HoldTooLarge, HoldUsedUp)
  async createQuote(
    @Body() body: QuoteRequest,
    @Caller() caller: Identity,
  ): Promise<QuoteResponse> {
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
