// Reads the fields of one record, and collects a sentence for each fault.
import { instantOf } from '../../kernel/instant.js';
import { isCurrency } from '../../kernel/money.js';
import type { Header } from './csv-header.js';
import { type Line, longestRecord } from './csv-lines.js';
import { isSku } from '../text/sku.js';
import { tidy } from '../text/tidy-text.js';
import { minorOf, wholeOf } from './csv-numbers.js';

export interface RejectedRow {
  readonly line: number;
  readonly sku: string | null;
  /** Sentences that say what is wrong and how to correct it. */
  readonly reasons: readonly string[];
}

export interface Sale {
  readonly priceMinor: number;
  readonly from: Date;
  readonly until: Date;
}

export const skuRule = 'must be 1 to 64 printable characters';

export class CsvRow {
  /** Why the row is rejected. */
  readonly reasons: string[] = [];
  /** What could not be used of a row that is not rejected for it. */
  readonly notes: string[] = [];
  readonly line: number;
  /** Null where the record has no valid SKU; likely, not certain, where its quotes are broken. */
  readonly sku: string | null;

  constructor(
    private readonly header: Header,
    private readonly record: Line,
  ) {
    this.line = record.line;
    const sku = record.fields ? this.get('sku') : this.#likely('sku');
    this.sku = isSku(sku) ? sku : null;
    const damage = damageOf(record, header);
    if (damage) this.reasons.push(damage);
  }

  get isDamaged(): boolean {
    return damageOf(this.record, this.header) !== undefined;
  }

  get rejected(): RejectedRow {
    return { line: this.line, sku: this.sku, reasons: this.reasons };
  }

  /** Empty where the file has no such column. */
  get(name: string): string {
    return this.lines(name).replaceAll(/\n+/g, ' ');
  }

  /** As `get`, with the line breaks within the field. */
  lines(name: string): string {
    return this.record.fields?.[this.header.columns.indexOf(name)] ?? '';
  }

  /** The field of a record whose quotes are broken: what stands between the separators. */
  #likely(name: string): string {
    const { columns, separator } = this.header;
    const part = this.record.text.split(separator)[columns.indexOf(name)] ?? '';
    return tidy(part.replaceAll('"', ''));
  }

  has(name: string): boolean {
    return this.header.columns.includes(name);
  }

  check(isGood: boolean, name: string, fault: string): void {
    if (!isGood) this.reasons.push(this.#sentence(name, fault));
  }

  /** For a field without which the product is right all the same. */
  note(isGood: boolean, name: string, fault: string): void {
    if (!isGood) this.notes.push(this.#sentence(name, fault));
  }

  #sentence(name: string, fault: string): string {
    return `The ${name} “${this.get(name).replace(/^(.{40}).+/su, '$1…')}” ${fault}.`;
  }

  /** @param lineOf the line on which each SKU came first */
  checkSku(lineOf: ReadonlyMap<string, number>): void {
    const first = lineOf.get(this.get('sku'));
    if (first) this.reasons.push(`This SKU is on line ${first} already: keep one.`);
  }

  label(name: string, least: number, most: number): string {
    const { length } = [...this.get(name)];
    this.check(length >= least && length <= most, name, `must have ${least} to ${most} characters`);
    return this.get(name);
  }

  /** Null where the field is empty, or too long to be used. */
  optionalLabel(name: string, most: number): string | null {
    const isGood = [...this.get(name)].length <= most;
    this.note(isGood, name, `is left out: it has more than ${most} characters`);
    return (isGood && this.get(name)) || null;
  }

  /** Null where the field is empty. */
  whole(name: string, least: number, most: number): number | null {
    const text = this.get(name);
    const value = text === '' ? null : wholeOf(text, this.header.separator);
    const isGood = value === null || (value >= least && value <= most);
    this.check(isGood, name, `must be empty or a whole number from ${least} to ${most}`);
    return value;
  }

  /** Pieces or grams on hand. Fewer than none is what a till says that has sold more than it knew. */
  stock(): number | null {
    const value = wholeOf(this.get('stock'), this.header.separator);
    return value < 0 ? 0 : this.whole('stock', 0, 1_000_000_000);
  }

  /** In minor units. */
  price(name: string, currency: string): number {
    if (!isCurrency(currency)) return 0;
    const price = minorOf(this.get(name), currency, this.header.separator);
    this.check(typeof price === 'number', name, String(price));
    return Number(price);
  }

  /** Reads sale_price, sale_from and sale_until: null keeps the sale, `none` ends it. */
  sale(currency: string): Sale | 'none' | null {
    const price = this.get('sale_price').toLowerCase();
    if (price === '' || price === 'none') return price === 'none' ? 'none' : null;
    const sale = {
      priceMinor: this.price('sale_price', currency),
      from: this.#instant('sale_from'),
      until: this.#instant('sale_until'),
    };
    this.check(!(sale.from >= sale.until), 'sale_until', 'must be after sale_from');
    return sale;
  }

  #instant(name: string): Date {
    const text = this.get(name);
    const at = instantOf(text);
    this.check(at !== null, name, 'must be a time with its offset such as 2026-03-01T00:00:00Z');
    return at ?? new Date(Number.NaN);
  }
}

/** Why none of the row's fields can be trusted. */
function damageOf({ text, fields }: Line, { columns, separator }: Header): string | undefined {
  if (text.length > longestRecord)
    return `It is longer than ${longestRecord} characters: shorten it.`;
  if (!fields) return 'Its quotes do not match: quote whole fields, and double a quote within.';
  if (text.includes('\uFFFD'))
    return 'It has bytes that are not UTF-8: save the file as “CSV UTF-8”, or name its charset.';
  // Spreadsheets leave off empty fields at the end, and write some too many.
  if (fields.slice(columns.length).every((field) => field === '')) return undefined;
  const [count, sign] = [columns.length, separator === '\t' ? 'tab' : `“${separator}”`];
  return `It has ${fields.length} fields, the header ${count}: quote a field that has a ${sign}.`;
}
