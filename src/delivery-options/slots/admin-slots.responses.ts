import { ApiProperty } from '@nestjs/swagger';
import { SlotWindowResponse } from './slots.responses.js';

export class AdminSlotResponse extends SlotWindowResponse {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-000000000010' })
  storeId: string;

  @ApiProperty({ format: 'date-time', example: '2026-12-01T07:30:00.000Z' })
  cutoffAt: string;

  /** How many orders it takes. @example 20 */
  capacity: number;

  /** How many have it. @example 8 */
  taken: number;

  /** It takes no more. @example false */
  closed: boolean;

  /** As the plan made it: the plan may change it while nobody has it. @example true */
  planned: boolean;
}

export class AdminSlotsResponse {
  items: AdminSlotResponse[];
}
