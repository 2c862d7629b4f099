import { createReadStream } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectBooksToBalance } from '../../test/support/books.js';
import { Larder } from '../../test/support/larder.js';
import { Database } from '../platform/index.js';
import { CatalogImport } from './import/catalog-import.service.js';
import type { ReportedRow } from './import/import-status.js';

const demoFile = new URL('./demo/demo-products.csv', import.meta.url);
const header = 'sku,name,category,subcategory,size,price,currency,stock';

let larder: Larder;
beforeAll(async () => {
  larder = await Larder.open({ demo: true });
});
afterAll(() => larder?.close());

async function* lines(...rows: string[]) {
  yield Buffer.from([header, ...rows].join('\n'));
}
const importing = (source: AsyncIterable<Buffer>, rejected: ReportedRow[] = []) =>
  larder.app.get(CatalogImport).run(source, { onReported: (row) => rejected.push(row) });

const names = async (query: string) =>
  (await larder.anyone.get(`/v1/products?${query}`)).body.items.map(
    (item: { name: string }) => item.name,
  ) as string[];

describe('browsing', () => {
  it.each(['sort=name', 'sort=price', 'sort=-price', 'q=milk', 'category=drinks&sort=price'])(
    'pages through %s without a gap or a repeat',
    async (query) => {
      const whole = (await larder.anyone.get(`/v1/products?${query}&limit=100`)).body;
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const next: string = cursor ? `&cursor=${cursor}` : '';
        const page = await larder.anyone.get(`/v1/products?${query}&limit=7${next}`);
        expect(page.status, page.text).toBe(200);
        seen.push(...page.body.items.map((item: { id: string }) => item.id));
        cursor = page.body.nextCursor;
      } while (cursor);
      expect(new Set(seen).size).toBe(seen.length);
      const first = whole.items.map((item: { id: string }) => item.id);
      expect(seen.slice(0, first.length)).toEqual(first);
    },
  );

  it('lists a department with its categories, and a category alone', async () => {
    const { items } = (await larder.anyone.get('/v1/categories')).body;
    const drinks = items.find((item: { name: string }) => item.name === 'Drinks');
    expect(drinks.children.map((child: { name: string }) => child.name)).toEqual([
      'Juices',
      'Soft & Energy Drinks',
      'Tea & Coffee',
      'Water',
    ]);
    const of = async (handle: string) => (await names(`category=${handle}&limit=100`)).length;
    const children = await Promise.all(drinks.children.map((c: { slug: string }) => of(c.slug)));
    const sum = children.reduce((total: number, count: number) => total + count, 0);
    expect(await of(drinks.slug)).toBe(sum);
    expect(await of(drinks.id)).toBe(sum);
  });

  it('tells what can be bought from what cannot', async () => {
    expect(await names('inStock=false&limit=100')).toContain('Raspberries');
    expect(await names('inStock=true&limit=100&q=raspberries')).not.toContain('Raspberries');
  });
});

describe('searching', () => {
  it.each([
    ['milk', 'Whole Milk'],
    ['mil', 'Whole Milk'],
    ['WHOLE  milk', 'Whole Milk'],
    ['chedar', 'Mature Cheddar'],
    ['tomatos', 'Vine Tomatoes'],
    ['spagheti', 'Spaghetti'],
    ['puree', 'Apple and Pear Purée'],
    ['purée', 'Apple and Pear Purée'],
    ['LD-0001', 'Bananas'],
    ['date & dune', 'Medjool Dates'],
  ])('finds for “%s” among the first: %s', async (words, name) => {
    expect(await names(`q=${encodeURIComponent(words)}&limit=10`)).toContain(name);
  });

  it.each(["'", '%', '!!!', ':*', "a'b & | ! ( )", '\\', '🥛', 'حليب'])(
    'answers “%s” without harm',
    async (words) => {
      const answer = await larder.anyone.get(`/v1/products?q=${encodeURIComponent(words)}`);
      expect(answer.status, answer.text).toBe(200);
    },
  );
});

