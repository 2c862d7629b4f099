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
   * When the search ended without a driver; the customer is told too.
   * @example 2026-03-01T08:52:00.000Z
   */
  @ApiProperty({ format: 'date-time' })
  needsDispatchAt: string;
}

export class BoardOrderWithDriver extends BoardOrder {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-00000000000d' })
  driverId: string | null;

  /** The driver’s delivery: `replaces` of `assign` and `hand-over`. */
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-00000000000a' })
  deliveryId: string | null;
}

export class BoardOrderLate extends BoardOrderWithDriver {
  /**
   * The end of the slot, or of the time promised for "as soon as possible".
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

  /** Deliveries that are assigned or collected, not delivered yet. @example 1 */
  activeDeliveries: number;

  /** Null: the driver was not heard in the last 90 seconds, or positions are unavailable. */
  position: BoardPosition | null;

  /**
   * Seconds since the driver’s phone was last heard, even if what it sent could not be shown; null:
   * not in the last 90 seconds.
   * @example 4
   */
  lastSeenSecondsAgo: number | null;

  /**
   * True when the position is older than 15 seconds, or missing; null: positions are unavailable.
   * @example false
   */
  stale: boolean | null;
}

export class BoardResponse {
  /** Orders without a driver: accepted, being picked or ready. */
  unassigned: BoardOrder[];

  /** Those of `unassigned` that no driver accepted: assign or cancel them. */
  noDriver: BoardOrderWithoutDriver[];

  onTheWay: BoardOrderWithDriver[];

  /** Orders that a driver could not hand over: redeliver them, or count them in the store. */
  failed: BoardOrderWithDriver[];

  /** Drivers on shift, longest first. */
  drivers: BoardDriverResponse[];

  /** Orders whose promised time has passed. */
  late: BoardOrderLate[];

  /** Orders with a proposal that waits for the customer. */
  substitutions: BoardSubstitution[];

  /** Orders being picked that the customer asks to cancel: an admin can. */
  cancelRequests: BoardCancelRequest[];
}
