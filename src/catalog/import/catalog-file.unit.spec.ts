import { createReadStream } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cataloguePath, hasRealInput } from '../../../test/support/real-input.js';
import {
  CatalogFileError,
  type CatalogRow,
  readCatalogue,
  type RejectedRow,
} from './catalog-file.js';

const header = 'sku,name,category,subcategory,size,price,currency';
const fullHeader = `${header},brand,sold_by,minimum_age,stock,description`;
const good = (sku: string) => `${sku},Milk,Dairy,Milk,1 l,1,AED`;

async function read(source: AsyncIterable<Buffer | string>) {
  const rows: CatalogRow[] = [];
  const rejected: RejectedRow[] = [];
  const notes: string[] = [];
  const lines: number[] = [];
  let unknown: readonly string[] | undefined;
  for await (const record of readCatalogue(source, 'AED', (names) => (unknown = names))) {
    if ('row' in record) {
      rows.push(record.row);
      notes.push(...record.notes);
    }
    if ('rejected' in record) rejected.push(record.rejected);
    lines.push('row' in record ? record.row.line : record.rejected.line);
  }
  return { rows, rejected, notes, lines, unknown };
}

async function* bytes(...parts: (string | Buffer)[]) {
  for (const part of parts) yield Buffer.from(part);
}

const readText = (...lines: string[]) => read(bytes([header, ...lines].join('\n')));
const readFull = (...lines: string[]) => read(bytes([fullHeader, ...lines].join('\n')));
const priced = (price: string, currency = 'AED') =>
  readText(`A,Milk,Dairy,Milk,1 l,"${price}",${currency}`);
const optionals = (text: string) => readFull(`${good('A')},${text}`);

const startsOf = (records: readonly (CatalogRow | RejectedRow)[]) =>
  records.map(({ line, sku }) => [line, sku]);

