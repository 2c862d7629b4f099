import { ApiProperty, PickType } from '@nestjs/swagger';
import { BoardSlot } from './board.responses.js';
import { TrackingResponse } from './tracking.responses.js';

export class ShareLinkResponse {
  /** A path on this server. @example /v1/track/kJ3vQm0Zr8yTn5XcW1pLsA */
  url: string;

  /** Anyone who has the token may look. @example kJ3vQm0Zr8yTn5XcW1pLsA */
  token: string;

  /**
   * The latest end of the link; it ends three hours after the order, if that is sooner.
   * @example 2026-03-02T12:00:00.000Z
   */
  @ApiProperty({ format: 'date-time' })
  expiresAt: string;
}

/** The order as the link shows it: neither the goods nor the destination. */
export class SharedTrackingResponse extends PickType(TrackingResponse, [
  'status',
  'driver',
  'position',
  'positionStatus',
  'eta',
  'pollAfterMs',
] as const) {
  /** Null: as soon as possible. */
  slot: BoardSlot | null;
}
