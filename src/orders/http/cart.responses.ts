import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { MoneyResponse } from '../../catalog/index.js';
import { type CartChange, cartChanges } from '../domain/cart.js';
import { type Fallback, fallbacks, type Preference, preferences } from '../domain/substitution.js';

export class CartLineResponse {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-000000000012' })
  productId: string;

  @ApiProperty({ example: 'Whole Milk' })
  name: string;

  @ApiPropertyOptional({ type: String, nullable: true, example: '1 l' })
  size: string | null;

  @ApiPropertyOptional({
    type: String,
    enum: ['each', 'g'],
    nullable: true,
    description: 'Null when the product is gone',
    example: 'each',
  })
  unit: 'each' | 'g' | null;

  @ApiProperty({ description: 'In its `unit`', example: 2 })
  quantity: number;

  @ApiPropertyOptional({
    type: MoneyResponse,
    nullable: true,
    description: 'Now, per piece or per kilogram; null when the product is gone',
    example: { amountMinor: 675, currency: 'AED' },
  })
  price: MoneyResponse | null;

  @ApiPropertyOptional({
    type: MoneyResponse,
    nullable: true,
    description: 'Null when the product is gone',
    example: { amountMinor: 1350, currency: 'AED' },
  })
  total: MoneyResponse | null;

  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    description: 'How much of the product there is, for all lines of it; null when it is gone',
    example: 40,
  })
  available: number | null;

  @ApiProperty({
    enum: cartChanges,
    isArray: true,
    description: 'What has become of it since it was put in',
    example: ['price_down'],
  })
  changes: CartChange[];

  @ApiPropertyOptional({ type: String, nullable: true, example: null })
  note: string | null;

  @ApiProperty({ enum: preferences, example: 'similar' })
  preference: Preference;

  @ApiPropertyOptional({ type: String, format: 'uuid', nullable: true, example: null })
  preferredProductId: string | null;

  @ApiProperty({ enum: fallbacks, example: 'refund' })
  fallback: Fallback;
}

export class CartMissingResponse {
  @ApiPropertyOptional({
    type: MoneyResponse,
    nullable: true,
    description: 'To what the store delivers at least; null: nothing',
    example: null,
  })
  minimumBasket: MoneyResponse | null;

  @ApiPropertyOptional({
    type: MoneyResponse,
    nullable: true,
    description: 'To what has no small-basket fee; null: nothing',
    example: { amountMinor: 650, currency: 'AED' },
  })
  smallBasket: MoneyResponse | null;

  @ApiPropertyOptional({
    type: MoneyResponse,
    nullable: true,
    description:
      'To free delivery, unless the zone says otherwise; null: nothing, or there is none',
    example: { amountMinor: 8650, currency: 'AED' },
  })
  freeDelivery: MoneyResponse | null;
}

export class CartResponse {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-000000000010' })
  storeId: string;

  @ApiProperty({ description: 'Counts changes of the cart: for If-Match, in quotes', example: 3 })
  version: number;

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When it is forgotten unless it is changed; null: there is nothing in it',
    example: '2026-12-08T07:00:00.000Z',
  })
  expiresAt: string | null;

  @ApiProperty({ type: [CartLineResponse] })
  lines: CartLineResponse[];

  @ApiProperty({
    description: 'Of what is still sold, at today’s prices',
    example: { amountMinor: 1350, currency: 'AED' },
  })
  subtotal: MoneyResponse;

  @ApiPropertyOptional({
    type: MoneyResponse,
    nullable: true,
    description: 'What is charged for a basket this small; null: nothing',
    example: { amountMinor: 500, currency: 'AED' },
  })
  smallBasketFee: MoneyResponse | null;

  @ApiProperty({ description: 'What the goods would have to be worth more' })
  missing: CartMissingResponse;
}
