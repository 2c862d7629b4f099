import { ApiProperty } from '@nestjs/swagger';
import { SlotWindowResponse } from './slots.responses.js';

export class AdminSlotResponse extends SlotWindowResponse {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-000000000010' })
  storeId: string;

  @ApiProperty({ format: 'date-time', example: '2026-12-01T07:30:00.000Z' })
  cutoffAt: string;

  /** Number of orders that the slot takes. @example 20 */
  capacity: number;

  /** Number of orders that have the slot. @example 8 */
  taken: number;

  /** Closed slots take no more orders. @example false */
  closed: boolean;

  /** Made by the plan, which may change the slot while no order has it. @example true */
  planned: boolean;
}

export class AdminSlotsResponse {
  items: AdminSlotResponse[];
}
