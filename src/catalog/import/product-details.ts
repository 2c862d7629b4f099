// The optional details of a product in a catalogue file. Without a column for it, a detail stays as
// it is.
import { isURL } from 'class-validator';
import { httpsOnly } from '../products/admin-products.requests.js';
import { isSlug } from '../text/slug.decorator.js';
import {
  type Allergen,
  allergens,
  type DietaryClaim,
  dietaryClaims,
} from '../listing/food-labels.js';
import type { CsvRow, Sale } from './csv-row.js';

export const detailColumns = [
  'barcode',
  'slug',
  'tax_rate_basis_points',
  'dietary',
  'allergens',
  'limit_per_order',
  'images',
  'sale_price',
  'sale_from',
  'sale_until',
  'published',
] as const;

/** An empty field clears optional details; slug, tax, sale and published keep their values. */
export interface ProductDetails {
  readonly barcode?: string | null;
  readonly slug?: string;
  readonly taxRateBasisPoints?: number;
  readonly dietary?: readonly DietaryClaim[];
  readonly allergens?: readonly Allergen[];
  readonly limitPerOrder?: number | null;
  readonly images?: readonly string[];
  readonly sale?: Sale | 'none';
  readonly published?: boolean;
}

export function detailsOf(read: CsvRow, currency: string, priceMinor: number): ProductDetails {
  const tax = read.whole('tax_rate_basis_points', 0, 10_000);
  const sale = read.sale(currency);
  const published = read.get('published').toLowerCase();
  read.check(['', 'true', 'false'].includes(published), 'published', 'must be true or false');
  const isCheaper = sale === null || sale === 'none' || !(sale.priceMinor >= priceMinor);
  read.check(isCheaper, 'sale_price', 'must be below the price');
  return {
    ...(read.has('barcode') && { barcode: barcodeOf(read) }),
    ...(read.get('slug') !== '' && { slug: slugOf(read) }),
    ...(tax !== null && { taxRateBasisPoints: tax }),
    ...(read.has('dietary') && { dietary: listOf(read, 'dietary', dietaryClaims) }),
    ...(read.has('allergens') && { allergens: listOf(read, 'allergens', allergens) }),
    ...(read.has('limit_per_order') && {
      limitPerOrder: read.whole('limit_per_order', 1, 1_000_000),
    }),
    ...(read.has('images') && { images: imagesOf(read) }),
    ...(sale !== null && { sale }),
    ...(published !== '' && { published: published === 'true' }),
  };
}

function barcodeOf(read: CsvRow): string | null {
  const text = read.get('barcode');
  const isGood = /^(?:\d{8}|\d{12,14})?$/.test(text);
  read.check(isGood, 'barcode', 'must be empty, or 8, 12, 13 or 14 digits');
  return text || null;
}

function slugOf(read: CsvRow): string {
  const text = read.get('slug');
  read.check(
    isSlug(text),
    'slug',
    'must be lower case letters and digits with single hyphens between',
  );
  return text;
}

const partsOf = (text: string) => [...new Set(text.split(' ').filter((part) => part !== ''))];

function listOf<Name extends string>(
  read: CsvRow,
  column: string,
  known: readonly Name[],
): readonly Name[] {
  const names = partsOf(read.get(column).toLowerCase()) as Name[];
  const areKnown = names.every((name) => known.includes(name));
  read.check(areKnown, column, `may have, with spaces between, ${known.join(', ')}`);
  return names;
}

function imagesOf(read: CsvRow): readonly string[] {
  const images = partsOf(read.get('images'));
  const areGood =
    images.length <= 10 && images.every((image) => image.length <= 500 && isURL(image, httpsOnly));
  read.check(areGood, 'images', 'must be up to 10 https addresses with spaces between');
  return images;
}
