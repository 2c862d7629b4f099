// Cuts a record into its fields.
import { parse } from 'csv-parse/sync';
import { runnable } from '../text/spreadsheet-text.js';
import { tidyLines } from '../text/tidy-text.js';

/** What stands between the fields, and how people call it. */
export const separators = { ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'bars' } as const;
export type Separator = keyof typeof separators;

/** Whether a field begins with a quote; any other quote is part of the text: 12" Pizza. */
export const opensQuotes = (text: string, separator: Separator): boolean =>
  text.includes('"') && text.split(separator).some((part) => part.trimStart().startsWith('"'));

/** The fields, the first `most` of them tidied; undefined where the quotes are broken. */
export function fieldsOf(text: string, separator: Separator, most: number): string[] | undefined {
  const tidied = (field: string, at: number) => (at < most ? fieldOf(field) : field.trim());
  if (!opensQuotes(text, separator)) return text.split(separator).map(tidied);
  try {
    const options = { delimiter: separator, max_record_size: 0, record_delimiter: '\n' };
    return parse(text, { ...options, trim: true })[0]?.map(tidied);
  } catch {
    return undefined;
  }
}

/** Tidied, and without the apostrophe that keeps a spreadsheet from running the cell. */
const fieldOf = (text: string) => runnable(tidyLines(text));

/** The same text, without the part of the file that V8 keeps for it. */
export const apart = (text: string): string => Buffer.from(text).toString();
