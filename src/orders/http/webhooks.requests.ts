import { ApiProperty } from '@nestjs/swagger';
import { paymentEventTypes } from '../payments/payment-events.js';

// Read from the signed bytes: the provider may add fields, so no pipe looks at these.
export class PaymentEventData {
  @ApiProperty({ format: 'uuid', description: 'Our id, as the provider was asked' })
  paymentId: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The provider’s id of the authorization',
    example: 'auth_8f14e45f',
  })
  authorization: string | null;

  @ApiProperty({ description: 'Held or charged, in minor units', example: 2357 })
  amountMinor: number;
}

export class PaymentEventRequest {
  @ApiProperty({ enum: paymentEventTypes, description: 'Others are left alone' })
  type: (typeof paymentEventTypes)[number];

  @ApiProperty({ format: 'date-time', example: '2026-12-01T07:02:00.000Z' })
  timestamp: string;

  @ApiProperty()
  data: PaymentEventData;
}

export class HeardResponse {
  @ApiProperty({ enum: [true], description: 'Sent again, it would change nothing' })
  heard: true;
}