describe('a row', () => {
  it('comes out tidy', async () => {
    const { rows } = await readText('A-1,"  Full  Fat\tMilk ",Dairy,,1 l,"2,325.00",aed');
    expect(rows).toEqual([
      {
        line: 2,
        sku: 'A-1',
        name: 'Full Fat Milk',
        brand: null,
        category: 'Dairy',
        subcategory: null,
        shelf: null,
        sizeLabel: '1 l',
        priceMinor: 232500,
        currency: 'AED',
        soldBy: 'each',
        minimumAge: null,
        stock: null,
        description: null,
      },
    ]);
  });

  it.each([
    ['a non-breaking space', 'Oat\u00A0Drink', 'Oat Drink'],
    ['a line break', '"Oat\r\nDrink"', 'Oat Drink'],
    ['control characters', 'Oat\u0007 \u0000Dr\u009Fink', 'Oat Drink'],
    ['invisible format characters', 'Oat\u200B Dr\u00ADink\u202E', 'Oat Drink'],
    ['a joiner that belongs to the word', 'می\u200Cخواهم', 'می\u200Cخواهم'],
    ['a loose accent', 'Cafe\u0301', 'Caf\u00E9'],
    ['doubled quotes', '"12"" Pizza, ""Diavola"""', '12" Pizza, "Diavola"'],
    ['quotes within a plain field', '12" Pizza "Diavola"', '12" Pizza "Diavola"'],
    ['spaces around its quotes', ' "Oat, Drink" ', 'Oat, Drink'],
    ['characters beyond 16 bits', '𠮷'.repeat(200), '𠮷'.repeat(200)],
  ])('is tidied of %s', async (_, raw, name) => {
    expect((await readText(`A,${raw},Dairy,Milk,1 l,1,AED`)).rows[0]?.name).toBe(name);
  });

  it('has the details that it has columns for, and no others', async () => {
    const names = 'barcode,slug,tax_rate_basis_points,dietary,allergens,limit_per_order,images';
    const more = 'sale_price,sale_from,sale_until,published';
    const detailed = (text: string) =>
      read(bytes([`${header},${names},${more}`, `${good('A')},${text}`].join('\n')));
    const sale = '0.50,2026-01-01T00:00:00Z,2026-01-02T00:00:00+04:00';
    const full = `96385074,milk-1-l,500,vegan ORGANIC,milk,6,https://a.example/b,${sale},FALSE`;
    expect((await detailed(full)).rows[0]).toMatchObject({
      barcode: '96385074',
      slug: 'milk-1-l',
      taxRateBasisPoints: 500,
      dietary: ['vegan', 'organic'],
      allergens: ['milk'],
      limitPerOrder: 6,
      images: ['https://a.example/b'],
      sale: {
        priceMinor: 50,
        from: new Date('2026-01-01T00:00:00Z'),
        until: new Date('2026-01-01T20:00:00Z'),
      },
      published: false,
    });
    const plain = (await readText(good('A'))).rows[0]!;
    const cleared = { barcode: null, dietary: [], allergens: [], limitPerOrder: null, images: [] };
    expect((await detailed(',,,,,,,,,,')).rows[0]).toStrictEqual({ ...plain, ...cleared });
    expect((await detailed(',,,,,,,none,,,')).rows[0]).toMatchObject({ sale: 'none' });
    for (const [text, reason] of [
      [',,10001,,,,,,,,', 'tax_rate_basis_points'],
      [',,,paleo,,,,,,,', 'dietary'],
      [',,,,air,,,,,,', 'allergens'],
      [',,,,,0,,,,,', 'limit_per_order'],
      [',,,,,,,1,2026-01-01T00:00:00Z,2026-01-02T00:00:00Z,', 'sale_price'],
      [',,,,,,,0.5,,2026-01-02T00:00:00Z,', 'sale_from'],
      [',,,,,,,,,,maybe', 'published'],
    ] as const) {
      const { rejected } = await detailed(text);
      expect(rejected[0]?.reasons, text).toEqual([expect.stringContaining(`The ${reason} “`)]);
    }
    for (const [text, noted] of [
      ['6.3E+12,,,,,,,,,,', 'barcode'],
      [',Not A Slug,,,,,,,,,', 'slug'],
      [',0198c0de-0000-7000-8000-000000000000,,,,,,,,,', 'slug'],
      [',,,,,,http://a.example/b,,,,', 'images'],
    ] as const) {
      const { rows, notes } = await detailed(text);
      expect(notes, text).toEqual([expect.stringContaining(`The ${noted} “`)]);
      expect(rows, text).toHaveLength(1);
    }
  });

  it('has its optional columns', async () => {
    const { rows } = await optionals('Palm,Weight,18,9000,"Aged, dry"');
    expect(rows[0]).toMatchObject({
      brand: 'Palm',
      soldBy: 'weight',
      minimumAge: 18,
      stock: 9000,
      description: 'Aged, dry',
    });
    expect((await optionals(',each,,0,')).rows[0]).toMatchObject({ soldBy: 'each', stock: 0 });
  });

  it.each([
    ['8.9', 'AED', 890],
    ['12', 'AED', 1200],
    ['1,234,567.89', 'AED', 123456789],
    ['0.01', 'AED', 1],
    ['10,000,000,000.00', 'AED', 1_000_000_000_000],
    ['70', 'JPY', 70],
    ['1.234', 'KWD', 1234],
  ])('may cost %s %s: %i', async (price, currency, minor) => {
    expect((await priced(price, currency)).rows[0]?.priceMinor).toBe(minor);
  });

  it.each([
    ['0', 'AED', 'above 0'],
    ['0.00', 'AED', 'above 0'],
    ['-1', 'AED', 'not an amount of AED: write it like 1234.50'],
    ['1.234', 'AED', 'not an amount'],
    ['1.234,56', 'AED', 'not an amount'],
    ['12,34', 'AED', 'not an amount'],
    ['1,00,00', 'AED', 'not an amount'],
    ['100,00,000', 'AED', 'not an amount'],
    ['0,123', 'AED', 'not an amount'],
    ['1.5', 'JPY', 'not an amount of JPY: write it like 1234.'],
    ['1.2345', 'KWD', 'not an amount of KWD: write it like 1234.500'],
    ['free', 'AED', 'not an amount'],
    ['1e3', 'AED', 'not an amount'],
    ['Infinity', 'AED', 'not an amount'],
    ['٥٫٥٥٥', 'AED', 'not an amount'],
    ['', 'AED', 'not an amount'],
    ['10,000,000,000.01', 'AED', 'above 0 and at most 10000000000'],
    ['9'.repeat(400), 'AED', 'above 0'],
    ['1', 'XYZ', 'ISO 4217'],
    ['1', '', 'ISO 4217'],
  ])('may not cost %s %s', async (price, currency, reason) => {
    const { rows, rejected } = await priced(price, currency);
    expect(rows).toEqual([]);
    expect(rejected[0]?.reasons).toEqual([expect.stringContaining(reason)]);
  });

  it.each([
    ['no sku', ',Milk,Dairy,Milk,1 l,1,AED', 'The sku “” must be 1 to 64'],
    ['a long sku', `${good('A'.repeat(65))}`, 'must be 1 to 64'],
    ['no name', 'A, ,Dairy,Milk,1 l,1,AED', 'The name “” must have 1 to 200 characters'],
    ['a long name', `A,${'m'.repeat(201)},Dairy,Milk,1 l,1,AED`, `“${'m'.repeat(40)}…” must have`],
    ['no category', 'A,Milk,,Milk,1 l,1,AED', 'The category “” must have 1 to 80'],
    ['a long category', `A,Milk,${'d'.repeat(81)},Milk,1 l,1,AED`, 'must have 1 to 80'],
    ['a field too few', 'A,Milk,Dairy,Milk,1 l,1', 'ISO 4217'],
    ['a field too many', 'A,Milk,Dairy,Milk,1 l,1,234.50,AED', 'It has 8 fields'],
    ['endless text', `A,${'m'.repeat(70_000)},Dairy,Milk,1 l,1,AED`, 'longer than 65536'],
  ])('is rejected with %s', async (_, line, reason) => {
    const { rows, rejected } = await readText(line, good('B'));
    expect(rejected).toMatchObject([{ line: 2, reasons: [expect.stringContaining(reason)] }]);
    expect(startsOf(rows)).toEqual([[3, 'B']]);
  });

  it.each([
    [',box,,,', 'The sold_by “box” must be each or weight'],
    [',,0,,', 'The minimum_age “0” must be empty or a whole number from 1 to 99'],
    [',,100,,', 'minimum_age'],
    [',,18+,,', 'minimum_age'],
    [',,,1.5,', 'stock'],
    [',,,1000000001,', 'stock'],
  ])('is rejected with the optional fields %s', async (text, reason) => {
    const { rejected } = await optionals(text);
    expect(rejected).toMatchObject([{ sku: 'A', reasons: [expect.stringContaining(reason)] }]);
  });

  it('is rejected with every reason at once', async () => {
    const { rejected } = await readText(',,Dairy,Milk,1 l,free,AED');
    expect(rejected[0]).toMatchObject({ line: 2, sku: null });
    expect(rejected[0]?.reasons).toHaveLength(3);
  });

  it('is rejected with bytes of another encoding', async () => {
    const latin1 = Buffer.from(`A,Caf\xe9,Dairy,Milk,1 l,1,AED\n${good('B')}`, 'latin1');
    const { rows, rejected } = await read(bytes(`${header}\n`, latin1));
    expect(rejected).toMatchObject([{ line: 2, sku: 'A' }]);
    expect(rejected[0]?.reasons.join()).toContain('UTF-8');
    expect(startsOf(rows)).toEqual([[3, 'B']]);
  });

  it('is taken once per SKU: the first good one', async () => {
    const dear = 'A,Milk,Dairy,Milk,1 l,free,AED';
    const { rows, rejected } = await readText(dear, good('A'), good('a'), good('A'), good('A'));
    expect(startsOf(rows)).toEqual([
      [3, 'A'],
      [4, 'a'],
    ]);
    expect(rejected.map(({ line }) => line)).toEqual([2, 5, 6]);
    expect(rejected[2]?.reasons).toEqual(['This SKU is on line 3 already: keep one.']);
  });
});

