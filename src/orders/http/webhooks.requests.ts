import { ApiProperty } from '@nestjs/swagger';
import { paymentEventTypes } from '../payments/payment-events.js';

// For documentation only: the signed bytes are parsed without a pipe, as providers may add fields.
export class PaymentEventData {
  /** Our id of the payment. */
  @ApiProperty({ format: 'uuid' })
  paymentId: string;

  /** The provider’s id of the authorization. @example auth_8f14e45f */
  authorization: string | null;

  /** Amount held or charged, in minor units. @example 2357 */
  amountMinor: number;
}

export class PaymentEventRequest {
  /** Other types are ignored. */
  @ApiProperty({ enum: paymentEventTypes })
  type: (typeof paymentEventTypes)[number];

  @ApiProperty({ format: 'date-time', example: '2026-12-01T07:02:00.000Z' })
  timestamp: string;

  data: PaymentEventData;
}

export class HeardResponse {
  /** Always true: the event is known, and a repeat would change nothing. */
  @ApiProperty({ enum: [true] })
  heard: true;
}
