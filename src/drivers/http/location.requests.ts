import { ApiProperty } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsInt,
  IsNumber,
  IsOptional,
  Max,
  Min,
} from 'class-validator';

/** The end of the Web Mercator square, and so of every map and geo index in use. */
export const mostLat = 85.05112878;
const leastLat = -mostLat;
export const mostFixes = 50;
const finite = { allowNaN: false, allowInfinity: false } as const;

export class FixRequest {
  /**
   * Grows with every fix of the session, by any step. If it begins anew (after a reboot, or when
   * the app was installed again), `recordedAt` tells that the fix is newer all the same; without
   * one, go on from `lastSeq`, or sign on again.
   * @example 3
   */
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  seq: number;

  /** WGS 84 degrees. @example 25.0816 */
  @ApiProperty({ format: 'double' })
  @IsNumber(finite)
  @Min(leastLat)
  @Max(mostLat)
  lat: number;

  /** WGS 84 degrees. @example 55.1414 */
  @ApiProperty({ format: 'double' })
  @IsNumber(finite)
  @Min(-180)
  @Max(180)
  lng: number;

  /** Radius of the 68 % circle, metres; negative: not known. @example 8 */
  @ApiProperty({ format: 'double' })
  @IsOptional()
  accuracyM?: number | null;

  /** Degrees clockwise from true north; negative or above 360: not known. @example 45 */
  @ApiProperty({ format: 'double' })
  @IsOptional()
  headingDeg?: number | null;

  /** Metres per second; negative or above 200: not known. @example 6.5 */
  @ApiProperty({ format: 'double' })
  @IsOptional()
  speedMps?: number | null;

  /**
   * When the fix was made, by the phone's clock, in RFC 3339 with a zone; anything else is taken as
   * not known. The clock may be wrong: what it is off by is learnt within some pings.
   * @example 2026-03-01T09:15:04.000Z
   */
  @ApiProperty({ format: 'date-time' })
  @IsOptional()
  recordedAt?: string | null;
}

export class RecordLocationRequest {
  /** `session.epoch` of POST /v1/driver/shift. @example 1764580000000 */
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  epoch: number;

  /**
   * One fix, or those gathered without a network, in any order: the newest counts. One that cannot
   * be understood is left out, and told in `refused`.
   */
  @ApiProperty({ type: [FixRequest], maxItems: mostFixes })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(mostFixes)
  fixes: unknown[];
}
