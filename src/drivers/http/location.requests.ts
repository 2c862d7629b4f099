import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
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

/** Where the Web Mercator square, and with it every map and geo index in use, ends. */
export const mostLat = 85.05112878;
export const mostFixes = 50;
const finite = { allowNaN: false, allowInfinity: false } as const;

export class FixRequest {
  /** Grows with every fix of the shift, by any step: decides what is newer, whatever clocks say. */
  @ApiProperty({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, example: 3 })
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  seq: number;

  /** WGS 84 degrees. */
  @ApiProperty({ minimum: -mostLat, maximum: mostLat, example: 25.0816 })
  @IsNumber(finite)
  @Min(-mostLat)
  @Max(mostLat)
  lat: number;

  /** WGS 84 degrees. */
  @ApiProperty({ minimum: -180, maximum: 180, example: 55.1414 })
  @IsNumber(finite)
  @Min(-180)
  @Max(180)
  lng: number;

  /** Radius of the 68 % circle, metres. */
  @ApiPropertyOptional({ type: Number, nullable: true, minimum: 0, maximum: 100_000, example: 8 })
  @IsOptional()
  @IsNumber(finite)
  @Min(0)
  @Max(100_000)
  accuracyM?: number | null;

  /** Degrees clockwise from true north. */
  @ApiPropertyOptional({ type: Number, nullable: true, minimum: 0, maximum: 360, example: 45 })
  @IsOptional()
  @IsNumber(finite)
  @Min(0)
  @Max(360)
  headingDeg?: number | null;

  /** Metres per second. */
  @ApiPropertyOptional({ type: Number, nullable: true, minimum: 0, maximum: 200, example: 6.5 })
  @IsOptional()
  @IsNumber(finite)
  @Min(0)
  @Max(200)
  speedMps?: number | null;

  /** The phone's clock: shown; it decides nothing about what is newer. */
  @ApiPropertyOptional({
    type: String,
    nullable: true,
    format: 'date-time',
    example: '2026-03-01T09:15:04.000Z',
  })
  @IsOptional()
  @IsISO8601({ strict: true, strictSeparator: true })
  @MaxLength(40)
  recordedAt?: string | null;
}

export class RecordLocationRequest {
  /** `session.epoch` of POST /v1/driver/shift. */
  @ApiProperty({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, example: 1_764_580_000_000 })
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  epoch: number;

  /** One fix, or what a phone gathered without a network: the one with the highest `seq` counts. */
  @ApiProperty({ type: () => [FixRequest], minItems: 1, maxItems: mostFixes })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(mostFixes)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => FixRequest)
  fixes: FixRequest[];
}
