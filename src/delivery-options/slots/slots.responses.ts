import { ApiProperty } from '@nestjs/swagger';

export class SlotWindowResponse {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-000000000020' })
  id: string;

  @ApiProperty({ format: 'date-time', example: '2026-12-01T08:00:00.000Z' })
  startsAt: string;

  @ApiProperty({ format: 'date-time', example: '2026-12-01T10:00:00.000Z' })
  endsAt: string;
}

export class SlotResponse extends SlotWindowResponse {
  /** Cut-off: choose the slot before this time. @example 2026-12-01T07:30:00.000Z */
  @ApiProperty({ format: 'date-time' })
  cutoffAt: string;

  /** Number of orders that the slot can still take. @example 12 */
  left: number;
}

export class SlotsResponse {
  items: SlotResponse[];
}
