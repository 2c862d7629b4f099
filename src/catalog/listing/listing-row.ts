import type { Allergen, DietaryClaim } from './food-labels.js';

export interface ListingRow {
  product_id: string;
  sku: string;
  barcode: string | null;
  slug: string;
  name: string;
  brand: string | null;
  image: string | null;
  size_label: string | null;
  size_count: number | null;
  size_amount: string | null;
  size_unit: 'g' | 'ml' | 'each' | null;
  size_approximate: boolean;
  sold_by: 'each' | 'weight';
  minimum_age: number | null;
  limit_per_order: number | null;
  dietary: DietaryClaim[];
  allergens: Allergen[];
  price_minor: string;
  regular_price_minor: string;
  on_sale: boolean;
  sale_until: Date | null;
  unit_price_minor: string | null;
  unit_price_per: 'kg' | 'l' | 'each' | null;
  /** At the moment of reading. */
  availability: 'in' | 'low' | 'out';
  /** When an expiring hold changes the availability; null for never. */
  availability_until: Date | null;
  category_id: string;
  category_slug: string;
  category_name: string;
  department_id: string;
  department_slug: string;
  department_name: string;
  aisle_id: string | null;
  aisle_slug: string | null;
  aisle_name: string | null;
}

/** A row of a page, with its sort value as text, from which the next page goes on. */
export interface PageRow extends ListingRow {
  position: string;
}

export interface ProductRow extends ListingRow {
  description: string | null;
  images: string[];
  tax_rate_bp: number;
}
