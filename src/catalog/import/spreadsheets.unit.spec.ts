// Files as spreadsheets, shop systems and scripts save them.
import { describe, expect, it } from 'vitest';
import { type CatalogRow, readCatalogue, type RejectedRow } from './catalog-file.js';

const header = 'sku,name,category,subcategory,size,price,currency';

async function read(text: string, currency = 'EUR') {
  const rows: CatalogRow[] = [];
  const notes: string[] = [];
  const rejected: RejectedRow[] = [];
  async function* source() {
    yield Buffer.from(text);
  }
  for await (const record of readCatalogue(source(), currency)) {
    if ('rejected' in record) rejected.push(record.rejected);
    else {
      rows.push(record.row);
      notes.push(...record.notes);
    }
  }
  return { rows, notes, rejected };
}

describe('a file', () => {
  it.each([
    ['semicolons', ';'],
    ['tabs', '\t'],
    ['bars', '|'],
  ])('may have %s between its fields, and decimal commas', async (_, separator) => {
    const lines = [header, 'A,Milk,Dairy,,1 l,"1,10",EUR', 'B,Oil,Pantry,,1 l,"1.234,50",EUR'];
    const text = lines
      .map((line) => line.replaceAll(/"([^"]*)"|,/g, (_all, field) => field ?? separator))
      .join('\n');
    const { rows, rejected } = await read(text);
    expect(rejected).toEqual([]);
    expect(rows.map((row) => row.priceMinor)).toEqual([110, 123_450]);
  });

  it.each(['sep=;\n', '\uFEFFsep=;\r\n', 'Price list of March\n\n', ';;;;;;\n'])(
    'may have lines above its header: %j',
    async (above) => {
      const { rows } = await read(
        `${above}${header.replaceAll(',', ';')}\nA;Milk;Dairy;;1 l;2;EUR`,
      );
      expect(rows).toMatchObject([{ sku: 'A', priceMinor: 200 }]);
    },
  );

  it.each([
    ['SKU ,Name, CATEGORY,Sub Category,Size,Price,Sold By'],
    ['sku,name,category,sub_category,size,price,SOLD-BY'],
    ['\uFEFFsku,name,category,Sub-Category,size,price,soldby'],
    ['"\uFEFFsku",name,category,SubCategory,size,price,sold_by'],
  ])('may spell its header %j', async (names) => {
    const { rows } = await read(`${names}\nA,Milk,Dairy,Fresh,1 l,2,weight`);
    expect(rows).toMatchObject([{ sku: 'A', subcategory: 'Fresh', soldBy: 'weight' }]);
  });

  it('may lack the currency: it is the store’s', async () => {
    const { rows } = await read(
      'sku,name,category,subcategory,size,price\nA,Milk,Dairy,,1 l,2',
      'JPY',
    );
    expect(rows).toMatchObject([{ currency: 'JPY', priceMinor: 2 }]);
  });

  it('says what it has where it has no header', async () => {
    const text = 'Artikel;Bezeichnung;Preis\n1;Milch;1,10';
    await expect(read(text)).rejects.toThrow(
      'no column sku, name, category, subcategory, size, price: line 1 names artikel, ' +
        'bezeichnung, preis, with semicolons between.',
    );
  });

  it('may have rows of empty fields: they are none', async () => {
    const text = `${header}\n,,,,,,\nA,Milk,Dairy,,1 l,2,EUR\n"","",,,\n,,,,,,,,,`;
    const { rows, rejected } = await read(text);
    expect([rows.map(({ line }) => line), rejected]).toEqual([[3], []]);
  });

  it('may leave off empty fields at the end, or have some too many', async () => {
    const { rows, rejected } = await read(
      `${header},brand,description,,\nA,Milk,Dairy,,1 l,2,EUR\nB,Milk,Dairy,,1 l,2,EUR,Mill\n` +
        'C,Milk,Dairy,,1 l,2,EUR,Mill,Good,,,,\nD,Milk,Dairy,,1 l,2,EUR,Mill,Good,,,,lost',
    );
    expect(rows.map(({ sku, brand }) => [sku, brand])).toEqual([
      ['A', null],
      ['B', 'Mill'],
      ['C', 'Mill'],
    ]);
    expect(rejected).toMatchObject([
      { sku: 'D', reasons: ['It has 13 fields, the header 11: quote a field that has a “,”.'] },
    ]);
  });
});

