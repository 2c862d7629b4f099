import { ApiProperty } from '@nestjs/swagger';
import { DestinationResponse } from '../../accounts/index.js';
import { MoneyResponse } from '../../catalog/index.js';
import { shortReasons } from '../domain/line-step.js';
import { lineActionsOfPeople, type LineStatus, lineStatuses } from '../domain/line-status.js';
import { orderReasons } from '../domain/order-reasons.js';
import {
  orderActions,
  type OrderStatus,
  orderStatuses,
  timelineActions,
} from '../domain/order-status.js';
import {
  type PaymentMethod,
  paymentMethods,
  type PaymentStatus,
  paymentStatuses,
} from '../domain/payment-status.js';
import { LineResponse, PromiseWindowResponse, TotalsResponse } from './quotes.responses.js';
import { SlotWindowResponse } from '../../delivery-options/index.js';

const roles = ['customer', 'picker', 'driver', 'dispatcher', 'admin', 'system'] as const;

export class SubstituteResponse {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-000000000013' })
  productId: string;

  /** @example LD-0102 */
  sku: string;

  /** @example "Semi-skimmed Milk" */
  name: string;

  /** @example "1 l" */
  size: string | null;

  /** @example each */
  unit: 'each' | 'g';

  /** In its `unit`. @example 2 */
  quantity: number;

  /** Per piece, or per kilogram. */
  price: MoneyResponse;

  /** Whether you have agreed; if not, it costs no more than you ordered. @example false */
  isAgreed: boolean;
}

export class OrderLineResponse extends LineResponse {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-000000000014' })
  id: string;

  @ApiProperty({ enum: lineStatuses, example: 'pending' })
  status: LineStatus;

  /** The actions that the caller may take on the line now. @example [] */
  @ApiProperty({ enum: lineActionsOfPeople, isArray: true })
  allowedActions: string[];

  /** Quantity in the bag, in the line’s `unit`; null until it is picked. */
  pickedQuantity: number | null;

  /** Why the bag has less than was ordered. */
  @ApiProperty({ enum: shortReasons })
  reasonCode: string | null;

  /** The substitute in the bag; with `substitute_proposed`, the proposed one. */
  @ApiProperty({ example: null })
  substitute: SubstituteResponse | null;

  /** When the proposal lapses without the customer’s answer; then `fallback` applies. */
  @ApiProperty({ format: 'date-time' })
  answerBy: string | null;
}

export class PaymentResponse {
  @ApiProperty({ enum: paymentStatuses, example: 'due_on_delivery' })
  status: PaymentStatus;

  /** The amount held on the card; null when paid at the door. */
  @ApiProperty({ example: null })
  hold: MoneyResponse | null;

  /** @example { "amountMinor": 0, "currency": "AED" } */
  captured: MoneyResponse;

  /** @example { "amountMinor": 0, "currency": "AED" } */
  refunded: MoneyResponse;
}

export class TimelineResponse {
  /** The action taken. @example place */
  @ApiProperty({ enum: timelineActions })
  action: string;

  @ApiProperty({ enum: orderStatuses, example: 'placed' })
  status: OrderStatus;

  @ApiProperty({ format: 'date-time', example: '2026-12-01T07:02:00.000Z' })
  at: string;

  /** Role of the actor. @example customer */
  @ApiProperty({ enum: roles })
  by: (typeof roles)[number];

  reason: string | null;

  @ApiProperty({ enum: orderReasons })
  reasonCode: string | null;
}

class OrderHead {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-00000000000b' })
  id: string;

  /** Number for people to say. @example 1001 */
  number: number;

  @ApiProperty({ enum: orderStatuses, example: 'placed' })
  status: OrderStatus;

  @ApiProperty({ format: 'date-time', example: '2026-12-01T07:02:00.000Z' })
  placedAt: string;

  /** Null: as soon as possible. */
  @ApiProperty({ example: null })
  slot: SlotWindowResponse | null;

  /** The quoted delivery time; null: in the slot. */
  promise: PromiseWindowResponse | null;
}

export class OrderSummaryResponse extends OrderHead {
  /** @example { "amountMinor": 2050, "currency": "AED" } */
  total: MoneyResponse;

  /** Number of different products. @example 1 */
  lineCount: number;
}

export class OrdersResponse {
  items: OrderSummaryResponse[];

  /** Send it as `cursor` for the next page; null on the last. */
  nextCursor: string | null;
}

export class PickingSummaryResponse extends OrderSummaryResponse {
  /** The end of the slot, or of the promised time. @example 2026-12-01T08:00:00.000Z */
  @ApiProperty({ format: 'date-time' })
  dueAt: string;

  /** Number of lines that wait for the picker or the customer. @example 1 */
  openLineCount: number;
}

export class PickingCountsResponse {
  /** Orders that wait for the store to accept them. @example 1 */
  placed: number;

  /** Orders that nobody picks yet. @example 3 */
  accepted: number;

  /** @example 2 */
  picking: number;

  /** Orders of all three whose time has passed. @example 0 */
  late: number;

  /** Orders of all three that are due within an hour from now. @example 4 */
  dueWithinHour: number;
}

export class PickingQueueResponse {
  /** What is due first comes first. */
  items: PickingSummaryResponse[];

  counts: PickingCountsResponse;

  /** Send it as `cursor` for the next page; null on the last. */
  nextCursor: string | null;
}

export class OrderResponse extends OrderHead {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-000000000010' })
  storeId: string;

  /** Actions of the caller now: the last words of their routes. @example [] */
  @ApiProperty({ enum: orderActions, isArray: true })
  allowedActions: string[];

  /**
   * Null to pickers, and to other staff once the order has ended; to the customer some weeks later,
   * when it has been forgotten.
   */
  deliverTo: DestinationResponse | null;

  /**
   * The customer tells it to the driver at the door. Only the customer sees it, from `ready` until
   * the delivery; null with `leaveAtDoor`.
   * @example 0417
   */
  deliveryPin: string | null;

  @ApiProperty({ enum: paymentMethods, example: 'cash_on_delivery' })
  paymentMethod: PaymentMethod;

  payment: PaymentResponse;

  /**
   * The cash that the driver takes: the total and its rounding; 0 where a card pays.
   * @example { "amountMinor": 2050, "currency": "AED" }
   */
  cashToCollect: MoneyResponse;

  /** The money that the customer pays with in cash; null: nothing said. */
  @ApiProperty({ example: null })
  changeFor: MoneyResponse | null;

  lines: OrderLineResponse[];

  totals: TotalsResponse;

  timeline: TimelineResponse[];
}
