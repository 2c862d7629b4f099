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

  /** @example 1001 */
  number: number;

  /** @example ready */
  status: OrderStatus;

  @ApiProperty({ format: 'date-time', example: '2026-03-01T08:40:00.000Z' })
  placedAt: string;

  /** Null: as soon as possible. */
  slot: BoardSlot | null;
}

export class BoardOrderWithoutDriver extends BoardOrder {
  /**
   * Since when it is known that nobody was found; the customer is told too.
   * @example 2026-03-01T08:52:00.000Z
   */
  @ApiProperty({ format: 'date-time' })
  needsDispatchAt: string;
}

export class BoardOrderOnTheWay extends BoardOrder {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-00000000000d' })
  driverId: string | null;
}

export class BoardOrderLate extends BoardOrderOnTheWay {
  /**
   * The end of the slot, or of the time that was promised for as soon as possible.
   * @example 2026-03-01T09:40:00.000Z
   */
  @ApiProperty({ format: 'date-time' })
  dueAt: string;
}

export class BoardSubstitution extends BoardOrder {
  /**
   * When the first proposal that waits for the customer lapses.
   * @example 2026-03-01T08:50:00.000Z
   */
  @ApiProperty({ format: 'date-time' })
  answerBy: string;
}

export class BoardCancelRequest extends BoardOrder {
  @ApiProperty({ format: 'date-time', example: '2026-03-01T08:45:00.000Z' })
  cancelRequestedAt: string;
}

export class BoardPosition {
  /** WGS 84 degrees, five decimals. @example 25.0816 */
  @ApiProperty({ format: 'double' })
  lat: number;

  /** WGS 84 degrees, five decimals. @example 55.1414 */
  @ApiProperty({ format: 'double' })
  lng: number;
}

export class BoardDriverResponse {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-00000000000d' })
  driverId: string;

  /** @example "Dani Okafor" */
  name: string;

  /** Assigned or collected, not delivered yet. @example 1 */
  activeDeliveries: number;

  /** Null: none in the last 90 seconds, or the positions are unavailable. */
  position: BoardPosition | null;

  /** Since the last position; null: none in the last 90 seconds. @example 4 */
  lastSeenSecondsAgo: number | null;

  /**
   * Not heard of for 15 seconds; null: positions are unavailable, nobody can tell.
   * @example false
   */
  isStale: boolean | null;
}

export class BoardResponse {
  /** Accepted, being picked or ready: no driver yet. */
  unassigned: BoardOrder[];

  /** Those of `unassigned` that nobody took when asked: assign or cancel them. */
  noDriver: BoardOrderWithoutDriver[];

  onTheWay: BoardOrderOnTheWay[];

  /** On shift, longest first. */
  drivers: BoardDriverResponse[];

  /** Promised for a time that has passed. */
  late: BoardOrderLate[];

  /** A proposal waits for the customer. */
  substitutions: BoardSubstitution[];

  /** Being picked, and the customer asks to cancel: an admin can. */
  cancelRequests: BoardCancelRequest[];
}