describe('a number', () => {
  const stocked = async (stock: string, separator = ',') => {
    const text = `${header},stock\nA,Milk,Dairy,,1 l,2,EUR,"${stock}"`;
    const { rows } = await read(text.replaceAll(/("[^"]*")|,/g, (_, field) => field ?? separator));
    return rows[0]?.stock;
  };
  it.each([
    ['12.0', 12],
    ['12.', 12],
    ['1,200', 1200],
    ['1,20,000', 120_000],
    ['١٢', 12],
    ['۱۲', 12],
    ['१२', 12],
    ['1 200', 1200],
    ["1'200", 1200],
    ['-3', 0],
    ['-3.0', 0],
    ['', null],
    ['1.5', undefined],
    ['12,5', undefined],
    ['lots', undefined],
  ])('of pieces may be written %s: %s', async (text, stock) => {
    expect(await stocked(text)).toBe(stock);
  });

  it('that can be read in two ways is not read', async () => {
    expect(await stocked('1.200', ';')).toBeUndefined();
    expect(await stocked('12,0', ';')).toBe(12);
  });

  it.each([
    ['.99', 'EUR', 99],
    ['2.', 'EUR', 200],
    ['2.30000', 'EUR', 230],
    ['€2.50', 'EUR', 250],
    ['2.50 €', 'EUR', 250],
    ['EUR 2.50', 'EUR', 250],
    ['$2.50', 'USD', 250],
    ['zł 2.50', 'PLN', 250],
    ['1 234.50', 'EUR', 123_450],
    ['1\u202F234.50', 'EUR', 123_450],
    ["1'234.50", 'CHF', 123_450],
    ['1,234.5', 'EUR', 123_450],
    ['1,23,456.50', 'INR', 12_345_650],
    ['₹1,00,000', 'INR', 10_000_000],
    ['Rs. 145.00', 'INR', 14_500],
    ['Rs 275', 'NPR', 27_500],
    ['₹168/-', 'INR', 16_800],
    ['35/-', 'KES', 3500],
    ['3.-', 'CHF', 300],
    ['-.90', 'CHF', 90],
    ['٦٫٧٥ د.إ', 'AED', 675],
    ['د.إ.\u200F 18.50', 'AED', 1850],
    ['-3.50', 'EUR', null],
    ['3-', 'EUR', null],
    ['١٢٫٥٠', 'AED', 1250],
    ['١٬٢٣٤٫٥', 'AED', 123_450],
    ['۱۲٫۵', 'EUR', 1250],
    ['१,२३,४५६.५०', 'INR', 12_345_650],
    ['১২.৫০', 'BDT', 1250],
    ['１２', 'JPY', 12],
    ['٠٫١٢٥', 'KWD', 125],
    ['2.999', 'EUR', null],
    ['$2.50', 'EUR', null],
    ['1,10', 'EUR', null],
  ])('of money may be written %s in %s: %s', async (price, currency, minor) => {
    const { rows } = await read(`${header}\nA,Milk,Dairy,,1 l,"${price}",${currency}`);
    expect(rows[0]?.priceMinor ?? null).toBe(minor);
  });

  it.each([
    ['1,10', 110],
    ['1.234,50', 123_450],
    ['1.234', 123_400],
    ['1.10', 110],
    ['1,234', null],
    ['1,234.50', 123_450],
    ['1,23,456', 12_345_600],
    ['١٫٢٣٤', null],
    ['١٬٢٣٤', 123_400],
    ['2,50 €', 250],
    ['3,-', 300],
    ['3,--', 300],
    ['-,99', 99],
    ['–,99 €', 99],
  ])('of money may be written %s where semicolons separate: %s', async (price, minor) => {
    const text = `${header.replaceAll(',', ';')}\nA;Milk;Dairy;;1 l;${price};EUR`;
    expect((await read(text)).rows[0]?.priceMinor ?? null).toBe(minor);
  });
});

describe('a field that cannot be used', () => {
  const detail = async (column: string, text: string) => {
    const { rows, notes } = await read(
      `${header},${column}\nA,Milk,Dairy,,1 l,2,EUR,"${text.replaceAll('"', '""')}"`,
    );
    return { row: rows[0] as unknown as Record<string, unknown>, notes };
  };

  it.each([
    ['barcode', '12345678905'],
    ['barcode', '4006381333930'],
    ['barcode', '4011'],
    ['slug', 'Not a slug'],
    ['slug', '0190b6e2-5f00-7abc-8def-00000000000d'],
    ['slug', '0190B6E2-5F00-7ABC-8DEF-00000000000D'],
    ['images', 'http://a.example/1.jpg'],
    ['brand', 'b'.repeat(81)],
  ])('costs the field, not the product: %s “%s”', async (column, text) => {
    const { row, notes } = await detail(column, text);
    expect(notes).toEqual([expect.stringContaining(`The ${column} “`)]);
    expect(row).toMatchObject({ sku: 'A' });
    expect(row[column] ?? []).toEqual([]);
  });

  it('keeps what can be used: the good pictures, the beginning of a long text', async () => {
    const two = 'https://a.example/1.jpg, https://a.example/2.jpg';
    expect(await detail('images', two)).toMatchObject({
      row: { images: two.split(', ') },
      notes: [],
    });
    const one = await detail('images', 'https://a.example/1,2 3.jpg;http://a.example/2.jpg');
    expect(one.row.images).toEqual(['https://a.example/1,2%203.jpg']);
    expect(one.notes).toHaveLength(1);
    const long = await detail('description', 'word '.repeat(500));
    expect(long.row.description).toBe('word '.repeat(400).trim());
    expect(long.notes).toEqual([expect.stringContaining('is cut after 2000 characters')]);
  });

  it.each([
    ['5000000000005.0', '5000000000005'],
    ['012345678905', '012345678905'],
    ['0012345678905', '012345678905'],
    ['40 06381 333931', '4006381333931'],
    ['٤٠٠٦٣٨١٣٣٣٩٣١', '4006381333931'],
  ])('is none: the barcode %s', async (text, barcode) => {
    expect(await detail('barcode', text)).toMatchObject({ row: { barcode }, notes: [] });
  });

  it('is none: a text of many lines', async () => {
    const { row } = await detail('description', 'One\r\n\r\n\r\nTwo \n three');
    expect(row.description).toBe('One\n\nTwo\nthree');
  });
});

it.each(['AB 12', 'AB/12', 'AB#12', 'Art-Nr:12', 'ÄB12', '(12)', '商品1'])(
  'a supplier’s article number %s is a SKU',
  async (sku) => {
    expect((await read(`${header}\n${sku},Milk,Dairy,,1 l,2,EUR`)).rows).toMatchObject([{ sku }]);
  },
);
