import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsLatitude,
  IsLongitude,
  IsNumber,
  IsObject,
  IsOptional,
  IsPhoneNumber,
  IsString,
  IsUUID,
  Length,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { WholeNumber } from '../../platform/index.js';
import { type Fallback, fallbacks, type Preference, preferences } from '../domain/substitution.js';

const doorMethods = ['cash_on_delivery', 'card_on_delivery'] as const;

export class BasketLine {
  @ApiProperty({ description: '`id` of GET /v1/products', format: 'uuid' })
  @IsUUID()
  productId: string;

  @ApiProperty({
    description: 'In the product’s `unit`: pieces, or grams of goods sold by weight',
    minimum: 1,
    maximum: 100_000,
    example: 2,
  })
  @IsInt()
  @Min(1)
  @Max(100_000)
  quantity: number;

  @ApiPropertyOptional({ description: 'For the picker', example: 'Green ones, please' })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  note?: string;

  @ApiPropertyOptional({
    enum: preferences,
    default: 'refund',
    description:
      'When it is not there: the picker takes something `similar`, takes the `chosen` product, ' +
      'asks you first (`contact`), or leaves it out (`refund`)',
  })
  @IsOptional()
  @IsIn(preferences)
  preference?: Preference;

  @ApiPropertyOptional({ description: 'With the preference `chosen`', format: 'uuid' })
  @IsOptional()
  @IsUUID()
  preferredProductId?: string;

  @ApiPropertyOptional({
    enum: fallbacks,
    default: 'refund',
    description: 'What a proposal becomes that you did not answer in time',
  })
  @IsOptional()
  @IsIn(fallbacks)
  fallback?: Fallback;
}

export class DeliverTo {
  @ApiProperty({ description: 'Street, building, flat', example: 'Pier Street 4, flat 12' })
  @IsString()
  @Length(1, 200)
  line1: string;

  @ApiProperty({ minimum: -90, maximum: 90, example: 25.082 })
  @IsNumber({ allowNaN: false, allowInfinity: false })
  @IsLatitude()
  lat: number;

  @ApiProperty({ minimum: -180, maximum: 180, example: 55.142 })
  @IsNumber({ allowNaN: false, allowInfinity: false })
  @IsLongitude()
  lng: number;

  @ApiPropertyOptional({ description: 'For the driver', example: 'Ring twice' })
  @IsOptional()
  @IsString()
  @Length(1, 300)
  notes?: string;

  @ApiPropertyOptional({ description: 'E.164', example: '+971501234567' })
  @IsOptional()
  @IsPhoneNumber()
  phone?: string;
}

export class QuoteRequest {
  @ApiPropertyOptional({
    description:
      'Id or slug of the store, such as `harbour`; may be left out while there is only one',
  })
  @IsOptional()
  @IsString()
  @Length(1, 80)
  store?: string;

  @ApiProperty({ type: [BasketLine], minItems: 1, maxItems: 100 })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => BasketLine)
  lines: BasketLine[];

  @ApiProperty()
  @IsObject()
  @ValidateNested()
  @Type(() => DeliverTo)
  deliverTo: DeliverTo;

  @ApiPropertyOptional({
    description: '`id` of GET /v1/slots; left out: as soon as possible',
    format: 'uuid',
  })
  @IsOptional()
  @IsUUID()
  slotId?: string;
}

export class PlaceOrderRequest {
  @ApiProperty({ description: '`id` of POST /v1/quotes', format: 'uuid' })
  @IsUUID()
  quoteId: string;

  @ApiProperty({ enum: doorMethods, example: 'cash_on_delivery' })
  @IsIn(doorMethods)
  paymentMethod: (typeof doorMethods)[number];

  @ApiPropertyOptional({
    description:
      'The customer says they are old enough for all goods; needed where the quote has a `minimumAge`',
  })
  @IsOptional()
  @IsBoolean()
  ageConfirmed?: boolean;
}

export class PickLineRequest {
  @ApiProperty({ enum: ['find'], example: 'find' })
  @IsIn(['find'])
  action: 'find';

  @ApiProperty({
    description: 'What goes into the bag: pieces, or grams of goods sold by weight',
    minimum: 1,
    maximum: 100_000,
    example: 2,
  })
  @IsInt()
  @Min(1)
  @Max(100_000)
  quantity: number;
}

export class ListOrdersQuery {
  @ApiPropertyOptional({ description: 'How many at most', minimum: 1, maximum: 100, default: 24 })
  @IsOptional()
  @WholeNumber()
  @Min(1)
  @Max(100)
  limit: number = 24;

  @ApiPropertyOptional({ description: '`nextCursor` of the page before' })
  @IsOptional()
  @IsString()
  @Length(1, 1000)
  cursor?: string;
}

export class StoreQuery {
  @ApiPropertyOptional({
    description:
      'Id or slug of the store, such as `harbour`; may be left out while there is only one',
  })
  @IsOptional()
  @IsString()
  @Length(1, 80)
  store?: string;
}
