// Reads a CSV file record by record: its header, lines and quotes. Its callers read the fields.
import { tidy } from '../text/tidy-text.js';
import { fieldsOf, opensQuotes } from './csv-fields.js';
import {
  type CsvShape,
  type Header,
  headerOf,
  notText,
  onUnknown,
  refusalOf,
} from './csv-header.js';
import { type Line, Lines, longestRecord, Turns } from './csv-lines.js';
import { isOneByte } from './file-text.js';

const mostLines = 100;

/** Exports put a title, a date or `sep=;` above the header. */
const mostAboveHeader = 5;
const mostBlankAboveHeader = 1000;

export interface CsvRecord {
  readonly header: Header;
  readonly record: Line;
}

/**
 * Reads the header, and with it every record below; blank lines, and rows of empty
 * fields, are no records. The header is the
 * first of the file's first lines with all required columns. `onUnknownColumns` gets the columns that
 * are not read, before the first record. Other work of the process goes on in between.
 *
 * @throws CatalogFileError for a file that is empty, is not UTF-8, or lacks a required column
 */
export async function* recordsOf(
  source: AsyncIterable<Buffer | string>,
  shape: CsvShape,
  onUnknownColumns?: (names: readonly string[]) => void,
): AsyncGenerator<Header | CsvRecord> {
  const waiting: Line[] = [];
  const above: Line[] = [];
  const turns = new Turns();
  const lines = new Lines();
  let blank = 0;
  let head: Buffer = Buffer.alloc(0);
  let header: Header | undefined;
  const isHeaderLost = () => above.length > mostAboveHeader || blank > mostBlankAboveHeader;
  for await (const { bytes, text, isLast } of partsOf(source)) {
    if (head.length === 0) {
      head = bytes;
      if (isOneByte(head)) throw notText(shape, head);
    }
    for (const line of lines.endedBy(text, isLast)) {
      if (turns.isOver) await turns.giveWay();
      if (header) {
        if (waiting.length === 0 && line.text === '') continue;
        waiting.push(line);
        yield* recordsIn(waiting, header, false, shape);
      } else if (line.text.trim() === '') {
        blank += 1;
      } else {
        above.push(line);
        header = headerOf(line, shape, head);
        if (header) {
          onUnknown(header, shape, onUnknownColumns);
          yield header;
        }
      }
      if (!header && isHeaderLost()) throw refusalOf(above, shape, head);
    }
  }
  if (!header) throw refusalOf(above, shape, head);
  yield* recordsIn(waiting, header, true, shape);
}

interface Part {
  readonly bytes: Buffer;
  readonly text: string;
  readonly isLast: boolean;
}

async function* partsOf(source: AsyncIterable<Buffer | string>): AsyncGenerator<Part> {
  const decoder = new TextDecoder();
  for await (const part of source) {
    const bytes = Buffer.from(part as Buffer);
    yield { bytes, text: decoder.decode(bytes, { stream: true }), isLast: false };
  }
  yield { bytes: Buffer.alloc(0), text: decoder.decode(), isLast: true };
}

/** Takes the records that are whole off the lines. */
function* recordsIn(
  waiting: Line[],
  header: Header,
  ended: boolean,
  shape: CsvShape,
): Generator<CsvRecord> {
  for (;;) {
    const record = take(waiting, header, ended, shape);
    if (!record) return;
    // Spreadsheets write the separators of rows that were emptied.
    if (record.fields?.every((field) => field === '')) continue;
    yield { header, record };
  }
}

/** Takes the first record off the lines; undefined while later lines may still belong to it. */
function take(lines: Line[], header: Header, ended: boolean, shape: CsvShape) {
  const [first] = lines;
  if (!first) return undefined;
  const { separator, columns } = header;
  const last = opensQuotes(first.text, separator) ? endOfQuotes(lines) : 0;
  if (last === undefined && !ended && lines.length < mostLines) return undefined;
  const texts = lines.slice(0, (last ?? -1) + 1).map(({ text }) => text);
  const text = texts.join('\n');
  const fields = (last ?? -1) < 0 ? undefined : fieldsOf(text, separator, columns.length);
  if (fields && (last === 0 || areOneRow(texts, fields, header, shape))) {
    lines.splice(0, texts.length);
    return { line: first.line, text, fields };
  }
  // Gives up only the line with the broken quotes: they must not swallow the rows after it.
  return lines.shift();
}

/** The line that ends the quotes of the first; undefined where none does yet, -1 where none may. */
function endOfQuotes(lines: readonly Line[]): number | undefined {
  let quotes = 0;
  let length = 0;
  for (const [at, { text }] of lines.entries()) {
    quotes += text.split('"').length - 1;
    length += text.length + 1;
    if (quotes % 2 === 0) return at;
    if (length > longestRecord) return -1;
  }
  return undefined;
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
