import { ApiProperty } from '@nestjs/swagger';
import {
  lineActionsOfPeople,
  type LineStatus,
  lineStatuses,
  orderActions,
  orderReasons,
  type OrderStatus,
  orderStatuses,
  SubstituteResponse,
} from '../../orders/index.js';
import type { Eta } from '../domain/eta.js';

export class TimelineEntry {
  @ApiProperty({ enum: orderStatuses, example: 'accepted' })
  status: string;

  @ApiProperty({ format: 'date-time', example: '2026-03-01T08:40:00.000Z' })
  at: string;
}

export class TrackedLineResponse {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-000000000014' })
  id: string;

  /** @example "Whole Milk" */
  name: string;

  /** @example each */
  unit: 'each' | 'g';

  /** The quantity ordered, in the line’s `unit`. @example 2 */
  quantity: number;

  @ApiProperty({ enum: lineStatuses, example: 'pending' })
  status: LineStatus;

  /** The quantity in the bag; null until the line is picked. */
  pickedQuantity: number | null;

  /** The product in the bag instead; with `substitute_proposed`, the proposed one. */
  @ApiProperty({ example: null })
  substitute: SubstituteResponse | null;

  /** The end of the time to answer a proposal. */
  @ApiProperty({ format: 'date-time' })
  answerBy: string | null;

  /** The caller's answers: `decision` of POST …/lines/{lineId}/substitution. @example [] */
  @ApiProperty({ enum: lineActionsOfPeople, isArray: true })
  allowedActions: string[];
}

export class TrackedDriver {
  /** @example Dani */
  firstName: string;

  /** When the driver came within 300 m of the door, about a minute away. */
  @ApiProperty({ format: 'date-time' })
  approachedAt: string | null;
}

export class PositionResponse {
  /** WGS 84 degrees, five decimals. @example 25.0816 */
  @ApiProperty({ format: 'double' })
  lat: number;

  /** WGS 84 degrees, five decimals. @example 55.1414 */
  @ApiProperty({ format: 'double' })
  lng: number;

  /** Radius in metres. @example 8 */
  @ApiProperty({ format: 'double' })
  accuracyM: number | null;

  /** Degrees clockwise from true north. @example 45 */
  @ApiProperty({ format: 'double' })
  headingDeg: number | null;

  /**
   * When the position was made: the phone’s time, corrected by what its clock is known to be off by.
   * Null where the phone said none.
   * @example 2026-03-01T09:15:04.000Z
   */
  @ApiProperty({ format: 'date-time' })
  recordedAt: string | null;

  /**
   * Seconds since it was made, as far as that can be told: since `recordedAt`, or since we received
   * it where that is null.
   * @example 3
   */
  ageSeconds: number;

  /**
   * False: the phone said no time, or its clock is not known yet, as in the first seconds of a
   * session. The position may then be older, or newer, than `ageSeconds` says.
   * @example true
   */
  ageKnown: boolean;

  /** True when older than 15 seconds: show it as where the driver was. @example false */
  stale: boolean;
}

export class EtaResponse {
  /** Seconds from now to the door. @example 420 */
  seconds: number;

  /**
   * `position`: from the driver's place, as the crow flies with a detour; `slot`: the delivery
   * slot; `promise`: the promised time of an order without a slot.
   * @example position
   */
  source: Eta['source'];

  /** @example medium */
  confidence: Eta['confidence'];
}

export class DelayResponse {
  /** @example no_driver */
  reasonCode: 'no_driver';

  @ApiProperty({ format: 'date-time', example: '2026-03-01T08:52:00.000Z' })
  since: string;
}

export class TrackingResponse {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-00000000000b' })
  orderId: string;

  /** The order's number for people. @example 1001 */
  number: number;

  /** @example out_for_delivery */
  status: OrderStatus;

  /** The reason given when the order was cancelled, rejected, failed or returned. */
  reason: string | null;

  /** The same as a code for programs. */
  @ApiProperty({ enum: orderReasons })
  reasonCode: string | null;

  /** `no_driver`: nobody was found to bring it yet; the customer may cancel free of charge. */
  @ApiProperty({ example: null })
  delay: DelayResponse | null;

  /** Oldest first. */
  timeline: TimelineEntry[];

  /** As ordered, and as picked so far. */
  lines: TrackedLineResponse[];

  /** For the customer only: the PIN to tell the driver at the door. @example "4711" */
  deliveryPin: string | null;

  /** The caller's possible actions on the order now. @example [] */
  @ApiProperty({ enum: orderActions, isArray: true })
  allowedActions: string[];

  /** Null until one is assigned. */
  driver: TrackedDriver | null;

  /** Null unless `positionStatus` is `live`. */
  position: PositionResponse | null;

  /**
   * `none`: no position in the last 90 seconds; `unavailable`: cannot be read now, ask again;
   * `not-shared`: the order is not on its way.
   * @example live
   */
  @ApiProperty({ enum: ['live', 'none', 'unavailable', 'not-shared'] })
  positionStatus: 'live' | 'none' | 'unavailable' | 'not-shared';

  /** Null when the order is not coming (any more), or is late and without a position. */
  eta: EtaResponse | null;

  /** Ask again after this many milliseconds; null: nothing will change any more. @example 5000 */
  pollAfterMs: number | null;
}
