import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { editNow, makeProduct, priceNow } from '../../../test/support/admin.js';
import { Larder, type Person } from '../../../test/support/larder.js';
import { wanted } from '../../../test/support/people.js';
import { CatalogImport } from '../import/catalog-import.service.js';
import { Database } from '../../platform/index.js';

let larder: Larder;
let admin: Person;
beforeAll(async () => {
  larder = await Larder.open({ demo: true });
  admin = await larder.demo('admin');
});
afterAll(() => larder?.close());

const exported = async () => {
  const answer = await admin.get('/v1/admin/products/export');
  expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8']);
  return answer.text;
};
const contents = async () => {
  const database = larder.app.get(Database);
  return [
    await database.query('SELECT * FROM products ORDER BY sku'),
    await database.query('SELECT * FROM store_products ORDER BY product_id'),
    await database.query('SELECT * FROM categories ORDER BY id'),
  ];
};

/** Products named in many scripts, with quotes, marks and signs, with the slugs that they get. */
async function makeInAllScripts(): Promise<void> {
  const names = [
    'コーヒー「濃い」',
    'ビール 350ml "生"',
    '人々 々',
    'حَلِيبـ «طازج»',
    'چای "سبز"',
    'चाय “मसाला”',
    'กาแฟ "เย็น"',
    'עוגת ״גבינה״',
    'Ελιές ’Καλαμάτας’',
    'Сыр „Российский“',
    'Þorskur ‚ferskur‘',
    'ʼnvis okina ʻōʻō',
    'İÇECEK ısırgan ﬁn Ǆ',
    '한국 "김치" 찌개',
    'বাংলা ‘চা’',
    '"""',
    `it's ""quoted""`,
    '0190B6E2-5F00-7ABC-8DEF-00000000000D',
    '𞤀𞤣𞤤𞤢𞤥 '.repeat(12).trim(),
  ];
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  async function* file() {
    yield ['sku,name,category,subcategory,size,price']
      .concat(names.map((name, n) => `SCRIPT-${n},${quoted(name)},${quoted(name)},,,10.00`))
      .join('\n');
  }
  const { created } = await larder.app.get(CatalogImport).run(file());
  expect(created).toBe(names.length);
}

describe('an export', () => {
  it('changes nothing when it is imported again, not even texts that look like formulas', async () => {
    const [store] = (await larder.anyone.get('/v1/stores')).body.items;
    const category = (name: string, parentId: string | null) =>
      wanted(201, admin.post('/v1/admin/categories', { name, parentId }));
    const department = await category('=Department()', null);
    const shelf = await category('-Shelf', (await category('@Aisle', department.id)).id);
    const sold = {
      priceMinor: 123456,
      salePriceMinor: 100001,
      saleFrom: '2026-01-01T00:00:00.001Z',
      saleUntil: '2099-01-01T00:00:00.000Z',
      published: false,
    };
    const odd = {
      name: '=HYPERLINK("https://evil.example","Milk"), cheap',
      brand: "'+Brand",
      description: "@SUM(1+1)*cmd|' /C calc'!A0 &amp;amp; more",
      size: '-5 °C',
      barcode: '96385074',
      slug: 'odd-one',
      soldBy: 'weight',
      taxRateBasisPoints: 725,
      dietary: ['vegan', 'organic'],
      allergens: ['milk', 'nuts'],
      minimumAge: 16,
      limitPerOrder: 3000,
      images: ['https://img.example/b.webp', 'https://img.example/a.webp?x=1&amp;y=2'],
    };
    const { id } = await makeProduct(admin, { sku: '-ODD', categoryId: shelf.id, ...odd });
    await priceNow(admin, store.id, id, sold);
    await makeProduct(admin, { sku: 'UNSOLD', name: 'Unsold', categoryId: shelf.id });

    await makeInAllScripts();
    const before = await contents();
    const text = await exported();
    const cells = text
      .split('\r\n')
      .slice(1)
      .flatMap((line) => line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/));
    expect(cells.filter((cell) => /^"?[=+\-@\t\r]/.test(cell))).toEqual([]);
    expect(text).toContain(`"'=HYPERLINK(""https://evil.example"",""Milk""), cheap"`);
    async function* file() {
      yield Buffer.from(text);
    }
    const rejected: unknown[] = [];
    const done = await larder.app
      .get(CatalogImport)
      .run(file(), { onReported: (row) => rejected.push(row) });
    expect(rejected).toEqual([]);
    expect(done).toEqual({
      read: done.read,
      unchanged: done.read,
      created: 0,
      updated: 0,
      rejected: 0,
      noted: 0,
      missing: 0,
      problem: null,
    });
    expect(done.read).toBeGreaterThan(300);
    expect(await contents()).toEqual(before);
    const again = await wanted(200, admin.get(`/v1/admin/products/${id}`));
    expect(again).toMatchObject({
      ...odd,
      description: odd.description.replace('&amp;amp;', '&amp;'),
      version: 1,
    });

    const changed = {
      ...Object.fromEntries(Object.keys(odd).map((field) => [field, null])),
      name: 'Even',
      slug: 'even',
      soldBy: 'each',
      taxRateBasisPoints: 1,
      dietary: [],
      allergens: ['eggs'],
      images: [],
      barcode: '40170725',
    };
    await wanted(200, editNow(admin, id, changed));
    await wanted(200, priceNow(admin, store.id, id, { priceMinor: 5 }));
    expect(await exported()).not.toBe(text);
    await larder.app.get(CatalogImport).run(file());
    expect(await exported()).toBe(text);
  });

  it('needs a store that exists', async () => {
    const answer = await admin.get('/v1/admin/products/export?store=nowhere');
    expect([answer.status, answer.body.code]).toEqual([404, 'store-not-found']);
  });
});
