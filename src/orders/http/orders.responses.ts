import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { MoneyResponse } from '../../catalog/index.js';
import { type OrderStatus, orderStatuses } from '../domain/order-status.js';

const roles = ['customer', 'picker', 'driver', 'dispatcher', 'admin', 'system'] as const;

export class SlotWindowResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ format: 'date-time', example: '2026-12-01T08:00:00.000Z' })
  startsAt: string;

  @ApiProperty({ format: 'date-time', example: '2026-12-01T10:00:00.000Z' })
  endsAt: string;
}

export class SlotResponse extends SlotWindowResponse {
  @ApiProperty({ format: 'date-time', description: 'Choose it before this time' })
  cutoffAt: string;

  @ApiProperty({ description: 'How many orders it can still take', example: 12 })
  left: number;
}

export class SlotsResponse {
  @ApiProperty({ type: [SlotResponse] })
  items: SlotResponse[];
}

export class LineResponse {
  @ApiProperty({ format: 'uuid' })
  productId: string;

  @ApiProperty({ example: 'LD-0101' })
  sku: string;

  @ApiProperty({ example: 'Whole Milk' })
  name: string;

  @ApiPropertyOptional({ type: String, nullable: true, example: '1 l' })
  size: string | null;

  @ApiProperty({ enum: ['each', 'g'] })
  unit: 'each' | 'g';

  @ApiProperty({ example: 2 })
  quantity: number;

  @ApiProperty({ description: 'Per piece, or per kilogram' })
  price: MoneyResponse;

  @ApiProperty()
  total: MoneyResponse;
}

export class DestinationResponse {
  @ApiProperty()
  line1: string;

  @ApiProperty()
  lat: number;

  @ApiProperty()
  lng: number;

  @ApiPropertyOptional({ type: String, nullable: true })
  notes: string | null;

  @ApiPropertyOptional({ type: String, nullable: true })
  phone: string | null;
}

export class TotalsResponse {
  @ApiProperty()
  subtotal: MoneyResponse;

  @ApiProperty()
  deliveryFee: MoneyResponse;

  @ApiProperty()
  total: MoneyResponse;
}

export class QuoteResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ format: 'date-time', description: 'Order it before this time' })
  expiresAt: string;

  @ApiProperty({ type: [LineResponse] })
  lines: LineResponse[];

  @ApiPropertyOptional({
    type: SlotWindowResponse,
    nullable: true,
    description: 'Null: as soon as possible',
  })
  slot: SlotWindowResponse | null;

  @ApiProperty()
  totals: TotalsResponse;

  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    description: 'Years; ask, then send `ageConfirmed`',
  })
  minimumAge: number | null;
}

export class TimelineResponse {
  @ApiProperty({ enum: orderStatuses })
  status: OrderStatus;

  @ApiProperty({ format: 'date-time' })
  at: string;

  @ApiProperty({ enum: roles, description: 'Who did it, by role' })
  by: (typeof roles)[number];

  @ApiPropertyOptional({ type: String, nullable: true })
  reason: string | null;
}

class OrderHead {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ description: 'For people', example: 1001 })
  number: number;

  @ApiProperty({ enum: orderStatuses })
  status: OrderStatus;

  @ApiProperty({ format: 'date-time' })
  placedAt: string;

  @ApiPropertyOptional({
    type: SlotWindowResponse,
    nullable: true,
    description: 'Null: as soon as possible',
  })
  slot: SlotWindowResponse | null;
}

export class OrderSummaryResponse extends OrderHead {
  @ApiProperty()
  total: MoneyResponse;

  @ApiProperty({ example: 12 })
  lineCount: number;
}

export class OrdersResponse {
  @ApiProperty({ type: [OrderSummaryResponse] })
  items: OrderSummaryResponse[];

  @ApiPropertyOptional({ type: String, nullable: true })
  nextCursor: string | null;
}

export class PickingQueueResponse {
  @ApiProperty({ type: [OrderSummaryResponse] })
  items: OrderSummaryResponse[];
}

export class OrderResponse extends OrderHead {
  @ApiProperty({ format: 'uuid' })
  storeId: string;

  @ApiProperty({ description: 'What the caller may do with it now', example: ['accept'] })
  allowedActions: string[];

  @ApiProperty()
  deliverTo: DestinationResponse;

  @ApiProperty({ enum: ['cash_on_delivery'] })
  paymentMethod: 'cash_on_delivery';

  @ApiProperty({ type: [LineResponse] })
  lines: LineResponse[];

  @ApiProperty()
  totals: TotalsResponse;

  @ApiProperty({ type: [TimelineResponse] })
  timeline: TimelineResponse[];
}