describe('a line number', () => {
  it('is of the line on which the row begins, blank lines and lines within rows counted', async () => {
    const { rows, rejected } = await readText(
      'A,"Two\nlines",Dairy,Milk,1 l,1,AED',
      '',
      'B,"Three\n\nlines",Dairy,Milk,1 l,1,AED',
      ' \t',
      'C,Milk,Dairy,Milk,1 l,1',
      good('D'),
    );
    expect(startsOf(rows)).toEqual([
      [2, 'A'],
      [5, 'B'],
      [10, 'D'],
    ]);
    expect(startsOf(rejected)).toEqual([[9, 'C']]);
  });

  it.each(['\n', '\r\n', '\r'])(
    'counts lines that end with %j, however it arrives',
    async (end) => {
      const text = [header, good('A'), '', good('B'), good('C'), ''].join(end);
      const { rows } = await read(bytes(...text));
      expect(startsOf(rows)).toEqual([
        [2, 'A'],
        [4, 'B'],
        [5, 'C'],
      ]);
    },
  );
});

describe('a stray quote', () => {
  const stray = 'X,"Milk,Dairy,Milk,1 l,1,AED';
  const quoted = '"B","Milk, fresh","Dairy","Milk","1 l","1","AED"';

  it.each([
    ['alone', []],
    ['before quoted rows', [quoted]],
    ['before a row of many lines', ['B,"Milk,\n\nfresh",Dairy,Milk,1 l,1,AED']],
    ['before a quote that would close it', ['B,12",Dairy,Milk,1 l,1,AED']],
    ['before more such quotes', [good('B'), 'C,12",Dairy,Milk,1 l,1,AED', good('D')]],
    ['before a file', Array.from({ length: 300 }, (_, index) => good(`B${index}`))],
  ])('costs its own row only, %s', async (_, following) => {
    const { rows, rejected } = await readText(good('A'), stray, ...following, good('Z'));
    expect(rejected).toMatchObject([
      { line: 3, sku: 'X', reasons: [expect.stringContaining('quotes do not match')] },
    ]);
    expect(rows).toHaveLength(following.length + 2);
  });

  it('costs its own row only after the closing quote, too', async () => {
    const { rows, rejected } = await readText('X,"Milk" fresh,Dairy,Milk,1 l,1,AED', good('A'));
    expect(startsOf(rows)).toEqual([[3, 'A']]);
    expect(rejected[0]?.reasons.join()).toContain('quotes do not match');
  });
});

