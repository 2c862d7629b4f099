import { ApiProperty } from '@nestjs/swagger';
import type { Allergen, DietaryClaim } from '../listing/food-labels.js';

export class MeasureResponse {
  /** Packs in one product. @example 8 */
  count: number;

  /** Content of one pack, in `unit`. @example 180 */
  @ApiProperty({ format: 'double' })
  amount: number;

  @ApiProperty({ enum: ['g', 'ml', 'each'] })
  unit: 'g' | 'ml' | 'each';

  /** The amount is approximate, as with fruit sold by weight. */
  approximate: boolean;
}

/** A product as admins edit it; its price is `…/stores/{id}/products/{productId}/price`. */
export class AdminProductResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;

  /** Counts edits; the ETag is this number. @example 3 */
  version: number;

  /** @example LD-0101 */
  sku: string;

  /** @example "6291003012341" */
  barcode: string | null;

  /** @example whole-milk-1-l */
  slug: string;

  /** @example "Whole Milk" */
  name: string;

  /** @example "Dune Dairy" */
  brand: string | null;

  description: string | null;

  /** @example ["https://images.example.com/milk.webp"] */
  images: string[];

  @ApiProperty({ format: 'uuid' })
  categoryId: string;

  /** @example 8x180ml */
  size: string | null;

  /** The amounts read off `size`; null when they could not be read. */
  measure: MeasureResponse | null;

  soldBy: 'each' | 'weight';

  /** @example 500 */
  taxRateBasisPoints: number;

  dietary: DietaryClaim[];

  allergens: Allergen[];

  /** @example 18 */
  minimumAge: number | null;

  /** @example 6 */
  limitPerOrder: number | null;

  /** Null while it is sold. */
  @ApiProperty({ format: 'date-time' })
  retiredAt: string | null;

  /** @example 2026-03-01T08:00:00.000Z */
  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  /** @example 2026-03-02T09:30:00.000Z */
  @ApiProperty({ format: 'date-time' })
  updatedAt: string;
}
