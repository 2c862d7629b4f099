import { ApiProperty } from '@nestjs/swagger';
import {
  type LineStatus,
  lineStatuses,
  type OrderStatus,
  SubstituteResponse,
} from '../../orders/index.js';
import type { Eta } from '../domain/eta.js';

export class TimelineEntry {
  /** @example accepted */
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

  /** As ordered, in the line’s `unit`. @example 2 */
  quantity: number;

  @ApiProperty({ enum: lineStatuses, example: 'pending' })
  status: LineStatus;

  /** What went into the bag; null while nobody has looked. */
  pickedQuantity: number | null;

  /** What goes into the bag instead; with `substitute_proposed`, what may. */
  @ApiProperty({ example: null })
  substitute: SubstituteResponse | null;

  /** Until when a proposal waits for the customer. */
  @ApiProperty({ format: 'date-time' })
  answerBy: string | null;

  /** What the caller may answer: `decision` of POST …/lines/{lineId}/substitution. @example [] */
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

  /** Metres. @example 8 */
  @ApiProperty({ format: 'double' })
  accuracyM: number | null;

  /** Degrees clockwise from true north. @example 45 */
  @ApiProperty({ format: 'double' })
  headingDeg: number | null;

  /** The driver's phone says so. @example 2026-03-01T09:15:04.000Z */
  @ApiProperty({ format: 'date-time' })
  recordedAt: string | null;

  /** Since we received it. @example 3 */
  ageSeconds: number;

  /** Older than 15 seconds: show where the driver was. @example false */
  stale: boolean;
}

export class EtaResponse {
  /** From now to the door. @example 420 */
  seconds: number;

  /**
   * `position`: from where the driver is, as the crow flies with a detour; `slot`: the delivery slot;
   * `promise`: what an order without a slot was promised for.
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

  /** What people call the order. @example 1001 */
  number: number;

  /** @example out_for_delivery */
  status: OrderStatus;

  /** What was said when the order was cancelled, rejected, failed or returned. */
  reason: string | null;

  /** The same for programs. */
  reasonCode: string | null;

  /** `no_driver`: nobody was found to bring it yet, and the customer may cancel free of charge. */
  @ApiProperty({ example: null })
  delay: DelayResponse | null;

  /** Oldest first. */
  timeline: TimelineEntry[];

  /** As ordered, and as picked so far. */
  lines: TrackedLineResponse[];

  /** For the customer alone: what the driver asks for at the door. @example "4711" */
  deliveryPin: string | null;

  /** What can be done with the order now. @example [] */
  allowedActions: string[];

  /** Null until one is assigned. */
  driver: TrackedDriver | null;

  /** Null unless `positionStatus` is `live`. */
  position: PositionResponse | null;

  /**
   * `none`: the driver sent nothing in the last 90 seconds; `unavailable`: we cannot tell, ask
   * again; `not-shared`: the order is not on its way.
   * @example live
   */
  @ApiProperty({ enum: ['live', 'none', 'unavailable', 'not-shared'] })
  positionStatus: 'live' | 'none' | 'unavailable' | 'not-shared';

  /** Null when the order is not coming (any more), or is late and without a position. */
  eta: EtaResponse | null;

  /** Ask again after this many milliseconds; null: nothing will change any more. @example 5000 */
  pollAfterMs: number | null;
}
