// What the bytes of a file are: text in some encoding, or something else.

import { type Decoder, decoderFor } from '../../kernel/charset.js';

const asciiIsUtf8 = /^(?:us-)?ascii$/i;

/**
 * The file in UTF-8. A byte order mark says what it was in, else the charset; without both nothing
 * is changed.
 *
 * @param charset a name for which `isCharset` is true
 */
export async function* asUtf8(
  source: AsyncIterable<Buffer | string>,
  charset: string | null,
): AsyncGenerator<Buffer> {
  let head: Buffer | null = Buffer.alloc(0);
  let decoder: Decoder | null = null;
  const decoded = (bytes: Buffer) =>
    decoder ? Buffer.from(decoder.decode(bytes, { stream: true })) : bytes;
  for await (const part of source) {
    let bytes = Buffer.from(part as Buffer);
    if (head) {
      bytes = Buffer.concat([head, bytes]);
      head = bytes.length < 3 ? bytes : null;
      if (head) continue;
      decoder = decoderOf(bytes, charset);
    }
    yield decoded(bytes);
  }
  if (head) decoder = decoderOf(head, charset);
  const end = Buffer.concat([head ? decoded(head) : Buffer.alloc(0), lastOf(decoder)]);
  if (end.length > 0) yield end;
}

const lastOf = (decoder: Decoder | null) => Buffer.from(decoder?.decode() ?? '');

/** Null for UTF-8. */
function decoderOf(head: Buffer, charset: string | null): Decoder | null {
  if (head[0] === 0xff && head[1] === 0xfe) return new TextDecoder('utf-16le');
  if (head[0] === 0xfe && head[1] === 0xff) return new TextDecoder('utf-16be');
  const isMarked = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf;
  if (isMarked || charset === null || asciiIsUtf8.test(charset)) return null;
  const decoder = decoderFor(charset);
  return decoder?.encoding === 'utf-8' ? null : decoder;
}

const spreadsheet = 'save the sheet as “CSV UTF-8”';
const workbook = `a workbook (xlsx, ods) or another ZIP archive: ${spreadsheet}`;
/** The first bytes of files that are no text. */
const signatures: readonly (readonly [begin: string, seen: string])[] = [
  ['PK\u0003\u0004', workbook],
  ['PK\u0005\u0006', workbook],
  ['\u00D0\u00CF\u0011\u00E0', `an old workbook (xls): ${spreadsheet}`],
  ['%PDF-', 'a PDF document: ask for the list as CSV'],
  ['\u001F\u008B', 'packed with gzip: unpack it'],
];
const markup = /^\s*<(?:!doctype|html|\?xml)/i;
const json = /^\s*\{|^\s*\[\s*[[{"\]]/;
const oneByte =
  'not UTF-8 but, it seems, windows-1252 or another old encoding: save it as “CSV UTF-8”, or name ' +
  'its encoding, as in text/csv; charset=windows-1252';
const wide = 'UTF-16 without its mark: save it as “CSV UTF-8”';

/** What a file is that was not read as a table, by its first bytes; null where that is not clear. */
export function otherThanText(head: Buffer): string | null {
  const begin = head.toString('latin1', 0, 256);
  const signature = signatures.find(([known]) => begin.startsWith(known));
  if (signature) return signature[1];
  if (markup.test(begin)) return 'a web page or XML: ask for the list as CSV';
  if (json.test(begin)) return 'JSON: ask for the list as CSV';
  if (isWide(head)) return wide;
  return isDamaged(head) ? oneByte : null;
}

/** Text of mostly Latin letters in UTF-16 has a zero in every second byte. */
function isWide(head: Buffer): boolean {
  const some = head.subarray(0, 256);
  const zeros = [0, 1].map((odd) => some.filter((byte, at) => byte === 0 && at % 2 === odd).length);
  return some.length >= 8 && Math.abs(zeros[0]! - zeros[1]!) > some.length / 4;
}

/**
 * True for text in an encoding of one byte a letter. In UTF-8 that is damaged here and there most of
 * the other letters are right.
 */
export function isOneByte(head: Buffer): boolean {
  const { others, damaged } = lettersOf(head);
  return damaged >= 3 && damaged > others / 2;
}

const isDamaged = (head: Buffer) => lettersOf(head).damaged > 0;

function lettersOf(head: Buffer) {
  const text = new TextDecoder().decode(head, { stream: true });
  const others = text.match(/[^\0-\u007F]/gu) ?? [];
  return { others: others.length, damaged: others.filter((each) => each === '\uFFFD').length };
}
