// The header of a CSV file: what its columns are called, what stands between them, and why a file has
// none.
import { type Line, longestRecord } from './csv-lines.js';
import { fieldsOf, type Separator, separators } from './csv-fields.js';
import { otherThanText } from './file-text.js';

/** The columns that a file may have. */
export interface CsvShape {
  readonly required: readonly string[];
  readonly optional: readonly string[];
  /** Whether a line, split at its separators, looks like a whole row; '' for a missing column. */
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
    const columns =
      ` The first line must name the columns ${required.join(', ')}, in any order, with commas, ` +
      `semicolons or tabs between; ${optional.join(', ')} may be among them.`;
    super(code === 'not-text' ? problem : problem + columns);
  }
}

/** The header: what the columns of a file are called, and what stands between them. */
export interface Header {
  readonly columns: readonly string[];
  readonly separator: Separator;
}

/** More than any program writes. Each column costs time in each row; those beyond are not tidied. */
const mostColumns = 1000;

/** The columns of a line, if all that are required are among them. @throws CatalogFileError */
export function headerOf(line: Line, shape: CsvShape, head: Buffer): Header | undefined {
  if (line.text.length > longestRecord) throw tooLong(line, shape, head);
  const read = readings(line, shape).find(({ columns }) =>
    shape.required.every((name) => columns.includes(name)),
  );
  if (!read) return undefined;
  if (isGarbled(line.text)) throw notText(shape, head);
  const known = [...shape.required, ...shape.optional];
  const { columns } = read;
  if (columns.length > mostColumns) {
    const problem = `The file has ${columns.length} columns: keep at most ${mostColumns}.`;
    throw new CatalogFileError('bad-header', problem, shape);
  }
  const twice = columns.find((name, at) => known.includes(name) && columns.indexOf(name) < at);
  if (twice === undefined) return read;
  throw new CatalogFileError('bad-header', `The file has two columns ${twice}.`, shape);
}

/** A line as a header, with each of the separators. */
function readings({ text }: Line, shape: CsvShape): Header[] {
  const known = new Map(
    [...shape.required, ...shape.optional].map((name) => [keyOf(name), name] as const),
  );
  const nameOf = (field: string) =>
    known.get(keyOf(field)) ?? field.toLowerCase().replaceAll(/[\s-]/g, '_');
  return (Object.keys(separators) as Separator[]).map((separator) => ({
    separator,
    columns: (fieldsOf(text, separator, mostColumns) ?? []).map(nameOf),
  }));
}

/** `Sub Category`, `SUB-CATEGORY`, `sub_category` and `subcategory` are one name. */
const keyOf = (name: string) => name.toLowerCase().replaceAll(/[\s_\-.\uFEFF]/g, '');

/** Why no line is a header: what is missing on the line that comes closest, and what it has. */
export function refusalOf(lines: readonly Line[], shape: CsvShape, head: Buffer): CatalogFileError {
  if (lines.length === 0) return new CatalogFileError('empty', 'The file is empty.', shape);
  const isText = otherThanText(head) === null && !lines.some(({ text }) => isGarbled(text));
  if (!isText) return notText(shape, head);
  const missingIn = ({ columns }: Header) =>
    shape.required.filter((name) => !columns.includes(name));
  const [closest] = lines
    .flatMap((line) => readings(line, shape).map((read) => ({ ...read, line: line.line })))
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

function tooLong({ line, text }: Line, shape: CsvShape, head: Buffer): CatalogFileError {
  if (otherThanText(head) !== null || isGarbled(text)) return notText(shape, head);
  const problem = `Line ${line} is longer than ${longestRecord} characters, and no header is.`;
  return new CatalogFileError('bad-header', problem, shape);
}

const isGarbled = (text: string) => /\uFFFD|(?!\s)\p{Cc}/u.test(text);

export function notText(shape: CsvShape, head: Buffer): CatalogFileError {
  const seen = otherThanText(head) ?? 'not UTF-8 text: save it as “CSV UTF-8”';
  return new CatalogFileError('not-text', `The file is ${seen}.`, shape);
}

export function onUnknown(
  { columns }: Header,
  { required, optional }: CsvShape,
  tell?: (names: readonly string[]) => void,
): void {
  const known = ['', ...required, ...optional];
  const unknown = columns.filter((name) => !known.includes(name));
  if (unknown.length > 0) tell?.(unknown);
}
