import { ApiProperty } from '@nestjs/swagger';
import { MoneyResponse } from '../../catalog/index.js';
import { type OrderStatus, orderStatuses } from '../domain/order-status.js';
import {
  type PaymentMethod,
  paymentMethods,
  type PaymentStatus,
  paymentStatuses,
} from '../domain/payment-status.js';

export class FoundOrderResponse {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-00000000000b' })
  id: string;

  /** Number for people to say. @example 1001 */
  number: number;

  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-000000000010' })
  storeId: string;

  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-000000000001' })
  customerId: string;

  /** The picker of the order. */
  @ApiProperty({ format: 'uuid' })
  pickerId: string | null;

  @ApiProperty({ enum: orderStatuses, example: 'picking' })
  status: OrderStatus;

  @ApiProperty({ format: 'date-time', example: '2026-12-01T07:02:00.000Z' })
  placedAt: string;

  /** Null: as soon as possible. */
  @ApiProperty({ format: 'uuid' })
  slotId: string | null;

  @ApiProperty({ format: 'date-time' })
  slotStartsAt: string | null;

  /** The customer has asked to stop picking. @example false */
  cancelRequested: boolean;

  /** @example { "amountMinor": 2050, "currency": "AED" } */
  total: MoneyResponse;

  /** @example 3 */
  lineCount: number;

  /** Lines that wait for the picker or the customer. @example 1 */
  openLineCount: number;

  @ApiProperty({ enum: paymentMethods, example: 'cash_on_delivery' })
  paymentMethod: PaymentMethod;

  @ApiProperty({ enum: paymentStatuses, example: 'due_on_delivery' })
  paymentStatus: PaymentStatus;
}

export class FoundOrdersResponse {
  items: FoundOrderResponse[];

  /** Send it as `cursor` for the next page; null on the last. */
  nextCursor: string | null;
}
