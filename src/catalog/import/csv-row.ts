// Reads the fields of one record, and collects a sentence for each fault.
import { instantOf } from '../../kernel/instant.js';
import { currencyExponent, isCurrency } from '../../kernel/money.js';
import { type Columns, type Line, longestRecord } from './csv-records.js';

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

export class CsvRow {
  readonly reasons: string[] = [];
  readonly line: number;
  /** Null where the record has no valid SKU. */
  readonly sku: string | null;

  constructor(
    private readonly columns: Columns,
    private readonly record: Line,
  ) {
    this.line = record.line;
    this.sku = /^[\w.-]{1,64}$/.exec(this.get('sku'))?.[0] ?? null;
    const damage = damageOf(record, columns.length);
    if (damage) this.reasons.push(damage);
  }

  get isDamaged(): boolean {
    return damageOf(this.record, this.columns.length) !== undefined;
  }

  get rejected(): RejectedRow {
    return { line: this.line, sku: this.sku, reasons: this.reasons };
  }

  /** Empty where the file has no such column. */
  get(name: string): string {
    return this.record.fields?.[this.columns.indexOf(name)] ?? '';
  }

  has(name: string): boolean {
    return this.columns.includes(name);
  }

  check(isGood: boolean, name: string, fault: string): void {
    if (isGood) return;
    const cited = this.get(name).replace(/^(.{40}).+/su, '$1…');
    this.reasons.push(`The ${name} “${cited}” ${fault}.`);
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

  whole(name: string, least: number, most: number): number | null {
    const text = this.get(name);
    const value = /^\d*$/.test(text) ? Number(text || least) : Number.NaN;
    const isGood = value >= least && value <= most;
    this.check(isGood, name, `must be empty or a whole number from ${least} to ${most}`);
    return text ? value : null;
  }

  /** In minor units. */
  price(name: string, currency: string): number {
    const price = isCurrency(currency) ? minorOf(this.get(name), currency) : 0;
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
function damageOf({ text, fields }: Line, expected: number): string | undefined {
  if (text.length > longestRecord)
    return `It is longer than ${longestRecord} characters: shorten it.`;
  if (!fields) return 'Its quotes do not match: quote whole fields, and double a quote within.';
  if (text.includes('\uFFFD')) return 'It has bytes that are not UTF-8: save the file as UTF-8.';
  if (fields.every((field) => field === '')) return 'It is empty: fill it in or delete it.';
  if (fields.length === expected) return undefined;
  return `It has ${fields.length} fields, the header ${expected}: quote a field that has a comma.`;
}

const mostMinor = 1_000_000_000_000;

/** Reads `8.90`, `12`, `2,325.00` as minor units; answers a sentence where it cannot. */
function minorOf(amount: string, currency: string): number | string {
  const decimals = currencyExponent(currency);
  const match = /^(\d+|[1-9]\d{0,2}(?:,\d{3})+)(?:\.(\d+))?$/.exec(amount);
  const fraction = match?.[2] ?? '';
  if (!match || fraction.length > decimals) {
    const example = `1,234${decimals > 0 ? '.5'.padEnd(decimals + 1, '0') : ''}`;
    return `is not an amount of ${currency}: write it like ${example}`;
  }
  const minor = Number(match[1]!.replaceAll(',', '') + fraction.padEnd(decimals, '0'));
  if (minor > 0 && minor <= mostMinor) return minor;
  return `must be above 0 and at most ${mostMinor / 10 ** decimals}`;
}
