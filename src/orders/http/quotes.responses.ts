import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { MoneyResponse } from '../../catalog/index.js';
import { type FeeCode, feeCodes } from '../domain/pricing.js';
import { type Fallback, fallbacks, type Preference, preferences } from '../domain/substitution.js';

export class SlotWindowResponse {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-000000000020' })
  id: string;

  @ApiProperty({ format: 'date-time', example: '2026-12-01T08:00:00.000Z' })
  startsAt: string;

  @ApiProperty({ format: 'date-time', example: '2026-12-01T10:00:00.000Z' })
  endsAt: string;
}

export class SlotResponse extends SlotWindowResponse {
  @ApiProperty({
    format: 'date-time',
    description: 'Choose it before this time',
    example: '2026-12-01T07:30:00.000Z',
  })
  cutoffAt: string;

  @ApiProperty({ description: 'How many orders it can still take', example: 12 })
  left: number;
}

export class SlotsResponse {
  @ApiProperty({ type: [SlotResponse] })
  items: SlotResponse[];
}

export class LineResponse {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-000000000012' })
  productId: string;

  @ApiProperty({ example: 'LD-0101' })
  sku: string;

  @ApiProperty({ example: 'Whole Milk' })
  name: string;

  @ApiPropertyOptional({ type: String, nullable: true, example: '1 l' })
  size: string | null;

  @ApiProperty({ enum: ['each', 'g'], example: 'each' })
  unit: 'each' | 'g';

  @ApiProperty({ description: 'In its `unit`', example: 2 })
  quantity: number;

  @ApiProperty({ description: 'Per piece, or per kilogram' })
  price: MoneyResponse;

  @ApiProperty({ example: { amountMinor: 1350, currency: 'AED' } })
  total: MoneyResponse;

  @ApiPropertyOptional({ type: String, nullable: true, example: null })
  note: string | null;

  @ApiProperty({ enum: preferences, example: 'similar' })
  preference: Preference;

  @ApiPropertyOptional({ type: String, format: 'uuid', nullable: true, example: null })
  preferredProductId: string | null;

  @ApiProperty({ enum: fallbacks, example: 'refund' })
  fallback: Fallback;
}

export class FeeResponse {
  @ApiProperty({ enum: feeCodes, example: 'delivery' })
  code: FeeCode;

  @ApiProperty({ example: { amountMinor: 700, currency: 'AED' } })
  amount: MoneyResponse;
}

export class TaxResponse {
  @ApiProperty({ description: '500 is 5 %', example: 500 })
  rateBasisPoints: number;

  @ApiProperty({ example: { amountMinor: 64, currency: 'AED' } })
  amount: MoneyResponse;
}

export class TotalsResponse {
  @ApiProperty({ description: 'Of the goods', example: { amountMinor: 1350, currency: 'AED' } })
  subtotal: MoneyResponse;

  @ApiProperty({ type: [FeeResponse], description: 'What is charged besides the goods' })
  fees: FeeResponse[];

  @ApiProperty({ type: [TaxResponse], description: 'What is in the prices of the goods' })
  taxes: TaxResponse[];

  @ApiProperty({
    description: 'Subtotal and fees; taxes are in it',
    example: { amountMinor: 2050, currency: 'AED' },
  })
  total: MoneyResponse;
}

export class PromiseWindowResponse {
  @ApiProperty({ format: 'date-time', example: '2026-12-01T07:30:00.000Z' })
  from: string;

  @ApiProperty({ format: 'date-time', example: '2026-12-01T08:00:00.000Z' })
  until: string;
}

export class SmallBasketResponse {
  @ApiProperty({ example: { amountMinor: 3000, currency: 'AED' } })
  below: MoneyResponse;

  @ApiProperty({ example: { amountMinor: 500, currency: 'AED' } })
  fee: MoneyResponse;
}

export class DeliveryTermsResponse {
  @ApiProperty({ example: { amountMinor: 700, currency: 'AED' } })
  fee: MoneyResponse;

  @ApiPropertyOptional({
    type: MoneyResponse,
    nullable: true,
    description: 'From this subtotal on delivery is free; null: never',
    example: { amountMinor: 10_000, currency: 'AED' },
  })
  freeFrom: MoneyResponse | null;

  @ApiPropertyOptional({
    type: SmallBasketResponse,
    nullable: true,
    description: 'What is charged besides for goods worth less; null: nothing',
  })
  smallBasket: SmallBasketResponse | null;
}

export class QuotedDeliveryResponse extends DeliveryTermsResponse {
  @ApiProperty({ description: 'The zone of the store that covers the place', example: 'Marina' })
  zone: string;

  @ApiProperty({ description: 'From the store, as the crow flies', example: 620 })
  distanceMetres: number;
}

export class ServiceabilityResponse {
  @ApiProperty({ example: true })
  delivers: boolean;

  @ApiPropertyOptional({
    type: QuotedDeliveryResponse,
    nullable: true,
    description: 'Null: the store does not deliver there',
  })
  delivery: QuotedDeliveryResponse | null;

  @ApiProperty({ example: { amountMinor: 500, currency: 'AED' } })
  minimumBasket: MoneyResponse;
}

export class QuoteResponse {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-000000000030' })
  id: string;

  @ApiProperty({
    format: 'date-time',
    description: 'Order it before this time',
    example: '2026-12-01T07:10:00.000Z',
  })
  expiresAt: string;

  @ApiProperty({ type: [LineResponse] })
  lines: LineResponse[];

  @ApiPropertyOptional({
    type: SlotWindowResponse,
    nullable: true,
    description: 'Null: as soon as possible',
    example: null,
  })
  slot: SlotWindowResponse | null;

  @ApiPropertyOptional({
    type: PromiseWindowResponse,
    nullable: true,
    description: 'When it comes if you order now; null: in the slot',
  })
  promise: PromiseWindowResponse | null;

  @ApiProperty({ description: 'On what terms the store delivers there' })
  delivery: QuotedDeliveryResponse;

  @ApiProperty()
  totals: TotalsResponse;

  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    description: 'Years; ask, then send `ageConfirmed`. Null: for anyone',
    example: null,
  })
  minimumAge: number | null;

  @ApiProperty({ description: 'Whether the goods are kept for you meanwhile', example: false })
  holdsStock: boolean;
}
