import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsInt,
  IsISO8601,
  IsNumber,
  IsObject,
  IsOptional,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';

/** The end of the Web Mercator square, and so of every map and geo index in use. */
export const mostLat = 85.05112878;
const leastLat = -mostLat;
export const mostFixes = 50;
const finite = { allowNaN: false, allowInfinity: false } as const;

export class FixRequest {
  /**
   * Grows with every fix of the shift, by any step: the highest is the newest, whatever clocks say.
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

  /** Radius of the 68 % circle, metres. @example 8 */
  @ApiProperty({ format: 'double' })
  @IsOptional()
  @IsNumber(finite)
  @Min(0)
  @Max(100_000)
  accuracyM?: number | null;

  /** Degrees clockwise from true north. @example 45 */
  @ApiProperty({ format: 'double' })
  @IsOptional()
  @IsNumber(finite)
  @Min(0)
  @Max(360)
  headingDeg?: number | null;

  /** Metres per second. @example 6.5 */
  @ApiProperty({ format: 'double' })
  @IsOptional()
  @IsNumber(finite)
  @Min(0)
  @Max(200)
  speedMps?: number | null;

  /**
   * The phone's clock, for display; `seq` alone decides what is newer.
   * @example 2026-03-01T09:15:04.000Z
   */
  @ApiProperty({ format: 'date-time' })
  @IsOptional()
  @IsISO8601({ strict: true, strictSeparator: true })
  @MaxLength(40)
  recordedAt?: string | null;
}

export class RecordLocationRequest {
  /** `session.epoch` of POST /v1/driver/shift. @example 1764580000000 */
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  epoch: number;

  /** One fix, or those gathered without a network: the one with the highest `seq` counts. */
  @ApiProperty({ maxItems: mostFixes })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(mostFixes)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => FixRequest)
  fixes: FixRequest[];
}
