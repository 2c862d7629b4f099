// Reads a catalogue file row by row: good rows come out clean, bad ones with their reasons.
import { parse } from 'csv-parse/sync';
import { currencyExponent, isCurrency } from '../../kernel/money.js';
import { tidy, tidyHeading } from './tidy-text.js';

export interface CatalogueRow {
  /** Physical line of the file on which the row begins, from 1. */
  readonly line: number;
  readonly sku: string;
  readonly name: string;
  readonly brand: string | null;
  readonly category: string;
  readonly subcategory: string | null;
  readonly sizeLabel: string | null;
  /** Above 0; of a piece, or of a kilogram if sold by weight. */
  readonly priceMinor: number;
  readonly currency: string;
  readonly soldBy: 'each' | 'weight';
  readonly minimumAge: number | null;
  /** Pieces, or grams if sold by weight; null when the file does not say. */
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

  constructor(
    readonly code: 'empty' | 'not-text' | 'bad-header',
    problem: string,
  ) {
    super(`${problem} ${headerHelp}`);
  }
}

const required = ['sku', 'name', 'category', 'subcategory', 'size', 'price', 'currency'];
const optional = ['brand', 'sold_by', 'minimum_age', 'stock', 'description'];
const known = new Set([...required, ...optional]);
const headerHelp = `The first line must name the columns ${required.join(', ')}, in any order, with commas between; ${optional.join(', ')} may be among them.`;

/**
 * Every record of the file, in its order, as a row or as rejected; blank lines are no records. Of
 * rows with the same SKU the first good one is taken. `onUnknownColumns` is told, before the first
 * row, of columns that are not read.
 *
 * @throws CatalogueFileError for a file that is empty, no UTF-8 text, or lacks a required column
 */
export async function* readCatalogue(
  source: AsyncIterable<Buffer | string>,
  onUnknownColumns?: (names: readonly string[]) => void,
): AsyncGenerator<CatalogueRecord> {
  const lineOf = new Map<string, number>();
  const waiting: Line[] = [];
  let columns: Columns | undefined;
  for await (const line of linesOf(source)) {
    if (line) waiting.push(line);
    for (let next; (next = take(waiting, columns, !line));) {
      if (next.fields?.length === 1 && next.fields[0] === '') continue;
      if (!columns) {
        columns = columnsOf(next);
        const unknown = columns.filter((name) => name !== '' && !known.has(name));
        if (unknown.length > 0) onUnknownColumns?.(unknown);
        continue;
      }
      const read = rowOf(columns, next, lineOf);
      if ('row' in read) lineOf.set(read.row.sku, read.row.line);
      yield read;
    }
  }
  if (!columns) throw new CatalogueFileError('empty', 'The file is empty.');
}

type Columns = readonly string[];

interface Line {
  readonly line: number;
  readonly text: string;
  /** Of a whole record, tidied; undefined where its quotes are broken. */
  readonly fields?: readonly string[];
}

const longestRecord = 65_536;
const mostLines = 100;

/** The physical lines, and undefined after the last. */
async function* linesOf(source: AsyncIterable<Buffer | string>): AsyncGenerator<Line | undefined> {
  const decoder = new TextDecoder();
  let line = 0;
  let rest = '';
  for await (const chunk of source) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    // A \r that ends the chunk may be half of a \r\n.
    const texts = (rest + decoder.decode(bytes, { stream: true })).split(/\r\n|\n|\r(?!$)/);
    rest = texts.pop()!;
    for (const text of texts) yield { line: ++line, text };
    // Such a line is refused for its length: the rest of it must not fill the memory.
    if (rest.length > longestRecord) rest = rest.slice(0, longestRecord) + rest.slice(-1);
  }
  for (const text of (rest + decoder.decode()).split(/\r\n|\n|\r/)) yield { line: ++line, text };
  yield undefined;
}

/** Takes the first record off the lines; undefined while lines still to come may belong to it. */
function take(lines: Line[], columns: Columns | undefined, ended: boolean) {
  const [first] = lines;
  if (!first) return undefined;
  let quotes = 0;
  const last = opensQuotes.test(first.text)
    ? lines.findIndex(({ text }) => (quotes += text.split('"').length - 1) % 2 === 0)
    : 0;
  if (last < 0 && !ended && lines.length < mostLines) return undefined;
  const texts = lines.slice(0, last + 1).map(({ text }) => text);
  const fields = last < 0 ? undefined : fieldsOf(texts.join('\n'));
  if (fields && (last === 0 || !columns || areOneRow(texts, fields, columns))) {
    lines.splice(0, last + 1);
    return { line: first.line, text: texts.join('\n'), fields };
  }
  // Only the line with the broken quotes is given up: they must not swallow the rows after it.
  return lines.shift();
}

