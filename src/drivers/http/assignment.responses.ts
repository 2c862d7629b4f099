import { ApiProperty } from '@nestjs/swagger';
import { type DeliveryStatus, deliveryStatuses } from '../domain/delivery-status.js';

export class AssignmentResponse {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-00000000000a' })
  deliveryId: string;

  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-00000000000b' })
  orderId: string;

  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-00000000000d' })
  driverId: string;

  @ApiProperty({ enum: deliveryStatuses, example: 'assigned' })
  status: DeliveryStatus;

  /** The number of this try to deliver the order, from 1. @example 1 */
  attempt: number;

  @ApiProperty({ format: 'date-time', example: '2026-03-01T09:00:00.000Z' })
  assignedAt: string;
}
