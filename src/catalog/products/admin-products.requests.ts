import { ApiProperty } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsString,
  IsUrl,
  Length,
  Matches,
  Max,
  Min,
} from 'class-validator';
import {
  IsId,
  IsText,
  MayBeBlank,
  MayBeLeftOut,
  NullClears,
  OptionalText,
} from '../../platform/index.js';
import { IsGtin } from '../text/gtin.decorator.js';
import { skuPattern } from '../text/sku.js';
import { IsSlug } from '../text/slug.decorator.js';
import { Tidy, TidyLines } from '../text/tidy.decorators.js';
import { StoreQuery } from '../stores/store.requests.js';
import {
  type Allergen,
  allergens,
  type DietaryClaim,
  dietaryClaims,
} from '../listing/food-labels.js';

/** The rule for addresses of pictures. */
export const httpsOnly = { protocols: ['https'], require_protocol: true, disallow_auth: true };

class ProductFieldsRequest {
  /**
   * GTIN: 8, 12, 13 or 14 digits; unique. Answers have its shortest form.
   * @example "6291003012341"
   */
  @NullClears()
  @MayBeBlank()
  @IsGtin()
  barcode?: string | null;

  /** Used in addresses; left out, made from name and size. @example whole-milk-1-l */
  @MayBeLeftOut()
  @IsSlug()
  slug?: string;

  /** @example "Dune Dairy" */
  @NullClears()
  @Tidy()
  @OptionalText(80)
  brand?: string | null;

  /** @example "Fresh, full cream." */
  @NullClears()
  @TidyLines()
  @OptionalText(2000)
  description?: string | null;

  /**
   * https addresses of pictures, the first one for lists.
   * @example ["https://images.example.com/milk.webp"]
   */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(10)
  @ArrayUnique()
  @IsUrl(httpsOnly, { each: true })
  @Length(1, 500, { each: true })
  images?: string[];

  /** As on the pack; amounts such as `8x180ml` are read off it. @example "1 l" */
  @NullClears()
  @Tidy()
  @OptionalText(40)
  size?: string | null;

  @ApiProperty({ default: 'each' })
  @MayBeLeftOut()
  @IsIn(['each', 'weight'])
  soldBy?: 'each' | 'weight';

  /** Rate of the tax in the price, in hundredths of a percent. @example 500 */
  @MayBeLeftOut()
  @IsInt()
  @Min(0)
  @Max(10_000)
  taxRateBasisPoints?: number;

  @MayBeLeftOut()
  @IsArray()
  @ArrayUnique()
  @IsIn(dietaryClaims, { each: true })
  dietary?: DietaryClaim[];

  /** Allergens that the product contains. */
  @MayBeLeftOut()
  @IsArray()
  @ArrayUnique()
  @IsIn(allergens, { each: true })
  allergens?: Allergen[];

  /** Years. @example 18 */
  @NullClears()
  @IsInt()
  @Min(1)
  @Max(99)
  minimumAge?: number | null;

  /** In `unit`s. @example 6 */
  @NullClears()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  limitPerOrder?: number | null;
}

export class CreateProductRequest extends ProductFieldsRequest {
  /** Unique; 1 to 64 printable characters. @example LD-0101 */
  @IsString()
  @Matches(skuPattern)
  sku: string;

  /** @example "Whole Milk" */
  @Tidy()
  @IsText(200)
  name: string;

  /** From GET /v1/categories. */
  @IsId()
  categoryId: string;
}

/** Fields left out stay as they are; null clears a field. */
export class EditProductRequest extends ProductFieldsRequest {
  /** Unique; 1 to 64 printable characters. @example LD-0101 */
  @MayBeLeftOut()
  @IsString()
  @Matches(skuPattern)
  sku?: string;

  /** @example "Whole Milk" */
  @MayBeLeftOut()
  @Tidy()
  @IsText(200)
  name?: string;

  /** From GET /v1/categories. */
  @MayBeLeftOut()
  @IsId()
  categoryId?: string;
}

export class ExportQuery extends StoreQuery {}
