import {
  Body,
  Controller,
  Get,
  Headers,
  HttpStatus,
  Param,
  Post,
  Query,
  Res,
} from '@nestjs/common';
import {
  ApiExtraModels,
  ApiBody,
  ApiCreatedResponse,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Caller, ChecksAccount, type Identity, Roles } from '../../accounts/index.js';
import { InsufficientStock } from '../../catalog/index.js';
import {
  AnswersLocation,
  CursorCodec,
  Fails,
  IdempotencyInFlight,
  IdempotencyKeyInvalid,
  IdempotencyKeyRequired,
  IdempotencyKeyReused,
  IdempotentRequests,
  IdParam,
  InvalidCursor,
  Limited,
  PageQuery,
  sendIdempotent,
  UnitOfWork,
} from '../../platform/index.js';
import {
  AgeConfirmationRequired,
  BasketBelowMinimum,
  CardsNotTaken,
  ChangeNotPossible,
  CurrencyMismatch,
  OrderNotFound,
  OverLimit,
  PriceChanged,
  ProductUnavailable,
  QuoteAlreadyOrdered,
  QuoteExpired,
  QuoteNotFound,
  ReceiverRequired,
  SlotUnavailable,
  StoreClosed,
  StorePaused,
  TooManyOpenOrders,
} from '../orders.errors.js';
import { OutOfServiceArea } from '../../delivery-options/index.js';
import { PlaceOrder, type Placing } from '../use-cases/place-order.service.js';
import { OrderViews } from '../use-cases/order-views.service.js';
import { QuoteBasket } from '../use-cases/quote-basket.service.js';
import { orderResponse, summaryResponse } from './order.mapper.js';
import { PlaceOrderRequest } from './orders.requests.js';
import { quoteResponse } from './quotes.mapper.js';
import { OrderResponse, OrdersResponse } from './orders.responses.js';
import { OrderProblemMembers } from './order-problems.responses.js';

