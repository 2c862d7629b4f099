import { ApiProperty } from '@nestjs/swagger';
import type { Allergen, DietaryClaim } from './food-labels.js';
import { CategoryReferenceResponse, MoneyResponse } from '../catalog.responses.js';

export class SizeResponse {
  /** As on the label. @example "1 l" */
  label: string;

  /**
   * Items in the pack; null, like the other amounts, where the label is not clear.
   * @example 1
   */
  count: number | null;

  /** Amount of each item. @example 1000 */
  @ApiProperty({ format: 'double' })
  amount: number | null;

  @ApiProperty({ enum: ['g', 'ml', 'each'], example: 'ml' })
  unit: 'g' | 'ml' | 'each' | null;

  /** The amount is approximate, as with cut cheese. @example false */
  approximate: boolean;
}

export class UnitPriceResponse extends MoneyResponse {
  /** The amount that this is the price of. @example l */
  @ApiProperty({ enum: ['kg', 'l', 'each'] })
  per: 'kg' | 'l' | 'each';
}

export class ProductSummaryResponse {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-000000000012' })
  id: string;

  /** @example LD-0101 */
  sku: string;

  /** @example "6291003000119" */
  barcode: string | null;

  /** @example whole-milk-1-l */
  slug: string;

  /** @example "Whole Milk" */
  name: string;

  /** @example "Ghaf Tree Dairy" */
  brand: string | null;

  /** Address of a picture. */
  image: string | null;

  size: SizeResponse | null;

  /** The price now: per piece, or per kilogram if sold by weight. */
  price: MoneyResponse;

  /** Whether a sale price holds now. @example false */
  onSale: boolean;

  /** The usual price during a sale; null when not on sale. */
  @ApiProperty({ example: null })
  regularPrice: MoneyResponse | null;

  /** The end of the sale; null when not on sale. */
  @ApiProperty({ format: 'date-time' })
  saleUntil: string | null;

  /** For comparison; null where the size is not known. */
  unitPrice: UnitPriceResponse | null;

  /** The unit of quantities: pieces, or grams for goods sold by weight. @example each */
  unit: 'each' | 'g';

  /** In stock, nearly sold out, or sold out. @example in */
  availability: 'in' | 'low' | 'out';

  /** Whether it can be bought now. @example true */
  inStock: boolean;

  /** The largest quantity that one order may have, in `unit`. @example 6 */
  limitPerOrder: number | null;

  /** Minimum age of the customer in years; null: none. */
  minimumAge: number | null;

  /** @example ["vegetarian"] */
  dietary: DietaryClaim[];

  /** @example ["milk"] */
  allergens: Allergen[];

  category: CategoryReferenceResponse;

  /** From the department down to `category`. */
  path: CategoryReferenceResponse[];
}

export class ProductResponse extends ProductSummaryResponse {
  /** @example "Pasteurised cow’s milk with 3.5 % fat." */
  description: string | null;

  /** Addresses of pictures, the main one first. @example [] */
  images: string[];

  /** Rate of the tax in the price: 500 is 5 %. @example 500 */
  taxRateBasisPoints: number;
}

export class ProductsResponse {
  items: ProductSummaryResponse[];

  /** Send it as `cursor` with the same query for the next page; null on the last. */
  nextCursor: string | null;

  /** Number of products on all pages, with `count=true`. */
  total?: number;

  /**
   * When nothing has all the words and sizes of a search: those that the best match lacks. The
   * items have some of the others. @example ["purple"]
   */
  dropped?: string[];

  /**
   * When a search finds nothing: corrected searches that find something with the same filters,
   * nearest first. @example ["cheddar"]
   */
  suggestions?: string[];
}
