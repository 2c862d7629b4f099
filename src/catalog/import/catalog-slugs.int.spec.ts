// The slugs of a catalogue's products that state none.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Larder } from '../../../test/support/larder.js';
import { fresh, openShop, type Shop } from '../../../test/support/shop.js';
import { CatalogImport } from './catalog-import.service.js';

let larder: Larder;
let shop: Shop;
beforeAll(async () => {
  larder = await Larder.open();
  shop = await openShop(larder, { products: [] });
});
afterAll(() => larder?.close());

type Row = readonly [sku: string, name: string, slug?: string];

/** Imports a file with these rows, and answers the slugs of their products. */
async function load(...rows: Row[]): Promise<string[]> {
  const lines = rows.map(([sku, name, slug = '']) => `${sku},${name},Tests,,,10,AED,${slug}`);
  async function* file() {
    yield ['sku,name,category,subcategory,size,price,currency,slug', ...lines].join('\n');
  }
  const { rejected } = await larder.app.get(CatalogImport).run(file(), { store: shop.storeId });
  expect(rejected).toBe(0);
  const found = await shop.sql<{ sku: string; slug: string }>(
    'SELECT sku, slug FROM products WHERE sku = ANY($1)',
    [rows.map(([sku]) => sku)],
  );
  const slugOf = new Map(found.map(({ sku, slug }) => [sku, slug]));
  return rows.map(([sku]) => slugOf.get(sku)!);
}

/** `tea` is a fresh name in lower case, and so its own slug. */
const cases: readonly [
  kind: string,
  before: (tea: string) => Row[],
  rows: (tea: string) => Row[],
  ends: string[],
][] = [
  [
    'of one name',
    () => [],
    (tea) => [
      [`${tea}.a`, tea],
      [`${tea}.b`, tea],
    ],
    ['', '-TEA-b'],
  ],
  [
    'of the name of one that is there',
    (tea) => [[`${tea}.a`, tea]],
    (tea) => [[`${tea}.b`, tea]],
    ['-TEA-b'],
  ],
  [
    'whose suffix another has, too',
    (tea) => [
      [`${tea}.a`, tea],
      [`${tea}.x`, 'Other', `${tea}-${tea}-b`],
    ],
    (tea) => [[`${tea}.b`, tea]],
    ['-TEA-b-2'],
  ],
  [
    'whose suffix is the name of another row',
    (tea) => [[`${tea}.a`, tea]],
    (tea) => [
      [`${tea}.b`, tea],
      [`${tea}.c`, `${tea} ${tea} b`],
    ],
    ['-TEA-b', '-TEA-b-TEA-c'],
  ],
  [
    'whose suffix is the slug that another row states',
    (tea) => [[`${tea}.a`, tea]],
    (tea) => [
      [`${tea}.b`, tea],
      [`${tea}.c`, 'Other', `${tea}-${tea}-b`],
    ],
    ['-TEA-b-2', '-TEA-b'],
  ],
  [
    'whose SKUs are one in an address',
    (tea) => [[`${tea}.a`, tea]],
    (tea) => [
      [`${tea}.b`, tea],
      [`${tea}-b`, tea],
      [`${tea}_b`, tea],
    ],
    ['-TEA-b', '-TEA-b-2', '-TEA-b-3'],
  ],
  [
    'of the old name of one that is renamed with them',
    (tea) => [[`${tea}.a`, tea]],
    (tea) => [
      [`${tea}.a`, 'Renamed'],
      [`${tea}.b`, tea],
    ],
    ['', '-TEA-b'],
  ],
  [
    'of the slug that another row leaves, which is free from the next batch on',
    (tea) => [[`${tea}.a`, tea]],
    (tea) => [
      [`${tea}.a`, tea, `${tea}-new`],
      [`${tea}.b`, tea],
    ],
    ['-new', '-TEA-b'],
  ],
];

it.each(cases)('products %s each have their own slug', async (_, before, rows, ends) => {
  const tea = fresh('tea');
  await load(...before(tea));
  const slugs = ends.map((end) => tea + end.replaceAll('TEA', tea));
  expect(await load(...rows(tea))).toEqual(slugs);
  expect(await load(...rows(tea))).toEqual(slugs);
});

it('a long name and a long SKU make a slug that an import accepts', async () => {
  const [name, sku] = [`${'long '.repeat(30)}name`, `${fresh('S')}${'x'.repeat(55)}`];
  await load([fresh('first'), name]);
  const [slug] = await load([sku, name]);
  expect(slug!.length).toBeLessThanOrEqual(120);
  expect(slug).toMatch(/^long-.*-long-s-\d+x{55}$/);
  expect(await load([sku, name, slug!])).toEqual([slug]);
});