describe('importing', () => {
  it('changes nothing the second time', async () => {
    const before = await contents();
    const again = await importing(createReadStream(demoFile));
    expect(again).toMatchObject({ created: 0, updated: 0, rejected: 0, unchanged: again.read });
    expect(await contents()).toEqual(before);
  });

  it('lands the good rows and reports the bad ones', async () => {
    const rejected: ReportedRow[] = [];
    const done = await importing(
      lines(
        'NEW-1,New Thing,Pantry,News,1 pc,5.00,AED,3',
        'NEW-2,Dear Thing,Pantry,News,1 pc,5.00,EUR,3',
        'NEW-3,Free Thing,Pantry,News,1 pc,0,AED,3',
      ),
      rejected,
    );
    expect(done).toMatchObject({
      read: 3,
      created: 1,
      updated: 0,
      unchanged: 0,
      rejected: 2,
      noted: 0,
    });
    expect(rejected.map((row) => [row.line, row.sku])).toEqual([
      [3, 'NEW-2'],
      [4, 'NEW-3'],
    ]);
    expect(await names('category=pantry-news')).toEqual(['New Thing']);
  });

  it('reads sizes, and updates products whose size is read differently now', async () => {
    const sizes = () =>
      larder.app.get(Database).query(
        `SELECT sku, size_label AS label, size_count AS count, size_amount::float8 AS amount,
           size_unit AS unit, size_approximate AS approximate
         FROM products WHERE sku LIKE 'SIZE-%' ORDER BY sku`,
      );
    const rows = ['8x180ml', 'approx 1 kg', 'Size 4'].map(
      (size, n) => `SIZE-${n},Sized,Pantry,Sizes,${size},1.00,AED,1`,
    );
    await importing(lines(...rows));
    const read = [
      { sku: 'SIZE-0', label: '8x180ml', count: 8, amount: 180, unit: 'ml', approximate: false },
      { sku: 'SIZE-1', label: 'approx 1 kg', count: 1, amount: 1000, unit: 'g', approximate: true },
      { sku: 'SIZE-2', label: 'Size 4', count: null, amount: null, unit: null, approximate: false },
    ];
    expect(await sizes()).toEqual(read);
    expect(await importing(lines(...rows))).toMatchObject({ updated: 0, unchanged: 3 });
    await larder.app.get(Database).query(`UPDATE products SET size_count = 6 WHERE sku = 'SIZE-0'`);
    expect(await importing(lines(...rows))).toMatchObject({ updated: 1, unchanged: 2 });
    expect(await sizes()).toEqual(read);
  });

  it('can be repeated after it was interrupted', async () => {
    const rows = Array.from({ length: 700 }, (_, n) => `BULK-${n},Bulk ${n},Bulk,,1 pc,1.00,AED,1`);
    async function* torn() {
      yield Buffer.from([header, ...rows.slice(0, 600), ''].join('\n'));
      throw new Error('the disk went away');
    }
    await expect(importing(torn())).rejects.toThrow('the disk went away');
    const again = await importing(lines(...rows));
    expect([again.created + again.unchanged, again.read]).toEqual([700, 700]);
    expect(again.unchanged).toBe(500);
  });

  it('gives equal names different slugs, and keeps slugs when names change', async () => {
    await importing(
      lines('SAME-1,Twin,Pantry,Twins,1 pc,1.00,AED,1', 'SAME-2,Twin,Pantry,Twins,1 pc,2.00,AED,1'),
    );
    await importing(lines('SAME-1,Renamed,Pantry,Twins,1 pc,1.00,AED,1'));
    const first = await larder.anyone.get('/v1/products/twin-1-pc');
    const second = await larder.anyone.get('/v1/products/twin-1-pc-same-2');
    expect([first.body.sku, first.body.name, second.body.sku]).toEqual([
      'SAME-1',
      'Renamed',
      'SAME-2',
    ]);
  });
});

it('leaves stock books that balance', () => expectBooksToBalance(larder));

async function contents() {
  const database = larder.app.get(Database);
  return [
    await database.query('SELECT * FROM products ORDER BY sku'),
    await database.query('SELECT * FROM store_products ORDER BY product_id'),
    await database.query('SELECT * FROM listings ORDER BY product_id'),
  ];
}
