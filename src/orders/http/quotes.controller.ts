import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller, type Identity, Public, Roles } from '../../accounts/index.js';
import {
  InsufficientStock,
  StoreNotFound,
  StoreRequired,
  StoresService,
} from '../../catalog/index.js';
import { Clock } from '../../kernel/clock.js';
import { Fails, MalformedJson, UnknownField, ValidationFailed } from '../../platform/index.js';
import {
  BasketBelowMinimum,
  OutOfServiceArea,
  ProductUnavailable,
  SlotUnavailable,
  StorePaused,
} from '../orders.errors.js';
import { SlotRepository } from '../persistence/slot.repository.js';
import { QuoteBasketService } from '../use-cases/quote-basket.service.js';
import { quoteResponse, slotResponse } from './order.mapper.js';
import { QuoteRequest, StoreQuery } from './orders.requests.js';
import { QuoteResponse, SlotsResponse } from './quotes.responses.js';

const slotHorizonMs = 3 * 24 * 60 * 60_000;

@ApiTags('orders')
@Controller('v1')
export class QuotesController {
  constructor(
    private readonly basket: QuoteBasketService,
    private readonly stores: StoresService,
    private readonly slotRepository: SlotRepository,
    private readonly clock: Clock,
  ) {}

  @Get('slots')
  @Public()
  @ApiOperation({ summary: 'Delivery slots that can be chosen, for the next three days' })
  @ApiOkResponse({ type: SlotsResponse, description: 'Soonest first' })
  @Fails(ValidationFailed, UnknownField, StoreRequired, StoreNotFound)
  async slots(@Query() query: StoreQuery): Promise<SlotsResponse> {
    const store = await this.stores.resolve(query.store);
    const now = this.clock.now();
    const until = new Date(now.getTime() + slotHorizonMs);
    const open = await this.slotRepository.openSlots(store.id, now, until);
    return { items: open.map(slotResponse) };
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
    },
  })
  @ApiCreatedResponse({ type: QuoteResponse, description: 'The offer; order it by its `id`' })
  @Fails(
    MalformedJson,
    ValidationFailed,
    UnknownField,
    StoreRequired,
    StoreNotFound,
    ProductUnavailable,
    InsufficientStock,
    StorePaused,
    BasketBelowMinimum,
    OutOfServiceArea,
    SlotUnavailable,
  )
  async quote(@Body() body: QuoteRequest, @Caller() caller: Identity): Promise<QuoteResponse> {
    const { store, lines, slotId } = body;
    const { line1, lat, lng, notes = null, phone = null } = body.deliverTo;
    const quote = await this.basket.quote({
      customerId: caller.accountId,
      store: store ?? undefined,
      lines: lines.map(
        ({ productId, quantity, note, preference, preferredProductId, fallback }) => ({
          productId,
          quantity,
          note: note ?? null,
          preference: preference ?? 'refund',
          preferredProductId: preferredProductId ?? null,
          fallback: fallback ?? 'refund',
        }),
      ),
      deliverTo: { line1, lat, lng, notes, phone },
      slotId: slotId ?? undefined,
    });
    return quoteResponse(quote);
  }
}
