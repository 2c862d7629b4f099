import { ApiProperty } from '@nestjs/swagger';
import { paymentEventTypes } from '../payments/payment-events.js';

// Read from the signed bytes: the provider may add fields, so no pipe looks at these.
export class PaymentEventData {
  /** Our id, as the provider was asked. */
  @ApiProperty({ format: 'uuid' })
  paymentId: string;

  /** The provider’s id of the authorization. @example auth_8f14e45f */
  authorization: string | null;

  /** Held or charged, in minor units. @example 2357 */
  amountMinor: number;
}

export class PaymentEventRequest {
  /** Others are left alone. */
  @ApiProperty({ enum: paymentEventTypes })
  type: (typeof paymentEventTypes)[number];

  @ApiProperty({ format: 'date-time', example: '2026-12-01T07:02:00.000Z' })
  timestamp: string;

  data: PaymentEventData;
}

export class HeardResponse {
  /** Sent again, it would change nothing. */
  @ApiProperty({ enum: [true] })
  heard: true;
}
