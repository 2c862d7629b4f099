import { ApiProperty } from '@nestjs/swagger';
import { MoneyResponse } from '../../catalog/index.js';
import { type CartChange, cartChanges } from '../domain/cart.js';
import { type Fallback, type Preference, preferences } from '../domain/substitution.js';

export class CartLineResponse {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-000000000012' })
  productId: string;

  /** @example "Whole Milk" */
  name: string;

  /** @example "1 l" */
  size: string | null;

  /** Null when the product is gone. @example each */
  unit: 'each' | 'g' | null;

  /** In its `unit`. @example 2 */
  quantity: number;

  /**
   * Now, per piece or per kilogram; null when the product is gone.
   * @example { "amountMinor": 675, "currency": "AED" }
   */
  price: MoneyResponse | null;

  /** Null when the product is gone. @example { "amountMinor": 1350, "currency": "AED" } */
  total: MoneyResponse | null;

  /** How much of the product there is, for all lines of it; null when it is gone. @example 40 */
  available: number | null;

  /** What has become of it since it was put in. @example ["price_down"] */
  @ApiProperty({ enum: cartChanges, isArray: true })
  changes: CartChange[];

  note: string | null;

  @ApiProperty({ enum: preferences, example: 'similar' })
  preference: Preference;

  @ApiProperty({ format: 'uuid' })
  preferredProductId: string | null;

  /** @example refund */
  fallback: Fallback;
}

export class CartMissingResponse {
  /** To what the store delivers at least; null: nothing. */
  @ApiProperty({ example: null })
  minimumBasket: MoneyResponse | null;

  /**
   * To what has no small-basket fee; null: nothing.
   * @example { "amountMinor": 650, "currency": "AED" }
   */
  smallBasket: MoneyResponse | null;

  /**
   * To free delivery, unless the zone says otherwise; null: nothing, or there is none.
   * @example { "amountMinor": 8650, "currency": "AED" }
   */
  freeDelivery: MoneyResponse | null;
}

export class CartResponse {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-000000000010' })
  storeId: string;

  /** Counts changes of the cart: for If-Match, in quotes. @example 3 */
  version: number;

  /**
   * When it is forgotten unless it is changed; null: there is nothing in it.
   * @example 2026-12-08T07:00:00.000Z
   */
  @ApiProperty({ format: 'date-time' })
  expiresAt: string | null;

  lines: CartLineResponse[];

  /**
   * Of what is still sold, at today’s prices.
   * @example { "amountMinor": 1350, "currency": "AED" }
   */
  subtotal: MoneyResponse;

  /**
   * What is charged for a basket this small; null: nothing.
   * @example { "amountMinor": 500, "currency": "AED" }
   */
  smallBasketFee: MoneyResponse | null;

  /** What the goods would have to be worth more. */
  missing: CartMissingResponse;
}
