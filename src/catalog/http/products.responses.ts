import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  type Allergen,
  allergens,
  type DietaryClaim,
  dietaryClaims,
} from '../products/food-labels.js';
import { CategoryReferenceResponse, MoneyResponse } from './catalog.responses.js';

export class SizeResponse {
  @ApiProperty({ description: 'As on the label', example: '1 l' })
  label: string;

  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    description:
      'How many there are in the pack; null, like the rest, where the label is not clear',
    example: 1,
  })
  count: number | null;

  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    description: 'How much each of them is',
    example: 1000,
  })
  amount: number | null;

  @ApiPropertyOptional({ enum: ['g', 'ml', 'each'], nullable: true, example: 'ml' })
  unit: 'g' | 'ml' | 'each' | null;

  @ApiProperty({ description: 'About that much, as with cut cheese', example: false })
  approximate: boolean;
}

export class UnitPriceResponse extends MoneyResponse {
  @ApiProperty({
    enum: ['kg', 'l', 'each'],
    description: 'What this is the price of',
    example: 'l',
  })
  per: 'kg' | 'l' | 'each';
}

export class ProductSummaryResponse {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-000000000012' })
  id: string;

  @ApiProperty({ example: 'LD-0101' })
  sku: string;

  @ApiPropertyOptional({ type: String, nullable: true, example: '6291003000119' })
  barcode: string | null;

  @ApiProperty({ example: 'whole-milk-1-l' })
  slug: string;

  @ApiProperty({ example: 'Whole Milk' })
  name: string;

  @ApiPropertyOptional({ type: String, nullable: true, example: 'Ghaf Tree Dairy' })
  brand: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'Address of a picture',
    example: null,
  })
  image: string | null;

  @ApiPropertyOptional({ type: SizeResponse, nullable: true })
  size: SizeResponse | null;

  @ApiProperty({ description: 'What it costs now: per piece, or per kilogram if sold by weight' })
  price: MoneyResponse;

  @ApiProperty({ description: 'Whether it costs less for now', example: false })
  onSale: boolean;

  @ApiPropertyOptional({
    type: MoneyResponse,
    nullable: true,
    description: 'What it costs when it is not on sale; null when it is not',
    example: null,
  })
  regularPrice: MoneyResponse | null;

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Null when it is not on sale',
    example: null,
  })
  saleUntil: string | null;

  @ApiPropertyOptional({
    type: UnitPriceResponse,
    nullable: true,
    description: 'For comparison; null where the size does not tell',
  })
  unitPrice: UnitPriceResponse | null;

  @ApiProperty({
    enum: ['each', 'g'],
    description: 'What a quantity counts: pieces, or grams of goods sold by weight',
    example: 'each',
  })
  unit: 'each' | 'g';

  @ApiProperty({
    enum: ['in', 'low', 'out'],
    description: 'In stock, nearly sold out, sold out',
    example: 'in',
  })
  availability: 'in' | 'low' | 'out';

  @ApiProperty({ description: 'Whether it can be bought now', example: true })
  inStock: boolean;

  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    description: 'Most that one order may have, in `unit`',
    example: 6,
  })
  limitPerOrder: number | null;

  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    description: 'Years; null: for anyone',
    example: null,
  })
  minimumAge: number | null;

  @ApiProperty({ enum: dietaryClaims, isArray: true, example: ['vegetarian'] })
  dietary: DietaryClaim[];

  @ApiProperty({ enum: allergens, isArray: true, example: ['milk'] })
  allergens: Allergen[];

  @ApiProperty()
  category: CategoryReferenceResponse;

  @ApiProperty({
    type: [CategoryReferenceResponse],
    description: 'From the department down to `category`',
  })
  path: CategoryReferenceResponse[];
}

export class ProductResponse extends ProductSummaryResponse {
  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: 'Pasteurised cow’s milk with 3.5 % fat.',
  })
  description: string | null;

  @ApiProperty({
    type: [String],
    description: 'Addresses of pictures, the main one first',
    example: [],
  })
  images: string[];

  @ApiProperty({ description: 'Of the tax in the price: 500 is 5 %', example: 500 })
  taxRateBasisPoints: number;
}

export class ProductsResponse {
  @ApiProperty({ type: [ProductSummaryResponse] })
  items: ProductSummaryResponse[];

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'Send it as `cursor` with the same query for the next page; null on the last',
    example: null,
  })
  nextCursor: string | null;

  @ApiPropertyOptional({ description: 'How many there are on all pages, with `count=true`' })
  total?: number;

  @ApiPropertyOptional({
    type: [String],
    description: 'Where a search found nothing: what may have been meant, nearest first',
    example: ['cheddar'],
  })
  suggestions?: string[];
}
