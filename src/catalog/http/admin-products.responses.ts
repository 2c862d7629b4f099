import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  type Allergen,
  allergens,
  type DietaryClaim,
  dietaryClaims,
} from '../products/food-labels.js';

export class MeasureResponse {
  @ApiProperty({ description: 'Packs in one', example: 8 })
  count: number;

  @ApiProperty({ description: 'What one pack holds, in `unit`', example: 180 })
  amount: number;

  @ApiProperty({ enum: ['g', 'ml', 'each'] })
  unit: 'g' | 'ml' | 'each';

  @ApiProperty({ description: 'What is bought weighs about so much' })
  approximate: boolean;
}

/** A product as admins edit it; what a store asks for it is `…/stores/{id}/products/{productId}/price`. */
export class AdminProductResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ description: 'Counts edits; the ETag is this', example: 3 })
  version: number;

  @ApiProperty({ example: 'LD-0101' })
  sku: string;

  @ApiPropertyOptional({ type: String, nullable: true, example: '6291003012341' })
  barcode: string | null;

  @ApiProperty({ example: 'whole-milk-1-l' })
  slug: string;

  @ApiProperty({ example: 'Whole Milk' })
  name: string;

  @ApiPropertyOptional({ type: String, nullable: true, example: 'Dune Dairy' })
  brand: string | null;

  @ApiPropertyOptional({ type: String, nullable: true })
  description: string | null;

  @ApiProperty({ type: [String], example: ['https://images.example.com/milk.webp'] })
  images: string[];

  @ApiProperty({ format: 'uuid' })
  categoryId: string;

  @ApiPropertyOptional({ type: String, nullable: true, example: '8x180ml' })
  size: string | null;

  @ApiPropertyOptional({
    type: MeasureResponse,
    nullable: true,
    description: 'What could be read off `size`; null when nothing could',
  })
  measure: MeasureResponse | null;

  @ApiProperty({ enum: ['each', 'weight'] })
  soldBy: 'each' | 'weight';

  @ApiProperty({ example: 500 })
  taxRateBasisPoints: number;

  @ApiProperty({ enum: dietaryClaims, isArray: true })
  dietary: DietaryClaim[];

  @ApiProperty({ enum: allergens, isArray: true })
  allergens: Allergen[];

  @ApiPropertyOptional({ type: Number, nullable: true, example: 18 })
  minimumAge: number | null;

  @ApiPropertyOptional({ type: Number, nullable: true, example: 6 })
  limitPerOrder: number | null;

  @ApiPropertyOptional({ type: String, nullable: true, description: 'Null while it is sold' })
  retiredAt: string | null;

  @ApiProperty({ example: '2026-03-01T08:00:00.000Z' })
  createdAt: string;

  @ApiProperty({ example: '2026-03-02T09:30:00.000Z' })
  updatedAt: string;
}
