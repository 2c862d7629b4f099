import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, type TransformFnParams } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUrl,
  IsUUID,
  Length,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { MayBeLeftOut } from '../../platform/index.js';
import { tidy } from '../import/tidy-text.js';
import { StoreQuery } from './store.requests.js';
import {
  type Allergen,
  allergens,
  type DietaryClaim,
  dietaryClaims,
} from '../products/food-labels.js';

/** As an import tidies it: a file that was exported brings nothing new. */
export const Tidy = (): PropertyDecorator =>
  Transform(({ value }: TransformFnParams): unknown =>
    typeof value === 'string' ? tidy(value) : value,
  );

/** Of pictures. */
export const httpsOnly = { protocols: ['https'], require_protocol: true, disallow_auth: true };

export const skuPattern = /^[\w.-]{1,64}$/;
/** Lower case letters and digits of any script, with single hyphens between. */
export const slugPattern = /^[\p{Ll}\p{Lo}\p{M}\p{N}]+(?:-[\p{Ll}\p{Lo}\p{M}\p{N}]+)*$/u;
/** Would be taken for an id. */
const looksLikeId = /^(?![\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$)/;

const sku = { description: 'Unique; A-Z a-z 0-9 . _ -', example: 'LD-0101' };
const name = { example: 'Whole Milk' };
const categoryId = { description: 'From GET /v1/categories', format: 'uuid' };

class ProductFieldsRequest {
  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'GTIN: 8, 12, 13 or 14 digits; unique',
    example: '6291003012341',
  })
  @IsOptional()
  @IsString()
  @Matches(/^(?:\d{8}|\d{12,14})$/)
  barcode?: string | null;

  @ApiPropertyOptional({
    description: 'Its address; made of name and size when left out at first',
    example: 'whole-milk-1-l',
  })
  @MayBeLeftOut()
  @IsString()
  @Length(1, 120)
  @Matches(slugPattern)
  @Matches(looksLikeId, { message: 'slug must not look like an id' })
  slug?: string;

  @ApiPropertyOptional({ type: String, nullable: true, example: 'Dune Dairy' })
  @IsOptional()
  @Tidy()
  @IsString()
  @Length(1, 80)
  brand?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, example: 'Fresh, full cream.' })
  @IsOptional()
  @Tidy()
  @IsString()
  @Length(1, 2000)
  description?: string | null;

  @ApiPropertyOptional({
    description: 'https addresses of pictures, the first one for lists',
    example: ['https://images.example.com/milk.webp'],
  })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(10)
  @ArrayUnique()
  @IsUrl(httpsOnly, { each: true })
  @Length(1, 500, { each: true })
  images?: string[];

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'As on the pack; amounts such as `8x180ml` are read off it',
    example: '1 l',
  })
  @IsOptional()
  @Tidy()
  @IsString()
  @Length(1, 40)
  size?: string | null;

  @ApiPropertyOptional({ enum: ['each', 'weight'], default: 'each' })
  @MayBeLeftOut()
  @IsIn(['each', 'weight'])
  soldBy?: 'each' | 'weight';

  @ApiPropertyOptional({ description: 'Of the price, in hundredths of a percent', example: 500 })
  @MayBeLeftOut()
  @IsInt()
  @Min(0)
  @Max(10_000)
  taxRateBasisPoints?: number;

  @ApiPropertyOptional({ enum: dietaryClaims, isArray: true })
  @MayBeLeftOut()
  @IsArray()
  @ArrayUnique()
  @IsIn(dietaryClaims, { each: true })
  dietary?: DietaryClaim[];

  @ApiPropertyOptional({ enum: allergens, isArray: true, description: 'It contains these' })
  @MayBeLeftOut()
  @IsArray()
  @ArrayUnique()
  @IsIn(allergens, { each: true })
  allergens?: Allergen[];

  @ApiPropertyOptional({ type: Number, nullable: true, description: 'Years', example: 18 })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(99)
  minimumAge?: number | null;

  @ApiPropertyOptional({ type: Number, nullable: true, description: 'In `unit`s', example: 6 })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  limitPerOrder?: number | null;
}

export class CreateProductRequest extends ProductFieldsRequest {
  @ApiProperty(sku)
  @IsString()
  @Matches(skuPattern)
  sku: string;

  @ApiProperty(name)
  @Tidy()
  @IsString()
  @Length(1, 200)
  name: string;

  @ApiProperty(categoryId)
  @IsUUID()
  categoryId: string;
}

/** What is left out stays as it is; null clears. */
export class EditProductRequest extends ProductFieldsRequest {
  @ApiPropertyOptional(sku)
  @MayBeLeftOut()
  @IsString()
  @Matches(skuPattern)
  sku?: string;

  @ApiPropertyOptional(name)
  @MayBeLeftOut()
  @Tidy()
  @IsString()
  @Length(1, 200)
  name?: string;

  @ApiPropertyOptional(categoryId)
  @MayBeLeftOut()
  @IsUUID()
  categoryId?: string;
}

export class ExportQuery extends StoreQuery {}
