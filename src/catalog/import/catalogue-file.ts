// Reads a catalogue file row by row: good rows come out clean, bad ones with their reasons.
import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { currencyExponent, isCurrency } from '../../kernel/money.js';

export interface CatalogueRow {
  /** Physical line of the file on which the row begins, from 1. */
  readonly line: number;
  readonly sku: string;
  readonly name: string;
  readonly brand: string | null;
  readonly category: string;
  readonly subcategory: string | null;
  readonly sizeLabel: string | null;
  readonly priceMinor: number;
  readonly currency: string;
  readonly soldBy: 'each' | 'weight';
  readonly minimumAge: number | null;
  /** Null when the file does not say. */
  readonly stock: number | null;
  readonly description: string | null;
}

export interface RejectedRow {
  readonly line: number;
  readonly sku: string | null;
  /** Sentences that say what is wrong and what to do. */
  readonly reasons: readonly string[];
}

export type CatalogueRecord = { readonly row: CatalogueRow } | { readonly rejected: RejectedRow };

/** The file as a whole cannot be read as a catalogue. */
export class CatalogueFileError extends Error {
  override name = 'CatalogueFileError';
}

const required = ['sku', 'name', 'category', 'subcategory', 'size', 'price', 'currency'];
const headerHelp = `The first line must name the columns ${required.join(', ')}; brand, sold_by, minimum_age, stock and description may follow.`;

interface Parsed {
  readonly record: string[];
  readonly info: { readonly lines: number };
}

/**
 * Every record of the file, in its order, as a row or as rejected.
 * A SKU that comes twice is taken the first time.
 *
 * @throws CatalogueFileError when the header lacks a column, or there is none
 */
export async function* readCatalogue(
  source: AsyncIterable<Buffer | string>,
): AsyncGenerator<CatalogueRecord> {
  const parser = Readable.from(source).compose(
    parse({
      bom: true,
      info: true,
      relax_column_count: true,
      // A stray quote stays in its field, instead of swallowing the rows up to the next one.
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
    }),
  ) as AsyncIterable<Parsed>;

  let columns: Columns | undefined;
  const seen = new Map<string, number>();
  try {
    for await (const { record, info } of parser) {
      if (!columns) {
        columns = columnsOf(record);
        continue;
      }
      // csv-parse counts the line on which a record ends; people look for where it begins.
      const line = info.lines - record.join('').split('\n').length + 1;
      const read = rowOf(new Fields(columns, record), line, record.length);
      if ('row' in read) {
        const first = seen.get(read.row.sku);
        if (first !== undefined) {
          yield rejected(line, read.row.sku, [`This SKU is on line ${first} already: keep one.`]);
          continue;
        }
        seen.set(read.row.sku, line);
      }
      yield read;
    }
  } catch (error) {
    if (error instanceof CatalogueFileError) throw error;
    throw new CatalogueFileError(`The file is not CSV: ${(error as Error).message}`);
  }
  if (!columns) throw new CatalogueFileError(`The file is empty. ${headerHelp}`);
}

type Columns = ReadonlyMap<string, number>;

function columnsOf(header: string[]): Columns {
  const columns = new Map(header.map((name, index) => [name.trim().toLowerCase(), index]));
  const missing = required.filter((name) => !columns.has(name));
  if (missing.length === 0) return columns;
  throw new CatalogueFileError(`The file has no column ${missing.join(', ')}. ${headerHelp}`);
}

/** One record's fields, tidied, and what is wrong with them. */
class Fields {
  readonly problems: string[] = [];

  constructor(
    private readonly columns: Columns,
    private readonly record: readonly string[],
  ) {}

  get expected(): number {
    return this.columns.size;
  }

  /** The field as people meant it; null when it is empty or there is no such column. */
  get(name: string): string | null {
    const index = this.columns.get(name);
    const raw = index === undefined ? '' : (this.record[index] ?? '');
    const tidy = raw
      .normalize('NFC')
      .replaceAll(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
      .trim();
    return tidy === '' ? null : tidy;
  }

  text(name: string, longest: number): string {
    const value = this.get(name);
    if (value === null) this.problems.push(`The ${name} is empty.`);
    else if (value.length > longest) {
      this.problems.push(`The ${name} is longer than ${longest} characters.`);
    }
    return value ?? '';
  }

  optionalText(name: string, longest: number): string | null {
    return this.get(name) === null ? null : this.text(name, longest);
  }

  optionalInteger(name: string, least: number, most: number): number | null {
    const value = this.get(name);
    if (value === null) return null;
    const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
    if (number >= least && number <= most) return number;
    this.problems.push(`The ${name} “${value}” is not a whole number from ${least} to ${most}.`);
    return null;
  }
}

function rowOf(fields: Fields, line: number, length: number): CatalogueRecord {
  const sku = fields.get('sku');
  if (length !== fields.expected) {
    const reason = `The row has ${length} fields, the header ${fields.expected}: check its commas and quotes.`;
    return rejected(line, sku, [reason]);
  }
  if (sku === null || !/^[\w.-]{1,64}$/.test(sku)) {
    fields.problems.push('The sku must be 1 to 64 of the characters A-Z a-z 0-9 . _ -');
  }
  const currency = fields.text('currency', 3).toUpperCase();
  const row: CatalogueRow = {
    line,
    sku: sku ?? '',
    name: fields.text('name', 200),
    brand: fields.optionalText('brand', 80),
    category: fields.text('category', 80),
    subcategory: fields.optionalText('subcategory', 80),
    sizeLabel: fields.optionalText('size', 40),
    priceMinor: price(fields, currency),
    currency,
    soldBy: soldBy(fields),
    minimumAge: fields.optionalInteger('minimum_age', 1, 99),
    stock: fields.optionalInteger('stock', 0, 1_000_000_000),
    description: fields.optionalText('description', 2000),
  };
  if (JSON.stringify(row).includes('\uFFFD')) {
    fields.problems.push('The row has bytes that are not UTF-8: save the file as UTF-8.');
  }
  return fields.problems.length > 0 ? rejected(line, sku, fields.problems) : { row };
}

const mostMinor = 1_000_000_000_000;

/** `8.90`, `12`, `2,325.00`: commas only where they separate thousands. */
function price(fields: Fields, currency: string): number {
  if (!isCurrency(currency)) {
    fields.problems.push(`The currency “${currency}” is not of ISO 4217.`);
    return 0;
  }
  const value = fields.get('price') ?? '';
  const match = /^(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d+))?$/.exec(value);
  const decimals = currencyExponent(currency);
  const fraction = match?.[2] ?? '';
  if (!match || fraction.length > decimals) {
    fields.problems.push(
      `The price “${value}” is not an amount of ${currency} such as 1,234${decimals ? `.${'5'.repeat(decimals)}` : ''}.`,
    );
    return 0;
  }
  const minor = Number(match[1]!.replaceAll(',', '') + fraction.padEnd(decimals, '0'));
  if (minor > 0 && minor <= mostMinor) return minor;
  fields.problems.push(`The price “${value}” must be above 0 and below ten thousand million.`);
  return 0;
}

function soldBy(fields: Fields): 'each' | 'weight' {
  const value = fields.get('sold_by')?.toLowerCase() ?? 'each';
  if (value === 'each' || value === 'weight') return value;
  fields.problems.push(`The sold_by “${value}” is neither each nor weight.`);
  return 'each';
}

function rejected(line: number, sku: string | null, reasons: readonly string[]): CatalogueRecord {
  return { rejected: { line, sku, reasons: [...reasons] } };
}
