// Files in other encodings, and files that are no table.
import { describe, expect, it } from 'vitest';
import { isCharset } from '../../kernel/charset.js';
import { type CatalogRow, readCatalogue } from './catalog-file.js';
import { asUtf8 } from './file-text.js';

const header = 'sku,name,category,subcategory,size,price';
const good = 'A,Crème brûlée,Käse,Öl,1 l,2.50';

async function* inParts(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(bytes: Buffer, charset: string | null = null, size = bytes.length) {
  const rows: CatalogRow[] = [];
  for await (const record of readCatalogue(asUtf8(inParts(bytes, size), charset), 'EUR')) {
    if ('row' in record) rows.push(record.row);
  }
  return rows;
}

const swapped = (text: string) => Buffer.from(text, 'utf16le').swap16();

describe('a file', () => {
  const text = `${header}\n${good}`;
  const tabs = `\uFEFF${text.replaceAll(',', '\t')}\r\n`;
  const euro = Buffer.concat([Buffer.from(`${text} `, 'latin1'), Buffer.from([0x80])]);
  it.each<[string, Buffer, string | null]>([
    ['as “Unicode text” of a spreadsheet', Buffer.from(tabs, 'utf16le'), null],
    ['in UTF-16, big end first', swapped(tabs), null],
    ['in UTF-16 with another charset named', Buffer.from(tabs, 'utf16le'), 'windows-1252'],
    ['in UTF-16 without its mark, but named', Buffer.from(text, 'utf16le'), 'utf-16le'],
    ['in UTF-8', Buffer.from(text), 'utf-8'],
    ['in UTF-8 with its mark and another charset named', Buffer.from(`\uFEFF${text}`), 'latin1'],
    ['in windows-1252', euro, 'windows-1252'],
    ['in Latin-1', euro, 'ISO-8859-1'],
  ])('%s is read, in parts of any size', async (_, bytes, charset) => {
    for (const size of [1, 2, 3, 7, bytes.length]) {
      expect(await read(bytes, charset, size)).toMatchObject([
        { sku: 'A', name: 'Crème brûlée', category: 'Käse', subcategory: 'Öl', priceMinor: 250 },
      ]);
    }
  });

  it.each([
    ['windows-1251', [0xcc, 0xee, 0xeb, 0xee, 0xea, 0xee], 'Молоко'],
    ['windows-1256', [0xcd, 0xe1, 0xed, 0xc8], 'حليب'],
    ['shift_jis', [0x8b, 0x8d, 0x93, 0xfb], '牛乳'],
  ])('in %s is read where that is named', async (charset, name, shown) => {
    const bytes = [Buffer.from(`${header}\nA,`), Buffer.from(name), Buffer.from(',Dairy,,1 l,2')];
    expect(await read(Buffer.concat(bytes), charset)).toMatchObject([{ name: shown }]);
  });

  const umlauts = Buffer.from(`${header}\n${good}`, 'latin1');
  it.each<[string, Buffer, RegExp]>([
    ['in windows-1252, unnamed', umlauts, /windows-1252.*text\/csv; charset=windows-1252\.$/],
    [
      'in UTF-16 without its mark',
      Buffer.from(text, 'utf16le'),
      /UTF-16 without its mark: save it/,
    ],
    ['of Excel', Buffer.from('PK\u0003\u0004\u0014\0\u0006\0'), /workbook.*save the sheet/],
    ['of an old Excel', Buffer.from('d0cf11e0a1b11ae1', 'hex'), /old workbook \(xls\)/],
    ['of a browser', Buffer.from('<!DOCTYPE html><table>'), /web page or XML/],
    ['of XML', Buffer.from('<?xml version="1.0"?><goods/>'), /web page or XML/],
    ['of JSON', Buffer.from('[{"sku":"A"}]'), /JSON: ask for the list as CSV/],
    ['of print', Buffer.from('%PDF-1.7\n'), /PDF document/],
    ['that is packed', Buffer.from([0x1f, 0x8b, 8, 0, 0]), /packed with gzip: unpack it/],
    ['of noise', Buffer.from([1, 2, 3, 4, 5, 6, 7]), /not UTF-8 text: save it as “CSV UTF-8”/],
  ])('%s is refused in one sentence that names it', async (_, bytes, sentence) => {
    const error: unknown = await read(bytes).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'not-text', message: expect.stringMatching(sentence) });
    expect((error as Error).message.match(/\.(?: |$)/g)).toHaveLength(1);
  });

  it('in UTF-8 with a damaged letter here and there is read', async () => {
    const damaged = Buffer.concat([Buffer.from(`${text}\nB,`), Buffer.from([0xe9, 0xe9, 0xe9])]);
    expect(await read(damaged)).toMatchObject([{ sku: 'A' }]);
  });
});

it.each([
  ['utf-8', true],
  ['Windows-1252', true],
  ['x-unknown', false],
  ['', false],
])('“%s” names an encoding: %s', (charset, known) => {
  expect(isCharset(charset)).toBe(known);
});
