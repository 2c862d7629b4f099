import { ApiProperty } from '@nestjs/swagger';
import type { Vehicle } from '../domain/shift-terms.js';

export class DriverSession {
  /**
   * Send it in every POST /v1/driver/location of this session. Higher for every sign-on; pings with
   * a lower one are refused with `session-replaced`.
   * @example 1764580000000
   */
  epoch: number;

  /**
   * The highest `seq` of this session so far: go on above it. Null before the first, or while live
   * positions are unavailable.
   * @example 500
   */
  lastSeq: number | null;
}

export class DutyResponse {
  /** @example true */
  onDuty: boolean;

  /** Null when off duty. */
  session: DriverSession | null;

  /** When the open shift began; null when off duty. @example 2026-03-01T08:00:00.000Z */
  @ApiProperty({ format: 'date-time' })
  startedAt: string | null;

  /**
   * The store the driver works for; null when off duty.
   * @example 0190b6e2-5f00-7000-8000-000000000001
   */
  @ApiProperty({ format: 'uuid' })
  storeId: string | null;

  /** Null when the driver named none, or is off duty. @example scooter */
  vehicle: Vehicle | null;

  /** The most deliveries at a time; null when off duty. @example 2 */
  capacity: number | null;
}
