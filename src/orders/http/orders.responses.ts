import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { MoneyResponse } from '../../catalog/index.js';
import { type OrderStatus, orderStatuses } from '../domain/order-status.js';

const roles = ['customer', 'picker', 'driver', 'dispatcher', 'admin', 'system'] as const;

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
}

export class DestinationResponse {
  @ApiProperty({ example: 'Pier Street 4, flat 12' })
  line1: string;

  @ApiProperty({ example: 25.082 })
  lat: number;

  @ApiProperty({ example: 55.142 })
  lng: number;

  @ApiPropertyOptional({ type: String, nullable: true, example: 'Ring twice' })
  notes: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, example: '+971501234567' })
  phone: string | null;
}

export class TotalsResponse {
  @ApiProperty({ example: { amountMinor: 1350, currency: 'AED' } })
  subtotal: MoneyResponse;

  @ApiProperty({ example: { amountMinor: 700, currency: 'AED' } })
  deliveryFee: MoneyResponse;

  @ApiProperty({ example: { amountMinor: 2050, currency: 'AED' } })
  total: MoneyResponse;
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

  @ApiProperty()
  totals: TotalsResponse;

  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    description: 'Years; ask, then send `ageConfirmed`. Null: for anyone',
    example: null,
  })
  minimumAge: number | null;
}

export class TimelineResponse {
  @ApiProperty({ enum: orderStatuses, example: 'placed' })
  status: OrderStatus;

  @ApiProperty({ format: 'date-time', example: '2026-12-01T07:02:00.000Z' })
  at: string;

  @ApiProperty({ enum: roles, description: 'Who did it, by role', example: 'customer' })
  by: (typeof roles)[number];

  @ApiPropertyOptional({ type: String, nullable: true, example: null })
  reason: string | null;
}

class OrderHead {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-00000000000b' })
  id: string;

  @ApiProperty({ description: 'For people', example: 1001 })
  number: number;

  @ApiProperty({ enum: orderStatuses, example: 'placed' })
  status: OrderStatus;

  @ApiProperty({ format: 'date-time', example: '2026-12-01T07:02:00.000Z' })
  placedAt: string;

  @ApiPropertyOptional({
    type: SlotWindowResponse,
    nullable: true,
    description: 'Null: as soon as possible',
    example: null,
  })
  slot: SlotWindowResponse | null;
}

export class OrderSummaryResponse extends OrderHead {
  @ApiProperty({ example: { amountMinor: 2050, currency: 'AED' } })
  total: MoneyResponse;

  @ApiProperty({ description: 'How many different products', example: 1 })
  lineCount: number;
}

export class OrdersResponse {
  @ApiProperty({ type: [OrderSummaryResponse] })
  items: OrderSummaryResponse[];

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'Send it as `cursor` for the next page; null on the last',
    example: null,
  })
  nextCursor: string | null;
}

export class PickingQueueResponse {
  @ApiProperty({ type: [OrderSummaryResponse] })
  items: OrderSummaryResponse[];
}

export class OrderResponse extends OrderHead {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-000000000010' })
  storeId: string;

  @ApiProperty({
    description: 'What the caller may do with it now; the last word of the route that does it',
    example: [],
  })
  allowedActions: string[];

  @ApiProperty()
  deliverTo: DestinationResponse;

  @ApiProperty({ enum: ['cash_on_delivery'], example: 'cash_on_delivery' })
  paymentMethod: 'cash_on_delivery';

  @ApiProperty({ type: [LineResponse] })
  lines: LineResponse[];

  @ApiProperty()
  totals: TotalsResponse;

  @ApiProperty({ type: [TimelineResponse] })
  timeline: TimelineResponse[];
}
