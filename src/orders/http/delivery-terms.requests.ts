import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsInt,
  IsObject,
  IsOptional,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { MayBeLeftOut, rule } from '../../platform/index.js';
import type { DistanceBand, StoreTerms } from '../domain/delivery-terms.js';
import type { PlannedSlot } from '../domain/slot-plan.js';

const mostMinor = 100_000_000;

/** What is no list of bands breaks other rules. */
function isAscending(value: unknown): boolean {
  if (!Array.isArray(value)) return true;
  const reaches = value.map((band: Partial<DistanceBand> | null) => Number(band?.upToMetres));
  return reaches.every((metres, index) => index === 0 || metres > reaches[index - 1]!);
}

export class DistanceBandRequest implements DistanceBand {
  @ApiProperty({ description: 'From the store, as the crow flies', minimum: 1, example: 1000 })
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  upToMetres: number;

  @ApiProperty({ description: 'Minor units', minimum: 0, example: 300 })
  @IsInt()
  @Min(0)
  @Max(mostMinor)
  feeMinor: number;
}

export class SmallBasketRequest {
  @ApiProperty({ description: 'Goods worth less than this', minimum: 1, example: 3000 })
  @IsInt()
  @Min(1)
  @Max(mostMinor)
  belowMinor: number;

  @ApiProperty({ description: 'Cost this besides', minimum: 0, example: 500 })
  @IsInt()
  @Min(0)
  @Max(mostMinor)
  feeMinor: number;
}

export class AsapRequest {
  @ApiProperty({ description: 'Minutes after the order', minimum: 0, maximum: 1440, example: 30 })
  @IsInt()
  @Min(0)
  @Max(1440)
  fromMinutes: number;

  @ApiProperty({ description: 'Later than `fromMinutes`', minimum: 1, maximum: 1440, example: 60 })
  @IsInt()
  @Min(1)
  @Max(1440)
  @rule(
    'after-from',
    (value, { fromMinutes }: Partial<AsapRequest>) =>
      typeof value !== 'number' || typeof fromMinutes !== 'number' || value > fromMinutes,
    '$property must be more than fromMinutes',
  )
  untilMinutes: number;
}

export class PlannedSlotRequest implements PlannedSlot {
  @ApiProperty({ description: 'ISO weekday on which it begins, 1 Monday to 7 Sunday', example: 1 })
  @IsInt()
  @Min(1)
  @Max(7)
  weekday: number;

  @ApiProperty({ description: 'HH:MM by the store’s clock', example: '10:00' })
  @Matches(/^(?:[01]\d|2[0-3]):[0-5]\d$/, { message: '$property must be a time, 00:00 to 23:59' })
  opens: string;

  @ApiProperty({
    description: 'HH:MM, up to 24:00; before `opens`: the day after',
    example: '12:00',
  })
  @Matches(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, {
    message: '$property must be a time, 00:00 to 24:00',
  })
  @rule(
    'not-when-it-opens',
    (value, { opens }: Partial<PlannedSlotRequest>) => value !== opens,
    '$property must not equal opens',
  )
  closes: string;

  @ApiProperty({
    description: 'How many minutes before it begins it can be chosen last',
    minimum: 0,
    maximum: 10_080,
    example: 60,
  })
  @IsInt()
  @Min(0)
  @Max(10_080)
  cutoffMinutes: number;

  @ApiProperty({ description: 'How many orders it takes', minimum: 1, example: 20 })
  @IsInt()
  @Min(1)
  @Max(10_000)
  capacity: number;
}

export class SetDeliveryTermsRequest implements StoreTerms {
  @ApiProperty({
    description: 'Minor units for a delivery to a zone without a fee of its own, beyond all bands',
    minimum: 0,
    maximum: mostMinor,
    example: 900,
  })
  @IsInt()
  @Min(0)
  @Max(mostMinor)
  feeMinor: number;

  @ApiPropertyOptional({
    type: [DistanceBandRequest],
    maxItems: 20,
    description: 'Nearest first; the first that reaches the door says the fee',
    default: [],
  })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(20)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => DistanceBandRequest)
  @rule('ascending', isAscending, '$property must reach further one after the other')
  bands: DistanceBandRequest[] = [];

  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    description: 'Delivery is free from this subtotal on; null or left out: never',
    minimum: 0,
    example: 10_000,
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(mostMinor)
  freeFromMinor: number | null = null;

  @ApiPropertyOptional({
    type: SmallBasketRequest,
    nullable: true,
    description: 'Null or left out: small baskets cost nothing besides',
  })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => SmallBasketRequest)
  smallBasket: SmallBasketRequest | null = null;

  @ApiProperty({ description: 'When an order for as soon as possible comes' })
  @IsObject()
  @ValidateNested()
  @Type(() => AsapRequest)
  asap: AsapRequest;

  @ApiProperty({ description: 'Orders are accepted by being placed', example: false })
  @IsBoolean()
  autoAccept: boolean;

  @ApiProperty({
    description: 'How many days ahead slots are opened',
    minimum: 1,
    maximum: 14,
    example: 7,
  })
  @IsInt()
  @Min(1)
  @Max(14)
  slotDays: number;

  @ApiProperty({
    type: [PlannedSlotRequest],
    maxItems: 168,
    description:
      'Slots of every week. There are none while the store is closed, nor where the clocks skip ' +
      'them',
  })
  @IsArray()
  @ArrayMaxSize(168)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => PlannedSlotRequest)
  slotPlan: PlannedSlotRequest[];
}
