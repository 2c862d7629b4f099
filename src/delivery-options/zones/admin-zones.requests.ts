import { ApiProperty, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsInt, IsObject, Max, Min, ValidateNested } from 'class-validator';
import { StoreHandle } from '../../catalog/index.js';
import type { LatLng } from '../../kernel/geo.js';
import {
  IsText,
  Latitude,
  Longitude,
  MayBeLeftOut,
  NullClears,
  rule,
} from '../../platform/index.js';
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

/** True for values that are not lists of corners: other rules refuse those. */
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
  @IsText(100)
  name: string;

  /**
   * Corners in either direction; the edges belong to the zone. An edge goes the short way, so a
   * zone may lie across the antimeridian.
   */
  @ApiProperty({ minItems: 3, maxItems: mostCorners })
  @IsArray()
  @ArrayMaxSize(mostCorners)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => CornerRequest)
  @IsRing()
  ring: CornerRequest[];

  /** Areas cut out of the zone; none when left out. */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(20)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => HoleRequest)
  holes?: HoleRequest[];

  /** Where zones overlap, the lowest number wins; 100 when left out. @example 100 */
  @MayBeLeftOut()
  @IsInt()
  @Min(0)
  @Max(1_000_000)
  priority?: number;

  /** Delivery fee in minor units; null or left out: the store’s terms. @example 700 */
  @NullClears()
  @IsInt()
  @Min(0)
  @Max(100_000_000)
  feeMinor?: number | null;

  /** Delivery is free from this subtotal on; null or left out: the store’s terms. @example 10000 */
  @NullClears()
  @IsInt()
  @Min(0)
  @Max(100_000_000)
  freeFromMinor?: number | null;
}

export class CreateZoneRequest extends ZoneFieldsRequest {
  @StoreHandle()
  store?: string;
}

/** Fields left out stay as they are. */
export class EditZoneRequest extends PartialType(ZoneFieldsRequest, {
  skipNullProperties: false,
}) {}
