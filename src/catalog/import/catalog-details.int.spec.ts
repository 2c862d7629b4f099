// The optional columns of a catalogue, and the rows that are rejected for them.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Larder, type Person } from '../../../test/support/larder.js';
import { fresh, openShop, type Shop } from '../../../test/support/shop.js';
import { wanted } from '../../../test/support/people.js';
import { CatalogImport } from './catalog-import.service.js';
import type { ReportedRow } from './import-status.js';

let larder: Larder;
let admin: Person;
let shop: Shop;
beforeAll(async () => {
  larder = await Larder.open();
  admin = await larder.person('admin');
  shop = await openShop(larder, { products: [] });
});
afterAll(() => larder?.close());

const columns = 'sku,name,category,subcategory,size,price,currency';
async function load(more: string, ...rows: string[]) {
  async function* file() {
    yield [`${columns},${more}`, ...rows].join('\n');
  }
  const rejected: ReportedRow[] = [];
  const options = { store: shop.storeId, onReported: (row: ReportedRow) => rejected.push(row) };
  const { created, updated, unchanged } = await larder.app.get(CatalogImport).run(file(), options);
  const reasons = rejected.map((row) => [row.sku, row.reasons[0]!.split(':')[0]]);
  return { created, updated, unchanged, reasons };
}
const row = (sku: string, ...more: string[]) =>
  [sku, 'Thing', 'Tests', '', '', '10', 'AED', ...more].join();
const product = async (sku: string) => {
  const [found] = await shop.sql<{ id: string }>('SELECT id FROM products WHERE sku = $1', [sku]);
  return wanted(200, admin.get(`/v1/admin/products/${found!.id}`));
};

it('details stay as they are where the file has no column for them', async () => {
  const sku = fresh('DETAIL');
  await load(
    'barcode,slug,dietary,published',
    row(sku, '96385074', 'my-own-slug', 'vegan', 'false'),
  );
  expect(await load('brand', row(sku, ''))).toMatchObject({ unchanged: 1 });
  expect(await product(sku)).toMatchObject({
    barcode: '96385074',
    slug: 'my-own-slug',
    dietary: ['vegan'],
    version: 1,
  });
  expect(await load('barcode,slug', row(sku, '', ''))).toMatchObject({ updated: 1 });
  expect(await product(sku)).toMatchObject({ barcode: null, slug: 'my-own-slug', version: 2 });
  const shown = await larder.anyone.get(`/v1/products/my-own-slug?store=${shop.storeId}`);
  expect(shown.status).toBe(404);
  expect(await load('published', row(sku, 'true'))).toMatchObject({ updated: 1 });
  const seen = await larder.anyone.get(`/v1/products/my-own-slug?store=${shop.storeId}`);
  expect(seen.status).toBe(200);
});

it('rows are rejected whose slug or barcode another product has', async () => {
  const [a, b, c, d] = [fresh('A'), fresh('B'), fresh('C'), fresh('D')];
  await load('barcode,slug', row(a, '40170725', 'slug-of-a'));
  const done = await load(
    'barcode,slug',
    row(b, '40170725', ''),
    row(c, '', 'slug-of-a'),
    row(d, '50184385', 'slug-of-d'),
    row(fresh('E'), '50184385', ''),
    row(fresh('F'), '', 'slug-of-d'),
    row(a, '40170725', 'slug-of-a'),
  );
  expect(done).toMatchObject({ created: 1, unchanged: 1 });
  expect(done.reasons.map(([, reason]) => reason)).toEqual([
    `The barcode is that of ${a}`,
    `The slug is that of ${a}`,
    `The barcode is that of ${d}`,
    `The slug is that of ${d}`,
  ]);
});

it('a price lands only above its sale price', async () => {
  const sku = fresh('SALE');
  const sale = ['2020-01-01T00:00:00Z', '2100-01-01T00:00:00Z'];
  const dates = 'sale_price,sale_from,sale_until';
  await load(dates, row(sku, '9', ...sale));
  const cheaper = row(sku).replace(',10,', ',9,');
  expect((await load('brand', `${cheaper},`)).reasons).toEqual([
    [sku, 'The price is not above that of its sale'],
  ]);
  expect(await load(dates, `${cheaper},none,,`)).toMatchObject({ updated: 1 });
  expect(await load('brand', `${cheaper},`)).toMatchObject({ unchanged: 1 });
});
