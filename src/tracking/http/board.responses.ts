import { ApiProperty } from '@nestjs/swagger';
import type { OrderStatus } from '../../orders/index.js';

export class BoardSlot {
  @ApiProperty({ format: 'date-time', example: '2026-03-01T10:00:00.000Z' })
  startsAt: string;

  @ApiProperty({ format: 'date-time', example: '2026-03-01T12:00:00.000Z' })
  endsAt: string;
}

export class BoardOrder {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-00000000000b' })
  id: string;

  @ApiProperty({ example: 1001 })
  number: number;

  @ApiProperty({ example: 'ready' })
  status: OrderStatus;

  @ApiProperty({ format: 'date-time', example: '2026-03-01T08:40:00.000Z' })
  placedAt: string;

  @ApiProperty({ type: BoardSlot, nullable: true, description: 'Null: as soon as possible' })
  slot: BoardSlot | null;
}

export class BoardOrderOnTheWay extends BoardOrder {
  @ApiProperty({
    type: String,
    nullable: true,
    format: 'uuid',
    example: '0190b6e2-5f00-7000-8000-00000000000d',
  })
  driverId: string | null;
}

export class BoardDriver {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-00000000000d' })
  driverId: string;

  @ApiProperty({ example: 'Dani Okafor' })
  name: string;

  @ApiProperty({ description: 'Assigned or collected, not delivered yet', example: 1 })
  activeDeliveries: number;

  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'Since the last position; null: none in the last 90 seconds',
    example: 4,
  })
  lastSeenSecondsAgo: number | null;
}

export class BoardResponse {
  @ApiProperty({
    type: [BoardOrder],
    description: 'Accepted, being picked or ready: no driver yet',
  })
  unassigned: BoardOrder[];

  @ApiProperty({ type: [BoardOrderOnTheWay] })
  onTheWay: BoardOrderOnTheWay[];

  @ApiProperty({ type: [BoardDriver], description: 'On shift, longest first' })
  drivers: BoardDriver[];
}
