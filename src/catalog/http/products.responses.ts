import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  type Allergen,
  allergens,
  type DietaryClaim,
  dietaryClaims,
} from '../products/food-labels.js';
import { CategoryReferenceResponse, MoneyResponse } from './catalog.responses.js';

export class SizeResponse {
  @ApiProperty({ description: 'As on the label', example: '6 x 330 ml' })
  label: string;

  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    description:
      'How many there are in the pack; null, like the rest, where the label is not clear',
    example: 6,
  })
  count: number | null;

  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    description: 'How much each of them is',
    example: 330,
  })
  amount: number | null;

  @ApiPropertyOptional({ enum: ['g', 'ml', 'each'], nullable: true, example: 'ml' })
  unit: 'g' | 'ml' | 'each' | null;

  @ApiProperty({ description: 'About that much, as with cut cheese' })
  approximate: boolean;
}

export class UnitPriceResponse extends MoneyResponse {
  @ApiProperty({ enum: ['kg', 'l', 'each'], description: 'What this is the price of' })
  per: 'kg' | 'l' | 'each';
}

export class ProductSummaryResponse {
  @ApiProperty()
  id: string;

  @ApiProperty({ example: 'LD-0101' })
  sku: string;

  @ApiPropertyOptional({ type: String, nullable: true, example: '6291003000119' })
  barcode: string | null;

  @ApiProperty({ example: 'whole-milk-1-l' })
  slug: string;

  @ApiProperty({ example: 'Whole Milk' })
  name: string;

  @ApiPropertyOptional({ type: String, nullable: true })
  brand: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, description: 'Address of a picture' })
  image: string | null;

  @ApiPropertyOptional({ type: SizeResponse, nullable: true })
  size: SizeResponse | null;

  @ApiProperty({ description: 'What it costs now: per piece, or per kilogram if sold by weight' })
  price: MoneyResponse;

  @ApiProperty()
  onSale: boolean;

  @ApiPropertyOptional({
    type: MoneyResponse,
    nullable: true,
    description: 'What it costs when it is not on sale; null when it is not',
  })
  regularPrice: MoneyResponse | null;

  @ApiPropertyOptional({ type: String, format: 'date-time', nullable: true })
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
  })
  unit: 'each' | 'g';

  @ApiProperty({ enum: ['in', 'low', 'out'], description: 'In stock, nearly sold out, sold out' })
  availability: 'in' | 'low' | 'out';

  @ApiProperty({ description: 'Whether it can be bought now' })
  inStock: boolean;

  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    description: 'Most that one order may have, in `unit`',
    example: 6,
  })
  limitPerOrder: number | null;

  @ApiPropertyOptional({ type: Number, nullable: true, description: 'Years', example: 16 })
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
  @ApiPropertyOptional({ type: String, nullable: true })
  description: string | null;

  @ApiProperty({ type: [String], description: 'Addresses of pictures, the main one first' })
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
