// Reads a CSV file record by record: lines, quotes and the header. Its callers read the fields.
import { parse } from 'csv-parse/sync';
import { runnable } from '../text/spreadsheet-text.js';
import { tidy } from '../text/tidy-text.js';

/** The columns that a file may have. */
export interface CsvShape {
  readonly required: readonly string[];
  readonly optional: readonly string[];
  /** Whether a line, split at its commas, looks like a whole row. */
  readonly isRow: (get: (column: string) => string) => boolean;
}

/** The file as a whole cannot be read. */
export class CatalogFileError extends Error {
  override name = 'CatalogFileError';

  constructor(
    readonly code: 'empty' | 'not-text' | 'bad-header',
    problem: string,
    { required, optional }: CsvShape,
  ) {
    super(
      `${problem} The first line must name the columns ${required.join(', ')}, in any order, with ` +
        `commas between; ${optional.join(', ')} may be among them.`,
    );
  }
}

export type Columns = readonly string[];

export interface Line {
  /** Line of the file on which the record begins, from 1; line breaks within quotes count. */
  readonly line: number;
  readonly text: string;
  /** The tidied fields of a whole record; undefined where its quotes are broken. */
  readonly fields?: readonly string[];
}

export const longestRecord = 65_536;
const mostLines = 100;

/**
 * Reads every record below the header, with the header's columns; blank lines are no records.
 * `onUnknownColumns` gets the columns that are not read, before the first record.
 *
 * @throws CatalogFileError for a file that is empty, is not UTF-8, or lacks a required column
 */
export async function* recordsOf(
  source: AsyncIterable<Buffer | string>,
  shape: CsvShape,
  onUnknownColumns?: (names: readonly string[]) => void,
): AsyncGenerator<{ readonly columns: Columns; readonly record: Line }> {
  const known = [...shape.required, ...shape.optional];
  const waiting: Line[] = [];
  let columns: Columns | undefined;
  for await (const line of linesOf(source)) {
    if (line) waiting.push(line);
    for (let next; (next = take(waiting, columns, !line, shape));) {
      if (next.fields?.length === 1 && next.fields[0] === '') continue;
      if (columns) {
        yield { columns, record: next };
        continue;
      }
      columns = columnsOf(next, shape);
      const unknown = columns.filter((name) => name !== '' && !known.includes(name));
      if (unknown.length > 0) onUnknownColumns?.(unknown);
    }
  }
  if (!columns) throw new CatalogFileError('empty', 'The file is empty.', shape);
}

/** The physical lines of the file, and undefined after the last. */
async function* linesOf(source: AsyncIterable<Buffer | string>): AsyncGenerator<Line | undefined> {
  const decoder = new TextDecoder();
  let line = 0;
  let rest = '';
  for await (const chunk of source) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    // A \r at the end of the chunk may be half of a \r\n.
    const texts = (rest + decoder.decode(bytes, { stream: true })).split(/\r\n|\n|\r(?!$)/);
    rest = texts.pop()!;
    for (const text of texts) yield { line: ++line, text };
    // Such a line is rejected for its length: the rest of it must not fill the memory.
    if (rest.length > longestRecord) rest = rest.slice(0, longestRecord) + rest.slice(-1);
  }
  for (const text of (rest + decoder.decode()).split(/\r\n|\n|\r/)) yield { line: ++line, text };
  yield undefined;
}

/** Takes the first record off the lines; undefined while later lines may still belong to it. */
function take(lines: Line[], columns: Columns | undefined, ended: boolean, shape: CsvShape) {
  const [first] = lines;
  if (!first) return undefined;
  let quotes = 0;
  const last = opensQuotes.test(first.text)
    ? lines.findIndex(({ text }) => (quotes += text.split('"').length - 1) % 2 === 0)
    : 0;
  if (last < 0 && !ended && lines.length < mostLines) return undefined;
  const texts = lines.slice(0, last + 1).map(({ text }) => text);
  const fields = last < 0 ? undefined : fieldsOf(texts.join('\n'));
  if (fields && (last === 0 || !columns || areOneRow(texts, fields, columns, shape))) {
    lines.splice(0, last + 1);
    return { line: first.line, text: texts.join('\n'), fields };
  }
  // Gives up only the line with the broken quotes: they must not swallow the rows after it.
  return lines.shift();
}

/** False for several rows between two stray quotes: then two or more lines look like rows. */
function areOneRow(
  texts: readonly string[],
  fields: readonly string[],
  columns: Columns,
  { isRow }: CsvShape,
): boolean {
  const shaped = texts.filter((text) => {
    const parts = text.split(',');
    return (
      parts.length === columns.length && isRow((name) => tidy(parts[columns.indexOf(name)] ?? ''))
    );
  });
  return fields.length === columns.length && shaped.length < 2;
}

// Any other quote is part of the text: 12" Pizza.
const opensQuotes = /(^|,)\s*"/;

function fieldsOf(text: string): string[] | undefined {
  if (!opensQuotes.test(text)) return text.split(',').map(fieldOf);
  try {
    return parse(text, { max_record_size: 0, record_delimiter: '\n', trim: true })[0]?.map(fieldOf);
  } catch {
    return undefined;
  }
}

/** Tidied, and without the apostrophe that keeps a spreadsheet from running the cell. */
const fieldOf = (text: string) => runnable(tidy(text));

function columnsOf({ text, fields }: Line, shape: CsvShape): string[] {
  const { required, optional } = shape;
  if (/\uFFFD|(?!\s)\p{Cc}/u.test(text)) {
    const problem = 'The file is not UTF-8 text: save it as “CSV UTF-8”, not as a spreadsheet.';
    throw new CatalogFileError('not-text', problem, shape);
  }
  const names = fields?.map((field) => field.toLowerCase().replaceAll(/[ -]/g, '_')) ?? [];
  const missing = required.filter((name) => !names.includes(name));
  const twice = names.filter(
    (name, index) => [...required, ...optional].includes(name) && names.indexOf(name) < index,
  );
  if (missing.length === 0 && twice.length === 0) return names;
  const problem =
    missing.length > 0 ? `no column ${missing.join(', ')}` : `two columns ${twice[0]}`;
  throw new CatalogFileError('bad-header', `The file has ${problem}.`, shape);
}