describe('a row of many lines', () => {
  it('may have them in its first column and in its last', async () => {
    const text = `Name,${fullHeader.replace('name,', '')}\n"Fresh\nmilk",A,Dairy,Milk,1 l,1,AED,,,,,"1\n2, 3\n\n4"`;
    const { rows } = await read(bytes(text));
    expect(rows).toMatchObject([{ sku: 'A', name: 'Fresh milk', description: '1\n2, 3\n\n4' }]);
  });

  it('has at most 100', async () => {
    const lines = (count: number) => `A,"Milk${'\n'.repeat(count - 1)}",Dairy,Milk,1 l,1,AED`;
    expect((await readText(lines(100), good('B'))).rows.map(({ line }) => line)).toEqual([2, 102]);
    expect(startsOf((await readText(lines(101), good('B'))).rows)).toEqual([[103, 'B']]);
  });
});

describe('a header', () => {
  it('may have any order and case, spaces and a byte order mark', async () => {
    const text =
      '\uFEFF Price ,SKU,"Name",Category,Subcategory,Size,Currency,Stock,Sold By,Minimum-Age,Colour,\n' +
      '3.50,A,Nuts,Snacks,Nuts,per kg,AED,9000,weight,16,brown,';
    const { rows, unknown } = await read(bytes(...text));
    expect(rows).toMatchObject([
      { sku: 'A', priceMinor: 350, stock: 9000, soldBy: 'weight', minimumAge: 16 },
    ]);
    expect(unknown).toEqual(['colour']);
  });

  it('is silent about unknown columns when there are none', async () => {
    expect(await readFull()).toEqual({
      rows: [],
      rejected: [],
      notes: [],
      lines: [],
      unknown: undefined,
    });
  });

  it.each<[string, string | Buffer, CatalogFileError['code'], string]>([
    ['an empty file', '', 'empty', 'is empty'],
    ['a file of blank lines', '\uFEFF \n\r\n', 'empty', 'is empty'],
    ['missing columns', 'sku,name,size\nA,Milk,1 l', 'bad-header', 'no column category, sub'],
    ['other separators', header.replaceAll(',', ':'), 'bad-header', 'no column'],
    ['JSON', '{"sku":1}', 'not-text', 'is JSON: ask'],
    ['broken quotes', `"${header}`, 'bad-header', 'no column'],
    ['a column twice', `${header},Price`, 'bad-header', 'two columns price'],
    ['a spreadsheet', Buffer.from('PK\x03\x04\x14\0sku'), 'not-text', 'a workbook'],
    ['UTF-16 that is not marked', Buffer.from(header, 'utf16le'), 'not-text', 'UTF-16 without'],
    ['Latin-1', Buffer.from(`${header},caf\xe9`, 'latin1'), 'not-text', 'not UTF-8 text'],
  ])('refuses %s as a whole', async (_, text, code, problem) => {
    const error: unknown = await read(bytes(text)).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(CatalogFileError);
    expect(error).toMatchObject({ code, message: expect.stringContaining(problem) });
    const sentence = `The first line must name the columns ${header.slice(0, 3)}`;
    expect(String(error).includes(sentence)).toBe(code !== 'not-text');
  });

  it('passes on what goes wrong with the source', async () => {
    const source = createReadStream('/nowhere/at-all.csv');
    await expect(read(source)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('any bytes', () => {
  const noise = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.array(fc.constantFrom(...Buffer.from('A1,,,," \r\n\0\xff', 'latin1')), { maxLength: 300 }),
  );

  it('either are refused as a whole or lose and repeat no line', async () => {
    await fc.assert(
      fc.asyncProperty(noise, fc.boolean(), async (values, withHeader) => {
        const parts = [Buffer.from(withHeader ? `${header}\n` : ''), Buffer.from(values)];
        const whole = await read(bytes(...parts)).catch((error: unknown) => {
          if (error instanceof CatalogFileError) return undefined;
          throw error;
        });
        if (!whole) return;
        const ascending = [...new Set(whole.lines)].toSorted((a, b) => a - b);
        expect(whole.lines).toEqual(ascending);
        const text = new TextDecoder().decode(Buffer.concat(parts));
        const filled = text.split(/\r\n|\n|\r/).filter((line) => /[^\s\p{Cc}\p{Cf},"]/u.test(line));
        // A quoted row may span many lines.
        const count = text.includes('"') ? whole.lines.length : filled.length - 1;
        expect(whole.lines).toHaveLength(count);
        const torn = Array.from(Buffer.concat(parts), (byte) => Buffer.from([byte]));
        expect(await read(bytes(...torn))).toEqual(whole);
      }),
      { numRuns: 300 },
    );
  });

  const record = fc.oneof(
    fc.constant(['row', 'Milk']),
    fc.constant(['rejected', '"Milk']),
    fc.constant(['rejected', '"Milk" fresh']),
    fc.constant(['rejected', 'Milk, fresh']),
    fc.stringMatching(/^[a-z",\n]{0,12}$/).map((text) => ['row', quote(`m${text}m`)]),
  );
  const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;

  it('between rows leave the rows intact', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(record), async (records) => {
        let line = 2;
        const expected: [string, number][] = [];
        const texts = records.map(([kind, name], index) => {
          expected.push([kind!, line]);
          line += name!.split('\n').length;
          return `S${index},${name},Dairy,Milk,1 l,1,AED`;
        });
        const { rows, rejected } = await readText(...texts);
        const found = [
          ...rows.map((row) => ['row', row.line] as const),
          ...rejected.map((row) => ['rejected', row.line] as const),
        ];
        expect(found.toSorted((a, b) => a[1] - b[1])).toEqual(expected);
      }),
    );
  });
});

const title = hasRealInput
  ? 'the real catalogue is read to the last row'
  : 'the real catalogue needs the real input in ../shared/data, beside the project';

it.skipIf(!hasRealInput)(`${title}`, async () => {
  const { rows, rejected, unknown } = await read(createReadStream(cataloguePath));
  expect([rows.length, rejected.length, unknown]).toEqual([12949, 0, undefined]);
  expect(rows[0]).toMatchObject({ line: 2, sku: 'EG-A63778145F', priceMinor: 890 });
  expect(rows.at(-1)?.line).toBe(12950);
  const texts = new Set(
    rows.flatMap((row) => [row.name, row.category, row.subcategory ?? '', row.sizeLabel ?? '']),
  );
  const untidy = /[\s\p{Cc}]{2}|^\s|\s$|[^\S ]|&#?\w+;|[ÃÂâ][\u0080-\u00BF]|\uFFFD/u;
  expect([...texts].filter((text) => untidy.test(text))).toEqual([]);
  expect([...texts]).toEqual(
    expect.arrayContaining(['Starbucks Capusules', 'Waffle, Bread & Cookies Mix', 'BBQ Sauce']),
  );
});
