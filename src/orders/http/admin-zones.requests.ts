import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsInt,
  IsLatitude,
  IsLongitude,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { StoreHandle } from '../../catalog/index.js';
import type { LatLng } from '../../kernel/place.js';
import { MayBeLeftOut, rule } from '../../platform/index.js';
import { ringProblem } from '../domain/area.js';

const mostCorners = 200;

export class CornerRequest implements LatLng {
  @ApiProperty({ minimum: -90, maximum: 90, example: 25.055 })
  @IsNumber({ allowNaN: false, allowInfinity: false })
  @IsLatitude()
  lat: number;

  @ApiProperty({ minimum: -180, maximum: 180, example: 55.115 })
  @IsNumber({ allowNaN: false, allowInfinity: false })
  @IsLongitude()
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
  @ApiProperty({ type: [CornerRequest], minItems: 3, maxItems: mostCorners })
  @IsArray()
  @ArrayMaxSize(mostCorners)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => CornerRequest)
  @IsRing()
  ring: CornerRequest[];
}

class ZoneFieldsRequest {
  @ApiProperty({ description: 'Unique in the store', example: 'Marina' })
  @IsString()
  @Length(1, 100)
  name: string;

  @ApiProperty({
    type: [CornerRequest],
    minItems: 3,
    maxItems: mostCorners,
    description:
      'Its corners, one way round or the other; its edges belong to it. An edge goes the short ' +
      'way, so a zone may lie across the antimeridian',
  })
  @IsArray()
  @ArrayMaxSize(mostCorners)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => CornerRequest)
  @IsRing()
  ring: CornerRequest[];

  @ApiPropertyOptional({
    type: [HoleRequest],
    maxItems: 20,
    description: 'What is cut out of it; none when left out',
  })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(20)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => HoleRequest)
  holes?: HoleRequest[];

  @ApiPropertyOptional({
    description: 'Where zones overlap the lowest number holds; 100 when left out',
    minimum: 0,
    maximum: 1_000_000,
    example: 100,
  })
  @MayBeLeftOut()
  @IsInt()
  @Min(0)
  @Max(1_000_000)
  priority?: number;

  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    description: 'Minor units for a delivery; null or left out: what the store’s terms say',
    minimum: 0,
    maximum: 100_000_000,
    example: 700,
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(100_000_000)
  feeMinor?: number | null;

  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    description: 'Delivery is free from this subtotal on; null or left out: as the terms say',
    minimum: 0,
    maximum: 100_000_000,
    example: 10_000,
  })
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