@ApiTags('orders')
@ApiExtraModels(OrderProblemMembers)
@Controller('v1/orders')
export class OrdersController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly idempotent: IdempotentRequests,
    private readonly placing: PlaceOrder,
    private readonly basket: QuoteBasket,
    private readonly views: OrderViews,
    private readonly cursors: CursorCodec,
  ) {}

  @Post()
  @Limited({ name: 'orders', requests: 20, windowSeconds: 60, per: 'account' })
  @AnswersLocation('/v1/orders/{id}')
  @Roles('customer')
  @ChecksAccount()
  @ApiOperation({ summary: 'Order a quote; the same Idempotency-Key never orders twice' })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: true,
    description: 'A new key for every order; the same key only to repeat the same order',
    example: '5b1f7f0e-order-1',
  })
  @ApiBody({
    type: PlaceOrderRequest,
    examples: {
      order: {
        summary: 'Put in the quote’s id',
        value: {
          quoteId: '0190b6e2-5f00-7000-8000-000000000030',
          paymentMethod: 'cash_on_delivery',
        },
      },
      exactly: {
        summary: 'Only for the total that the customer was shown',
        value: {
          quoteId: '0190b6e2-5f00-7000-8000-000000000030',
          paymentMethod: 'cash_on_delivery',
          expectedTotal: { amountMinor: 2050, currency: 'AED' },
        },
      },
      withChange: {
        summary: 'The customer pays with a note of 100: the driver brings change',
        value: {
          quoteId: '0190b6e2-5f00-7000-8000-0000000000e5',
          paymentMethod: 'cash_on_delivery',
          changeForMinor: 10_000,
        },
      },
      byCard: {
        summary: 'Held on the card now, charged on delivery',
        value: {
          quoteId: '0190b6e2-5f00-7000-8000-000000000030',
          paymentMethod: 'card',
          paymentToken: 'tok_ok',
        },
      },
      ageRestricted: {
        summary: 'With age-restricted goods: the customer has confirmed',
        value: {
          quoteId: '0190b6e2-5f00-7000-8000-000000000030',
          paymentMethod: 'cash_on_delivery',
          ageConfirmed: true,
        },
      },
    },
  })
  @ApiCreatedResponse({
    type: OrderResponse,
    description: 'The order',
    headers: {
      'Idempotency-Replayed': {
        description: '`true` for a repeat of this key: nothing was ordered again',
        schema: { type: 'string' },
      },
    },
  })
  @Fails(
    IdempotencyKeyRequired,
    IdempotencyKeyInvalid,
    IdempotencyKeyReused,
    IdempotencyInFlight,
    QuoteNotFound,
    QuoteExpired,
    QuoteAlreadyOrdered,
    TooManyOpenOrders,
    StorePaused,
    StoreClosed,
    OutOfServiceArea,
    BasketBelowMinimum,
    OverLimit,
    CurrencyMismatch,
    PriceChanged,
    ProductUnavailable,
    InsufficientStock,
    SlotUnavailable,
    AgeConfirmationRequired,
    ReceiverRequired,
    ChangeNotPossible,
    CardsNotTaken,
  )
  async placeOrder(
    @Body() body: PlaceOrderRequest,
    @Headers('idempotency-key') key: string | undefined,
    @Caller() caller: Identity,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const customerId = caller.accountId;
    const request = { ownerId: customerId, route: 'POST /v1/orders', key, body };
    const result = await this.unitOfWork
      .run((tx) =>
        this.idempotent.run(
          tx,
          request,
          async () => {
            const order = await this.placing.place(tx, placingOf(body, customerId));
            return orderResponse(await this.views.now(order.id, caller, { tx }), caller);
          },
          HttpStatus.CREATED,
        ),
      )
      .catch((error: unknown) => this.#withNewQuote(error, body.quoteId, customerId));
    sendIdempotent(reply, result);
  }

  /** Adds a new quote to the refusal: nothing was ordered. */
  async #withNewQuote(error: unknown, quoteId: string, customerId: string): Promise<never> {
    if (!PriceChanged.matches(error)) throw error;
    const quote = quoteResponse(await this.basket.again(quoteId, customerId));
    throw PriceChanged.because(error.detail, { ...error.extras, quote });
  }

  @Get()
  @Roles('customer')
  @ApiOperation({ summary: 'Your orders, newest first' })
  @ApiOkResponse({ type: OrdersResponse, description: 'A page of the list' })
  @Fails(InvalidCursor)
  async listOrders(
    @Query() query: PageQuery,
    @Caller() { accountId: customerId }: Identity,
  ): Promise<OrdersResponse> {
    const { items, nextCursor } = await this.cursors.page(
      query,
      `orders of ${customerId}`,
      (after: readonly [string, string] | null, limit) =>
        this.views.history({ customerId, limit, after }),
      ({ placedAt, id }) => [placedAt, id],
    );
    return { items: items.map(summaryResponse), nextCursor };
  }

  @Get(':id')
  @Roles('customer', 'picker', 'dispatcher', 'admin')
  @ApiOperation({ summary: 'One order; customers see their own' })
  @ApiParam({ name: 'id', description: '`id` of POST or GET /v1/orders', format: 'uuid' })
  @ApiOkResponse({ type: OrderResponse, description: 'The order' })
  @Fails(OrderNotFound)
  async getOrder(
    @Param('id', IdParam) id: string,
    @Caller() caller: Identity,
  ): Promise<OrderResponse> {
    return orderResponse(await this.views.one(id, caller), caller);
  }
}

function placingOf(body: PlaceOrderRequest, customerId: string): Placing {
  const { quoteId, paymentMethod, paymentToken = null } = body;
  const { ageConfirmed = false, expectedTotal = null, changeForMinor = null } = body;
  const money = { expectedTotal, changeForMinor };
  return { customerId, quoteId, paymentMethod, paymentToken, ageConfirmed, ...money };
}