/** Not several rows between two stray quotes: then more than one line has a row's shape. */
function areOneRow(texts: string[], fields: string[], columns: Columns): boolean {
  const shaped = texts.filter((text) => {
    const parts = text.split(',');
    const currency = tidy(parts[columns.indexOf('currency')] ?? '');
    return parts.length === columns.length && isCurrency(currency.toUpperCase());
  });
  return fields.length === columns.length && shaped.length < 2;
}

// Any other quote is meant: 12" Pizza.
const opensQuotes = /(^|,)\s*"/;

function fieldsOf(text: string): string[] | undefined {
  if (!opensQuotes.test(text)) return text.split(',').map(tidy);
  try {
    return parse(text, { max_record_size: 0, record_delimiter: '\n', trim: true })[0]?.map(tidy);
  } catch {
    return undefined;
  }
}

function columnsOf({ text, fields }: Line): string[] {
  if (/\uFFFD|(?!\s)\p{Cc}/u.test(text)) {
    const problem = 'The file is not UTF-8 text: save it as “CSV UTF-8”, not as a spreadsheet.';
    throw new CatalogueFileError('not-text', problem);
  }
  const names = fields?.map((field) => field.toLowerCase().replaceAll(/[ -]/g, '_')) ?? [];
  const missing = required.filter((name) => !names.includes(name));
  const twice = names.filter((name, index) => known.has(name) && names.indexOf(name) < index);
  if (missing.length === 0 && twice.length === 0) return names;
  const problem =
    missing.length > 0 ? `no column ${missing.join(', ')}` : `two columns ${twice[0]}`;
  throw new CatalogueFileError('bad-header', `The file has ${problem}.`);
}

function rowOf(columns: Columns, record: Line, lineOf: Map<string, number>): CatalogueRecord {
  const { line, text, fields } = record;
  const get = (name: string) => fields?.[columns.indexOf(name)] ?? '';
  const sku = /^[\w.-]{1,64}$/.exec(get('sku'))?.[0] ?? null;
  const damage = damageOf(text, fields, columns.length);
  if (damage) return { rejected: { line, sku, reasons: [damage] } };

  const first = lineOf.get(get('sku'));
  const reasons = first ? [`This SKU is on line ${first} already: keep one.`] : [];
  const check = (isGood: boolean, name: string, fault: string) => {
    if (isGood) return;
    const cited = get(name).replace(/^(.{40}).+/su, '$1…');
    reasons.push(`The ${name} “${cited}” ${fault}.`);
  };
  const label = (name: string, least: number, most: number) => {
    const { length } = [...get(name)];
    check(length >= least && length <= most, name, `must have ${least} to ${most} characters`);
    return get(name);
  };
  const whole = (name: string, least: number, most: number) => {
    const value = /^\d*$/.test(get(name)) ? Number(get(name) || least) : Number.NaN;
    const isGood = value >= least && value <= most;
    check(isGood, name, `must be empty or a whole number from ${least} to ${most}`);
    return get(name) ? value : null;
  };
  const currency = get('currency').toUpperCase();
  const soldBy = get('sold_by').toLowerCase() || 'each';
  const price = isCurrency(currency) ? minorOf(get('price'), currency) : 0;
  check(sku !== null, 'sku', 'must be 1 to 64 of the characters A-Z a-z 0-9 . _ -');
  check(typeof price === 'number', 'price', String(price));
  check(isCurrency(currency), 'currency', 'must be a code of ISO 4217 such as AED');
  check(['each', 'weight'].includes(soldBy), 'sold_by', 'must be each or weight');
  const row: CatalogueRow = {
    line,
    sku: get('sku'),
    name: label('name', 1, 200),
    brand: label('brand', 0, 80) || null,
    category: tidyHeading(label('category', 1, 80)),
    subcategory: tidyHeading(label('subcategory', 0, 80)) || null,
    sizeLabel: label('size', 0, 40) || null,
    priceMinor: Number(price),
    currency,
    soldBy: soldBy === 'weight' ? soldBy : 'each',
    minimumAge: whole('minimum_age', 1, 99),
    stock: whole('stock', 0, 1_000_000_000),
    description: label('description', 0, 2000) || null,
  };
  return reasons.length > 0 ? { rejected: { line, sku, reasons } } : { row };
}

/** What keeps a row's fields from being trusted at all. */
function damageOf(text: string, fields: Line['fields'], expected: number): string | undefined {
  if (text.length > longestRecord)
    return `It is longer than ${longestRecord} characters: shorten it.`;
  if (!fields) return 'Its quotes do not match: quote whole fields, and double a quote within.';
  if (text.includes('\uFFFD')) return 'It has bytes that are not UTF-8: save the file as UTF-8.';
  if (fields.every((field) => field === '')) return 'It is empty: fill it in or delete it.';
  if (fields.length === expected) return undefined;
  return `It has ${fields.length} fields, the header ${expected}: quote a field that has a comma.`;
}

const mostMinor = 1_000_000_000_000;

/** `8.90`, `12`, `2,325.00` in minor units; else, in words, what is wrong with it. */
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
