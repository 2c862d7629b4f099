import { ApiProperty, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { StoreHandle } from '../../catalog/index.js';
import type { LatLng } from '../../kernel/geo.js';
import { Latitude, Longitude, MayBeLeftOut, rule } from '../../platform/index.js';
import { ringProblem } from './area.js';

const mostCorners = 200;

export class CornerRequest implements LatLng {
  /** @example 25.055 */
  @Latitude()
  lat: number;

  /** @example 55.115 */
  @Longitude()
  lng: number;
}

/** What is no list of corners breaks other rules. */
function isRing(value: unknown): boolean {
  const isCorner = (corner: Partial<LatLng> | null) =>
    typeof corner?.lat === 'number' && typeof corner.lng === 'number';
  if (!Array.isArray(value) || value.length > mostCorners || !value.every(isCorner)) return true;
  return ringProblem(value) === undefined;
}

const IsRing = () =>
  rule(
    'is-ring',
    isRing,
    '$property must have three corners or more, must not cross itself or go round a pole',
  );

export class HoleRequest {
  @ApiProperty({ minItems: 3, maxItems: mostCorners })
  @IsArray()
  @ArrayMaxSize(mostCorners)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => CornerRequest)
  @IsRing()
  ring: CornerRequest[];
}

class ZoneFieldsRequest {
  /** Unique in the store. @example Marina */
  @IsString()
  @Length(1, 100)
  name: string;

  /**
   * Its corners, one way round or the other; its edges belong to it. An edge goes the short way, so
   * a zone may lie across the antimeridian.
   */
  @ApiProperty({ minItems: 3, maxItems: mostCorners })
  @IsArray()
  @ArrayMaxSize(mostCorners)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => CornerRequest)
  @IsRing()
  ring: CornerRequest[];

  /** What is cut out of it; none when left out. */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(20)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => HoleRequest)
  holes?: HoleRequest[];

  /** Where zones overlap the lowest number holds; 100 when left out. @example 100 */
  @MayBeLeftOut()
  @IsInt()
  @Min(0)
  @Max(1_000_000)
  priority?: number;

  /** Minor units for a delivery; null or left out: what the store’s terms say. @example 700 */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(100_000_000)
  feeMinor?: number | null;

  /** Delivery is free from this subtotal on; null or left out: as the terms say. @example 10000 */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(100_000_000)
  freeFromMinor?: number | null;
}

export class CreateZoneRequest extends ZoneFieldsRequest {
  @StoreHandle()
  store?: string;
}

/** What is left out stays. */
export class EditZoneRequest extends PartialType(ZoneFieldsRequest, {
  skipNullProperties: false,
}) {}
