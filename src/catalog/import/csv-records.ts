// Reads a CSV file record by record: lines, quotes and the header. Its callers read the fields.
import { parse } from 'csv-parse/sync';
import { runnable } from '../text/spreadsheet-text.js';
import { tidy, tidyLines } from '../text/tidy-text.js';

/** The columns that a file may have. */
export interface CsvShape {
  readonly required: readonly string[];
  readonly optional: readonly string[];
  /** Whether a line, split at its separators, looks like a whole row; '' for a missing column. */
  readonly isRow: (get: (column: string) => string) => boolean;
}

/** What stands between the fields, and how people call it. */
const separators = { ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'bars' } as const;
export type Separator = keyof typeof separators;

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
        `commas, semicolons or tabs between; ${optional.join(', ')} may be among them.`,
    );
  }
}

/** The header: what the columns of a file are called, and what stands between them. */
export interface Header {
  readonly columns: readonly string[];
  readonly separator: Separator;
}

export interface Line {
  /** Line of the file on which the record begins, from 1; line breaks within quotes count. */
  readonly line: number;
  readonly text: string;
  /** The tidied fields of a whole record; undefined where its quotes are broken. */
  readonly fields?: readonly string[];
}

export const longestRecord = 65_536;
const mostLines = 100;

/** Exports put a title, a date or `sep=;` above the header. */
const mostAboveHeader = 5;

/**
 * Reads every record below the header, with the header; blank lines are no records. The header is
 * the first of the file's first lines with all required columns. `onUnknownColumns` gets the columns
 * that are not read, before the first record.
 *
 * @throws CatalogFileError for a file that is empty, is not UTF-8, or lacks a required column
 */
export async function* recordsOf(
  source: AsyncIterable<Buffer | string>,
  shape: CsvShape,
  onUnknownColumns?: (names: readonly string[]) => void,
): AsyncGenerator<{ readonly header: Header; readonly record: Line }> {
  const waiting: Line[] = [];
  const above: Line[] = [];
  let header: Header | undefined;
  for await (const line of linesOf(source)) {
    if (line && !header) {
      if (line.text.trim() === '') continue;
      above.push(line);
      header = headerOf(line, shape);
      if (header) onUnknown(header, shape, onUnknownColumns);
      else if (above.length > mostAboveHeader) break;
      continue;
    }
    if (line) waiting.push(line);
    for (;;) {
      const next = header && take(waiting, header, !line, shape);
      if (!header || !next) break;
      if (next.fields?.every((field) => field === '') && tidy(next.text) === '') continue;
      yield { header, record: next };
    }
  }
  if (!header) throw refusalOf(above, shape);
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
function take(lines: Line[], header: Header, ended: boolean, shape: CsvShape) {
  const [first] = lines;
  if (!first) return undefined;
  const { separator } = header;
  let quotes = 0;
  const last = opensQuotes(first.text, separator)
    ? lines.findIndex(({ text }) => (quotes += text.split('"').length - 1) % 2 === 0)
    : 0;
  if (last < 0 && !ended && lines.length < mostLines) return undefined;
  const texts = lines.slice(0, last + 1).map(({ text }) => text);
  const fields = last < 0 ? undefined : fieldsOf(texts.join('\n'), separator);
  if (fields && (last === 0 || areOneRow(texts, fields, header, shape))) {
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
  { columns, separator }: Header,
  { isRow }: CsvShape,
): boolean {
  const shaped = texts.filter((text) => {
    const parts = text.split(separator);
    return (
      parts.length === columns.length && isRow((name) => tidy(parts[columns.indexOf(name)] ?? ''))
    );
  });
  return fields.length === columns.length && shaped.length < 2;
}

// Any other quote is part of the text: 12" Pizza.
const opensQuotes = (text: string, separator: Separator) =>
  text.includes('"') && text.split(separator).some((part) => part.trimStart().startsWith('"'));

function fieldsOf(text: string, separator: Separator): string[] | undefined {
  if (!opensQuotes(text, separator)) return text.split(separator).map(fieldOf);
  try {
    const options = { delimiter: separator, max_record_size: 0, record_delimiter: '\n' };
    return parse(text, { ...options, trim: true })[0]?.map(fieldOf);
  } catch {
    return undefined;
  }
}

/** Tidied, and without the apostrophe that keeps a spreadsheet from running the cell. */
const fieldOf = (text: string) => runnable(tidyLines(text));

/** The columns of a line, if all that are required are among them. */
function headerOf(line: Line, shape: CsvShape): Header | undefined {
  const read = readings(line).find(({ columns }) =>
    shape.required.every((name) => columns.includes(name)),
  );
  if (!read) return undefined;
  if (isGarbled(line.text)) throw notText(shape);
  const known = [...shape.required, ...shape.optional];
  const { columns } = read;
  const twice = columns.find((name, at) => known.includes(name) && columns.indexOf(name) < at);
  if (twice === undefined) return read;
  throw new CatalogFileError('bad-header', `The file has two columns ${twice}.`, shape);
}

/** A line as a header, with each of the separators. */
const readings = ({ text }: Line): Header[] =>
  (Object.keys(separators) as Separator[]).map((separator) => ({
    separator,
    columns: (fieldsOf(text, separator) ?? []).map((field) =>
      field.toLowerCase().replaceAll(/[\s-]/g, '_'),
    ),
  }));

/** Why no line is a header: what is missing on the line that comes closest, and what it has. */
function refusalOf(lines: readonly Line[], shape: CsvShape): CatalogFileError {
  if (lines.length === 0) return new CatalogFileError('empty', 'The file is empty.', shape);
  if (lines.some(({ text }) => isGarbled(text))) return notText(shape);
  const missingIn = ({ columns }: Header) =>
    shape.required.filter((name) => !columns.includes(name));
  const [closest] = lines
    .flatMap((line) => readings(line).map((read) => ({ ...read, line: line.line })))
    .toSorted(
      (a, b) => missingIn(a).length - missingIn(b).length || b.columns.length - a.columns.length,
    );
  const { columns, separator, line } = closest!;
  const seen = columns
    .filter((name) => name !== '')
    .join(', ')
    .replace(/^(.{100}).+/su, '$1…');
  const problem =
    `The file has no column ${missingIn(closest!).join(', ')}: line ${line} names ${seen || 'none'}` +
    `${columns.length > 1 ? `, with ${separators[separator]} between` : ''}.`;
  return new CatalogFileError('bad-header', problem, shape);
}

const isGarbled = (text: string) => /\uFFFD|(?!\s)\p{Cc}/u.test(text);

const notText = (shape: CsvShape) =>
  new CatalogFileError(
    'not-text',
    'The file is not UTF-8 text: save it as “CSV UTF-8”, not as a spreadsheet.',
    shape,
  );

function onUnknown(
  { columns }: Header,
  { required, optional }: CsvShape,
  tell?: (names: readonly string[]) => void,
): void {
  const known = ['', ...required, ...optional];
  const unknown = columns.filter((name) => !known.includes(name));
  if (unknown.length > 0) tell?.(unknown);
}
