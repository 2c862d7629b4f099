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
   * Today’s price per piece or kilogram; null when the product is gone.
   * @example { "amountMinor": 675, "currency": "AED" }
   */
  price: MoneyResponse | null;

  /** Null when the product is gone. @example { "amountMinor": 1350, "currency": "AED" } */
  total: MoneyResponse | null;

  /**
   * Stock of the product, for all its lines; null when it is gone. At most 20 pieces or 5000 grams
   * are told: those, or more.
   * @example 20
   */
  available: number | null;

  /** Changes since the line was put in. @example ["price_down"] */
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
  /** Missing to the store’s minimum basket; null: nothing. */
  @ApiProperty({ example: null })
  minimumBasket: MoneyResponse | null;

  /**
   * Missing to a basket without the small-basket fee; null: nothing.
   * @example { "amountMinor": 650, "currency": "AED" }
   */
  smallBasket: MoneyResponse | null;

  /**
   * Missing to free delivery by the store’s own terms; null: nothing, or never free.
   * @example { "amountMinor": 8650, "currency": "AED" }
   */
  freeDelivery: MoneyResponse | null;
}

export class CartResponse {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-000000000010' })
  storeId: string;

  /** Counts changes of the cart; send it in quotes as If-Match. @example 3 */
  version: number;

  /**
   * When the cart is forgotten unless it is changed; null for an empty cart.
   * @example 2026-12-08T07:00:00.000Z
   */
  @ApiProperty({ format: 'date-time' })
  expiresAt: string | null;

  lines: CartLineResponse[];

  /**
   * The products that are still sold, at today’s prices.
   * @example { "amountMinor": 1350, "currency": "AED" }
   */
  subtotal: MoneyResponse;

  /**
   * Extra fee for a basket this small; null: none.
   * @example { "amountMinor": 500, "currency": "AED" }
   */
  smallBasketFee: MoneyResponse | null;

  /** Worth of goods missing to each threshold. */
  missing: CartMissingResponse;
}
