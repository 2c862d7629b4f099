// Reads a catalogue file row by row: good rows come out clean, bad ones with their reasons.
import { isCurrency } from '../../kernel/money.js';
import type { CsvShape } from './csv-header.js';
import { apart } from './csv-fields.js';
import { recordsOf } from './csv-records.js';
import { CsvRow, type RejectedRow, skuRule } from './csv-row.js';
import { isSku } from '../text/sku.js';
import { detailColumns, detailsOf, type ProductDetails } from './product-details.js';
import { tidyHeading } from '../text/tidy-text.js';

export { CatalogFileError } from './csv-header.js';
export type { RejectedRow } from './csv-row.js';

export interface CatalogRow extends ProductDetails {
  /** Line of the file on which the row begins, from 1; line breaks within quotes count. */
  readonly line: number;
  readonly sku: string;
  readonly name: string;
  readonly brand: string | null;
  readonly category: string;
  readonly subcategory: string | null;
  /** The third level; set only with a subcategory. */
  readonly shelf: string | null;
  readonly sizeLabel: string | null;
  /** Above 0; per piece, or per kilogram if sold by weight. */
  readonly priceMinor: number;
  readonly currency: string;
  readonly soldBy: 'each' | 'weight';
  readonly minimumAge: number | null;
  /** Pieces, or grams if sold by weight; null when the file does not say. */
  readonly stock: number | null;
  readonly description: string | null;
}

/** A row, with what could not be used of it; or a rejected one. */
export type CatalogRecord =
  | { readonly row: CatalogRow; readonly notes: readonly string[] }
  | { readonly rejected: RejectedRow };

export const catalogueShape: CsvShape = {
  required: ['sku', 'name', 'category', 'subcategory', 'size', 'price'],
  optional: [
    'currency',
    'brand',
    'sold_by',
    'minimum_age',
    'stock',
    'description',
    'shelf',
    ...detailColumns,
  ],
  isRow: (get) => isSku(get('sku')) && /\p{Nd}/u.test(get('price')) && get('category') !== '',
};

/**
 * Reads every record of the file, in order, as a row or as rejected; blank lines are no records.
 * The first good row of a SKU counts. `onUnknownColumns` gets the columns that are not read, before
 * the first row.
 *
 * @param currency the store's, where the file has no such column
 *
 * @throws CatalogFileError for a file that is empty, is not UTF-8, or lacks a required column
 */
export async function* readCatalogue(
  source: AsyncIterable<Buffer | string>,
  currency: string,
  onUnknownColumns?: (names: readonly string[]) => void,
): AsyncGenerator<CatalogRecord> {
  const lineOf = new Map<string, number>();
  for await (const found of recordsOf(source, catalogueShape, onUnknownColumns)) {
    if (!('record' in found)) continue;
    const read = rowOf(new CsvRow(found.header, found.record), currency, lineOf);
    if ('row' in read) lineOf.set(apart(read.row.sku), read.row.line);
    yield read;
  }
}

function rowOf(
  read: CsvRow,
  storeCurrency: string,
  lineOf: ReadonlyMap<string, number>,
): CatalogRecord {
  if (read.isDamaged) return { rejected: read.rejected };

  const currency = read.has('currency') ? read.get('currency').toUpperCase() : storeCurrency;
  const soldBy = read.get('sold_by').toLowerCase() || 'each';
  read.checkSku(lineOf);
  read.check(read.sku !== null, 'sku', skuRule);
  const priceMinor = read.price('price', currency);
  read.check(isCurrency(currency), 'currency', 'must be a code of ISO 4217 such as AED');
  read.check(['each', 'weight'].includes(soldBy), 'sold_by', 'must be each or weight');
  const row: CatalogRow = {
    line: read.line,
    sku: read.get('sku'),
    name: read.label('name', 1, 200),
    brand: read.optionalLabel('brand', 80),
    category: tidyHeading(read.label('category', 1, 80)),
    subcategory: tidyHeading(read.label('subcategory', 0, 80)) || null,
    shelf: tidyHeading(read.label('shelf', 0, 80)) || null,
    sizeLabel: read.optionalLabel('size', 40),
    priceMinor,
    currency,
    soldBy: soldBy === 'weight' ? soldBy : 'each',
    minimumAge: read.whole('minimum_age', 1, 99),
    stock: read.stock(),
    description: descriptionOf(read),
    ...detailsOf(read, currency, priceMinor),
  };
  const stands = row.shelf === null || row.subcategory !== null;
  read.check(stands, 'shelf', 'needs a subcategory that it stands in');
  return read.reasons.length > 0 ? { rejected: read.rejected } : { row, notes: read.notes };
}

const longestDescription = 2000;

/** Cut between words where it is too long: the goods are the same. */
function descriptionOf(read: CsvRow): string | null {
  const characters = [...read.lines('description')];
  const fits = characters.length <= longestDescription;
  read.note(fits, 'description', `is cut after ${longestDescription} characters`);
  const text = characters.slice(0, longestDescription).join('');
  return (fits ? text : text.replace(/\s+\S*$/, '')) || null;
}
