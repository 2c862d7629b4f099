import { ApiProperty } from '@nestjs/swagger';
import {
  type LineStatus,
  lineStatuses,
  type OrderStatus,
  SubstituteResponse,
} from '../../orders/index.js';
import type { Eta } from '../domain/eta.js';

export class TimelineEntry {
  @ApiProperty({ example: 'accepted' })
  status: string;

  @ApiProperty({ format: 'date-time', example: '2026-03-01T08:40:00.000Z' })
  at: string;
}

export class TrackedLineResponse {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-000000000014' })
  id: string;

  @ApiProperty({ example: 'Whole Milk' })
  name: string;

  @ApiProperty({ enum: ['each', 'g'], example: 'each' })
  unit: 'each' | 'g';

  @ApiProperty({ description: 'As ordered, in the line’s `unit`', example: 2 })
  quantity: number;

  @ApiProperty({ enum: lineStatuses, example: 'pending' })
  status: LineStatus;

  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'What went into the bag; null while nobody has looked',
    example: null,
  })
  pickedQuantity: number | null;

  @ApiProperty({
    type: SubstituteResponse,
    nullable: true,
    description: 'What goes into the bag instead; with `substitute_proposed`, what may',
    example: null,
  })
  substitute: SubstituteResponse | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Until when a proposal waits for the customer',
    example: null,
  })
  answerBy: string | null;

  @ApiProperty({
    type: [String],
    description: 'What the caller may answer: `decision` of POST …/lines/{lineId}/substitution',
    example: [],
  })
  allowedActions: string[];
}

export class TrackedDriver {
  @ApiProperty({ example: 'Dani' })
  firstName: string;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When the driver came within 300 m of the door, about a minute away',
    example: null,
  })
  approachedAt: string | null;
}

export class PositionResponse {
  @ApiProperty({ description: 'WGS 84 degrees, five decimals', example: 25.0816 })
  lat: number;

  @ApiProperty({ description: 'WGS 84 degrees, five decimals', example: 55.1414 })
  lng: number;

  @ApiProperty({ type: Number, nullable: true, description: 'Metres', example: 8 })
  accuracyM: number | null;

  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'Degrees clockwise from true north',
    example: 45,
  })
  headingDeg: number | null;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'date-time',
    description: "The driver's phone says so",
    example: '2026-03-01T09:15:04.000Z',
  })
  recordedAt: string | null;

  @ApiProperty({ description: 'Since we received it', example: 3 })
  ageSeconds: number;

  @ApiProperty({ description: 'Older than 15 seconds: show where the driver was', example: false })
  stale: boolean;
}

export class EtaResponse {
  @ApiProperty({ description: 'From now to the door', example: 420 })
  seconds: number;

  @ApiProperty({
    enum: ['route', 'position', 'slot', 'promise'],
    description:
      '`route`: from where the driver is, along the streets; `position`: as the crow flies, with a ' +
      'detour; `slot`: the delivery slot; `promise`: what an order without a slot was promised for',
    example: 'position',
  })
  source: Eta['source'];

  @ApiProperty({ enum: ['high', 'medium', 'low'], example: 'medium' })
  confidence: 'high' | 'medium' | 'low';
}

export class DelayResponse {
  @ApiProperty({ enum: ['no_driver'], example: 'no_driver' })
  reasonCode: 'no_driver';

  @ApiProperty({ format: 'date-time', example: '2026-03-01T08:52:00.000Z' })
  since: string;
}

export class TrackingResponse {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-00000000000b' })
  orderId: string;

  @ApiProperty({ description: 'What people call the order', example: 1001 })
  number: number;

  @ApiProperty({ example: 'out_for_delivery' })
  status: OrderStatus;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'What was said when the order was cancelled, rejected, failed or returned',
    example: null,
  })
  reason: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The same for programs',
    example: null,
  })
  reasonCode: string | null;

  @ApiProperty({
    type: DelayResponse,
    nullable: true,
    description:
      '`no_driver`: nobody was found to bring it yet, and the customer may cancel free of charge',
    example: null,
  })
  delay: DelayResponse | null;

  @ApiProperty({ type: [TimelineEntry], description: 'Oldest first' })
  timeline: TimelineEntry[];

  @ApiProperty({ type: [TrackedLineResponse], description: 'As ordered, and as picked so far' })
  lines: TrackedLineResponse[];

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'For the customer alone: what the driver asks for at the door',
    example: '4711',
  })
  deliveryPin: string | null;

  @ApiProperty({ type: [String], description: 'What can be done with the order now', example: [] })
  allowedActions: string[];

  @ApiProperty({ type: TrackedDriver, nullable: true, description: 'Null until one is assigned' })
  driver: TrackedDriver | null;

  @ApiProperty({
    type: PositionResponse,
    nullable: true,
    description: 'Null unless `positionStatus` is `live`',
  })
  position: PositionResponse | null;

  @ApiProperty({
    enum: ['live', 'none', 'unavailable', 'not-shared'],
    description:
      '`none`: the driver sent nothing in the last 90 seconds; `unavailable`: we cannot tell, ask ' +
      'again; `not-shared`: the order is not on its way',
    example: 'live',
  })
  positionStatus: 'live' | 'none' | 'unavailable' | 'not-shared';

  @ApiProperty({
    type: EtaResponse,
    nullable: true,
    description: 'Null when the order is not coming (any more), or is late and without a position',
  })
  eta: EtaResponse | null;

  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'Ask again after this many milliseconds; null: nothing will change any more',
    example: 5000,
  })
  pollAfterMs: number | null;
}
