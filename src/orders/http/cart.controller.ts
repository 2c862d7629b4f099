import { Body, Controller, Get, Put, Query } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller, type Identity, Roles } from '../../accounts/index.js';
import { StoreNotFound, StoreQuery, StoreRequired, toldStock } from '../../catalog/index.js';
import {
  EtagNotOurs,
  type ExpectedVersions,
  Fails,
  Limited,
  OptionalIfMatch,
  VersionMismatch,
} from '../../platform/index.js';
import { type CartLineNow, unitOf } from '../domain/cart.js';
import { OverLimit, ProductUnavailable } from '../orders.errors.js';
import { type CartInStore, Carts } from '../use-cases/carts.service.js';
import { ReplaceCartRequest } from './cart.requests.js';
import { CartLineResponse, CartResponse } from './cart.responses.js';
import { basketLine } from './quotes.mapper.js';

@Roles('customer')
@ApiTags('orders')
@Controller('v1/cart')
export class CartController {
  constructor(private readonly carts: Carts) {}

  @Get()
  @ApiOperation({
    summary: 'Your cart in a store, at today’s prices, and what has changed since',
    description: 'Has no ETag, as prices change without a version. Send `version` as If-Match.',
  })
  @ApiOkResponse({ type: CartResponse, description: 'The cart; empty where there is none' })
  @Fails(StoreRequired, StoreNotFound)
  async getCart(@Query() query: StoreQuery, @Caller() caller: Identity): Promise<CartResponse> {
    return cartResponse(await this.carts.find(caller.accountId, query.store));
  }

  @Put()
  @Limited({ name: 'carts', requests: 120, windowSeconds: 60, per: 'account' })
  @ApiOperation({
    summary: 'Replace all lines of your cart; it is kept for seven days',
    description: 'Reserves nothing. Goods that are short go in, too, and are marked `short`.',
  })
  @ApiHeader({
    name: 'If-Match',
    required: false,
    description: 'The `version` you have read, in quotes; refused when it has changed since',
    example: '"3"',
  })
  @ApiBody({
    type: ReplaceCartRequest,
    examples: {
      filled: {
        summary: 'Put in a product’s id',
        value: {
          lines: [
            {
              productId: '0190b6e2-5f00-7000-8000-000000000012',
              quantity: 2,
              preference: 'similar',
            },
          ],
        },
      },
      emptied: { summary: 'Empty the cart', value: { lines: [] } },
    },
  })
  @ApiOkResponse({ type: CartResponse, description: 'The cart as it is now' })
  @Fails(StoreRequired, StoreNotFound, ProductUnavailable, OverLimit)
  @Fails(VersionMismatch, EtagNotOurs)
  async replaceCart(
    @Body() { store, lines }: ReplaceCartRequest,
    @OptionalIfMatch() versions: ExpectedVersions | null,
    @Caller() { accountId }: Identity,
  ): Promise<CartResponse> {
    const wanted = lines.map(basketLine);
    return cartResponse(await this.carts.replace(accountId, store, versions, wanted));
  }
}

function cartResponse({ store, cart, now }: CartInStore): CartResponse {
  const { subtotal, missing, terms } = now;
  return {
    storeId: store.id,
    version: cart.version,
    expiresAt: cart.lines.length > 0 ? cart.expiresAt!.toISOString() : null,
    lines: now.lines.map(lineResponse),
    subtotal,
    smallBasketFee: missing.smallBasket && terms.smallBasket!.fee,
    missing,
  };
}

function lineResponse({ product, changes, ...line }: CartLineNow): CartLineResponse {
  return {
    ...line,
    size: product?.sizeLabel ?? null,
    unit: product && unitOf(product),
    price: product?.price ?? null,
    available: product && toldStock(product.available, product.soldBy),
    changes: [...changes],
  };
}
