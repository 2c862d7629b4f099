import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

export class DistanceBandResponse {
  @ApiProperty({ example: 1000 })
  upToMetres: number;

  @ApiProperty({ example: 300 })
  feeMinor: number;
}

export class StoreSmallBasketResponse {
  @ApiProperty({ example: 3000 })
  belowMinor: number;

  @ApiProperty({ example: 500 })
  feeMinor: number;
}

export class AsapResponse {
  @ApiProperty({ example: 30 })
  fromMinutes: number;

  @ApiProperty({ example: 60 })
  untilMinutes: number;
}

export class PlannedSlotResponse {
  @ApiProperty({ example: 1 })
  weekday: number;

  @ApiProperty({ example: '10:00' })
  opens: string;

  @ApiProperty({ example: '12:00' })
  closes: string;

  @ApiProperty({ example: 60 })
  cutoffMinutes: number;

  @ApiProperty({ example: 20 })
  capacity: number;
}

export class StoreTermsResponse {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-000000000010' })
  storeId: string;

  @ApiProperty({ description: 'Of all amounts here', example: 'AED' })
  currency: string;

  @ApiProperty({
    description: 'Counts edits; the ETag is this. 0: nothing was set, these are the defaults',
    example: 1,
  })
  version: number;

  @ApiProperty({ example: 900 })
  feeMinor: number;

  @ApiProperty({ type: [DistanceBandResponse] })
  bands: DistanceBandResponse[];

  @ApiPropertyOptional({ type: Number, nullable: true, example: 10_000 })
  freeFromMinor: number | null;

  @ApiPropertyOptional({ type: StoreSmallBasketResponse, nullable: true })
  smallBasket: StoreSmallBasketResponse | null;

  @ApiProperty()
  asap: AsapResponse;

  @ApiProperty({ example: false })
  autoAccept: boolean;

  @ApiProperty({ example: 7 })
  slotDays: number;

  @ApiProperty({ type: [PlannedSlotResponse] })
  slotPlan: PlannedSlotResponse[];
}
