import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { DestinationResponse } from '../../accounts/index.js';
import { MoneyResponse } from '../../catalog/index.js';
import { type LineStatus, lineStatuses } from '../domain/line-status.js';
import { type OrderStatus, orderStatuses } from '../domain/order-status.js';
import {
  type PaymentMethod,
  paymentMethods,
  type PaymentStatus,
  paymentStatuses,
} from '../domain/payment-status.js';
import {
  LineResponse,
  PromiseWindowResponse,
  SlotWindowResponse,
  TotalsResponse,
} from './quotes.responses.js';

const roles = ['customer', 'picker', 'driver', 'dispatcher', 'admin', 'system'] as const;

export class SubstituteResponse {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-000000000013' })
  productId: string;

  @ApiProperty({ example: 'LD-0102' })
  sku: string;

  @ApiProperty({ example: 'Semi-skimmed Milk' })
  name: string;

  @ApiPropertyOptional({ type: String, nullable: true, example: '1 l' })
  size: string | null;

  @ApiProperty({ enum: ['each', 'g'], example: 'each' })
  unit: 'each' | 'g';

  @ApiProperty({ description: 'In its `unit`', example: 2 })
  quantity: number;

  @ApiProperty({ description: 'Per piece, or per kilogram' })
  price: MoneyResponse;

  @ApiProperty({
    description: 'You said yes to it; what you did not costs no more than what you ordered',
    example: false,
  })
  isAgreed: boolean;
}

export class OrderLineResponse extends LineResponse {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-000000000014' })
  id: string;

  @ApiProperty({ enum: lineStatuses, example: 'pending' })
  status: LineStatus;

  @ApiProperty({ description: 'What the caller may do with the line now', example: [] })
  allowedActions: string[];

  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    description: 'What went into the bag, in the line’s `unit`; null while nobody has looked',
    example: null,
  })
  pickedQuantity: number | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'Why less than was ordered went into the bag',
    example: null,
  })
  reasonCode: string | null;

  @ApiPropertyOptional({
    type: SubstituteResponse,
    nullable: true,
    description: 'What goes into the bag instead; with `substitute_proposed`, what may',
    example: null,
  })
  substitute: SubstituteResponse | null;

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Until when a proposal waits for the customer; then `fallback` holds',
    example: null,
  })
  answerBy: string | null;
}

export class PaymentResponse {
  @ApiProperty({ enum: paymentStatuses, example: 'due_on_delivery' })
  status: PaymentStatus;

  @ApiPropertyOptional({
    type: MoneyResponse,
    nullable: true,
    description: 'What the card is held for; null when paid at the door',
    example: null,
  })
  hold: MoneyResponse | null;

  @ApiProperty({ example: { amountMinor: 0, currency: 'AED' } })
  captured: MoneyResponse;

  @ApiProperty({ example: { amountMinor: 0, currency: 'AED' } })
  refunded: MoneyResponse;
}

export class TimelineResponse {
  @ApiProperty({ description: 'What was done', example: 'place' })
  action: string;

  @ApiProperty({ enum: orderStatuses, example: 'placed' })
  status: OrderStatus;

  @ApiProperty({ format: 'date-time', example: '2026-12-01T07:02:00.000Z' })
  at: string;

  @ApiProperty({ enum: roles, description: 'Who did it, by role', example: 'customer' })
  by: (typeof roles)[number];

  @ApiPropertyOptional({ type: String, nullable: true, example: null })
  reason: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, example: null })
  reasonCode: string | null;
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

  @ApiPropertyOptional({
    type: PromiseWindowResponse,
    nullable: true,
    description: 'When it was to come, as it was quoted; null: in the slot',
  })
  promise: PromiseWindowResponse | null;
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

export class PickingSummaryResponse extends OrderSummaryResponse {
  @ApiProperty({ description: 'How many lines wait for the picker or the customer', example: 1 })
  openLineCount: number;
}

export class PickingQueueResponse {
  @ApiProperty({ type: [PickingSummaryResponse] })
  items: PickingSummaryResponse[];
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

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description:
      'Tell it to the driver who hands the order over. Only the customer sees it, from `ready` ' +
      'until the order is there; null with `leaveAtDoor`',
    example: '0417',
  })
  deliveryPin: string | null;

  @ApiProperty({ enum: paymentMethods, example: 'cash_on_delivery' })
  paymentMethod: PaymentMethod;

  @ApiProperty()
  payment: PaymentResponse;

  @ApiProperty({ type: [OrderLineResponse] })
  lines: OrderLineResponse[];

  @ApiProperty()
  totals: TotalsResponse;

  @ApiProperty({ type: [TimelineResponse] })
  timeline: TimelineResponse[];
}
