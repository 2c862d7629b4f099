import type { Allergen, DietaryClaim } from '../listing/food-labels.js';

/** The fields that admins edit; the amounts are read off the size label. */
export interface ProductFields {
  readonly sku: string;
  readonly barcode: string | null;
  readonly slug: string;
  readonly name: string;
  readonly brand: string | null;
  readonly description: string | null;
  readonly images: readonly string[];
  readonly categoryId: string;
  readonly sizeLabel: string | null;
  readonly soldBy: 'each' | 'weight';
  readonly taxRateBasisPoints: number;
  readonly dietary: readonly DietaryClaim[];
  readonly allergens: readonly Allergen[];
  /** Years. */
  readonly minimumAge: number | null;
  readonly limitPerOrder: number | null;
}

/** The amounts of a size label as far as they could be read: `8x180ml` is 8 × 180 ml. */
export interface Measure {
  readonly sizeCount: number | null;
  readonly sizeAmount: number | null;
  readonly sizeUnit: 'g' | 'ml' | 'each' | null;
  readonly sizeApproximate: boolean;
}

export interface ProductRow extends ProductFields, Measure {
  readonly id: string;
  readonly version: number;
  readonly retiredAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
