// Reads a feed of prices and stock row by row: empty fields keep the stored values.
import type { CsvShape } from './csv-header.js';
import { apart } from './csv-fields.js';
import { recordsOf } from './csv-records.js';
import { CsvRow, type RejectedRow, type Sale, skuRule } from './csv-row.js';
import { isSku } from '../text/sku.js';

export interface FeedRow {
  readonly line: number;
  readonly sku: string;
  readonly priceMinor: number | null;
  /** Null keeps the sale; `none` ends it. */
  readonly sale: Sale | 'none' | null;
  /** Pieces, or grams if sold by weight. */
  readonly stock: number | null;
}

export type FeedRecord =
  { readonly row: FeedRow; readonly notes: readonly string[] } | { readonly rejected: RejectedRow };

export const feedShape: CsvShape = {
  required: ['sku'],
  optional: ['price', 'sale_price', 'sale_from', 'sale_until', 'stock', 'currency'],
  isRow: (get) => isSku(get('sku')),
};

/**
 * Reads every record of the feed, in order, as a row or as rejected; the first good row of a SKU
 * counts. Prices are in the store's currency.
 *
 * @throws CatalogFileError for a file that is empty, is not UTF-8, or has no column sku
 */
export async function* readFeed(
  source: AsyncIterable<Buffer | string>,
  currency: string,
): AsyncGenerator<FeedRecord> {
  const lineOf = new Map<string, number>();
  for await (const found of recordsOf(source, feedShape)) {
    if (!('record' in found)) continue;
    const read = rowOf(new CsvRow(found.header, found.record), lineOf, currency);
    if ('row' in read) lineOf.set(apart(read.row.sku), read.row.line);
    yield read;
  }
}

function rowOf(read: CsvRow, lineOf: ReadonlyMap<string, number>, currency: string): FeedRecord {
  if (read.isDamaged) return { rejected: read.rejected };

  read.checkSku(lineOf);
  read.check(read.sku !== null, 'sku', skuRule);
  const stated = read.get('currency').toUpperCase() || currency;
  read.check(stated === currency, 'currency', `must be the store’s, ${currency}`);
  const row: FeedRow = {
    line: read.line,
    sku: read.get('sku'),
    priceMinor: read.get('price') === '' ? null : read.price('price', currency),
    sale: read.sale(currency),
    stock: read.stock(),
  };
  return read.reasons.length > 0 ? { rejected: read.rejected } : { row, notes: read.notes };
}
