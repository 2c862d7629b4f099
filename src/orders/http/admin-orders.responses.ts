import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { MoneyResponse } from '../../catalog/index.js';
import { type OrderStatus, orderStatuses } from '../domain/order-status.js';
import {
  type PaymentMethod,
  paymentMethods,
  type PaymentStatus,
  paymentStatuses,
} from '../domain/payment-status.js';

const nullableId = { type: String, format: 'uuid', nullable: true, example: null };

export class FoundOrderResponse {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-00000000000b' })
  id: string;

  @ApiProperty({ description: 'For people', example: 1001 })
  number: number;

  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-000000000010' })
  storeId: string;

  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-000000000001' })
  customerId: string;

  @ApiPropertyOptional({ ...nullableId, description: 'Who picks it' })
  pickerId: string | null;

  @ApiProperty({ enum: orderStatuses, example: 'picking' })
  status: OrderStatus;

  @ApiProperty({ format: 'date-time', example: '2026-12-01T07:02:00.000Z' })
  placedAt: string;

  @ApiPropertyOptional({ ...nullableId, description: 'Null: as soon as possible' })
  slotId: string | null;

  @ApiPropertyOptional({ type: String, format: 'date-time', nullable: true, example: null })
  slotStartsAt: string | null;

  @ApiProperty({ description: 'The customer has asked to stop picking', example: false })
  cancelRequested: boolean;

  @ApiProperty({ example: { amountMinor: 2050, currency: 'AED' } })
  total: MoneyResponse;

  @ApiProperty({ example: 3 })
  lineCount: number;

  @ApiProperty({ description: 'Lines that wait for the picker or the customer', example: 1 })
  openLines: number;

  @ApiProperty({ enum: paymentMethods, example: 'cash_on_delivery' })
  paymentMethod: PaymentMethod;

  @ApiProperty({ enum: paymentStatuses, example: 'due_on_delivery' })
  paymentStatus: PaymentStatus;
}

export class FoundOrdersResponse {
  @ApiProperty({ type: [FoundOrderResponse] })
  items: FoundOrderResponse[];

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'Send it as `cursor` for the next page; null on the last',
    example: null,
  })
  nextCursor: string | null;
}
