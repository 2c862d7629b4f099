// The optional details of a product in a catalogue file. Without a column for it, a detail stays as
// it is.
import { isURL } from 'class-validator';
import { httpsOnly } from '../products/admin-products.requests.js';
import { asciiDigits } from '../text/digits.js';
import { gtinOf } from '../text/gtin.js';
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
    ...barcodeOf(read),
    ...slugOf(read),
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

/** Codes of the till, and what a spreadsheet has made of a number, are none. */
function barcodeOf(read: CsvRow): Pick<ProductDetails, 'barcode'> {
  if (!read.has('barcode')) return {};
  const text = asciiDigits(read.get('barcode')).replace(/\.0+$/, '').replaceAll(/[ -]/g, '');
  const gtin = gtinOf(text);
  const fault =
    'is left out: it is no GTIN of 8, 12, 13 or 14 digits, the last of which checks them';
  read.note(text === '' || gtin !== null, 'barcode', fault);
  return text === '' || gtin !== null ? { barcode: gtin } : {};
}

function slugOf(read: CsvRow): Pick<ProductDetails, 'slug'> {
  const slug = read.get('slug');
  if (slug === '') return {};
  const fault = 'is left out: it is not lower-case letters and digits with single hyphens between';
  read.note(isSlug(slug), 'slug', fault);
  return isSlug(slug) ? { slug } : {};
}

const partsOf = (text: string) => [
  ...new Set(text.split(/[\s,;|]+/).filter((part) => part !== '')),
];

function listOf<Name extends string>(
  read: CsvRow,
  column: string,
  known: readonly Name[],
): readonly Name[] {
  // Open data says in which language a name is: en:milk.
  const names = partsOf(read.get(column).toLowerCase().replaceAll(/\ben:/g, '')) as Name[];
  const areKnown = names.every((name) => known.includes(name));
  read.check(areKnown, column, `may have, with spaces between, ${known.join(', ')}`);
  return names;
}

const mostImages = 10;

/** An address ends where the next begins: addresses may have commas and blanks in them. */
function imagesOf(read: CsvRow): readonly string[] {
  const found = read.get('images').split(/[\s,;|]+(?=[a-z]+:\/\/)/i);
  const addresses = found.map((text) => text.replace(/[\s,;|]+$/, '').replaceAll(' ', '%20'));
  const images = [...new Set(addresses)].filter(
    (address) => address.length <= 500 && isURL(address, httpsOnly),
  );
  const isWhole = images.length === new Set(addresses).size && images.length <= mostImages;
  const fault = `keeps ${Math.min(images.length, mostImages)} pictures: up to ${mostImages} https addresses`;
  read.note(read.get('images') === '' || isWhole, 'images', fault);
  return images.slice(0, mostImages);
}
