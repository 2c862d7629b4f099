// The categories that a catalogue's rows land in, however their names are spelled.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plantCategory } from '../../../test/support/admin.js';
import { Larder, type Person } from '../../../test/support/larder.js';
import { wanted } from '../../../test/support/people.js';
import { fresh, openShop, type Shop } from '../../../test/support/shop.js';
import { CatalogImport } from './catalog-import.service.js';
import { productSlug } from '../text/product-slug.js';

let larder: Larder;
let admin: Person;
let shop: Shop;
beforeAll(async () => {
  larder = await Larder.open();
  admin = await larder.person('admin');
  shop = await openShop(larder, { products: [] });
});
afterAll(() => larder?.close());

type Path = readonly [category: string, subcategory?: string, shelf?: string];
const header = 'sku,name,category,subcategory,shelf,size,price,currency';

/** Imports a file with one row per path, and answers the categories they landed in. */
async function load(...paths: Path[]) {
  const skus = paths.map(() => fresh('SKU'));
  const rows = paths.map(([category, subcategory = '', shelf = ''], index) =>
    [skus[index], 'Thing', category, subcategory, shelf, '', '10', 'AED'].map(quoted).join(),
  );
  async function* file() {
    yield [header, ...rows].join('\n');
  }
  const { created, rejected } = await larder.app
    .get(CatalogImport)
    .run(file(), { store: shop.storeId });
  expect({ created, rejected }).toEqual({ created: paths.length, rejected: 0 });
  const found = await shop.sql<{ sku: string; id: string; name: string; slug: string }>(
    `SELECT sku, category.id, category.name, category.slug
     FROM products JOIN categories category ON category.id = category_id WHERE sku = ANY($1)`,
    [skus],
  );
  return skus.map((sku) => found.find((row) => row.sku === sku)!);
}
const quoted = (text: string | undefined) => `"${text}"`;
const childrenOf = (id: string) =>
  shop.sql<{ name: string }>('SELECT name FROM categories WHERE parent_id = $1 ORDER BY id', [id]);

/** Two spellings of one name, the first of which stays. */
const spellings: readonly [kind: string, first: string, second: string][] = [
  ['case', 'Dairy', 'dairy'],
  ['case of all letters', 'Frozen', 'FROZEN'],
  ['case of ß', 'Süßes', 'SÜSSES'],
  ['case of the dotless ı', 'Kırmızı', 'KIRMIZI'],
  ['accents', 'Café', 'Cafe'],
  ['accents, composed otherwise', 'Crème', 'Cre\u0300me'],
  ['accents that letters grow together with', 'Smørrebrød', 'Smorrebrod'],
  ['width', 'Ｗｉｄｅ', 'Wide'],
  ['blanks within', 'Ice Cream', 'Icecream'],
  ['blanks around', 'Bread', ' Bread '],
  ['hyphens for blanks', 'Soft-Drinks', 'Soft Drinks'],
  ['hyphens', 'Ice-Tea', 'Ice Tea'],
  ['hyphens of other lengths', 'Ready–Meals', 'Ready-Meals'],
  ['hyphens left out', 'Pick-Me-Ups', 'Pickmeups'],
  ['apostrophes', 'Baker\u0027s', 'Bakers'],
  ['apostrophes of other shapes', 'Butcher’s', 'Butcher\u0027s'],
  ['& and and', 'Tea & Coffee', 'Tea and Coffee'],
  ['& without blanks', 'Nuts and Seeds', 'Nuts&Seeds'],
  ['all of it', 'Crêpes & Baker’s-Mix', 'crepes AND bakers mix'],
];

/** Two names that would make the same slug, and the ends that tell their slugs apart. */
const distinct: readonly [kind: string, first: string, second: string, ends: [string, string]][] = [
  ['a semicolon', 'Fruit; Veg', 'Fruit Veg', ['', '-2']],
  ['a slash', 'Rice / Pasta', 'Rice Pasta', ['', '-2']],
  ['brackets', 'Eggs (fresh)', 'Eggs fresh', ['', '-2']],
  ['a dot', 'Vit. C', 'Vit C', ['', '-2']],
  ['a plus', 'Care +', 'Care', ['', '-2']],
  // Only the name above is left for the slug, and the category above has that slug already.
  ['signs alone', '???', '!!!', ['-2', '-3']],
  [
    'the end of what is long',
    `${'Long '.repeat(15)}Alpha`,
    `${'Long '.repeat(15)}Bravo`,
    ['', '-2'],
  ],
];

describe('names that differ in', () => {
  it.each(spellings)('%s are one category in one batch: %j, %j', async (_, first, second) => {
    const above = fresh('Above');
    const rows = await load([above, first], [above, second], [above, first]);
    expect(new Set(rows.map((row) => row.id)).size).toBe(1);
    expect(rows[0]!.name).toBe(first.trim());
  });

  it.each(spellings)('%s are one category over two imports: %j, %j', async (_, first, second) => {
    const above = fresh('Above');
    const [before] = await load([above, first]);
    const [after] = await load([above, second]);
    expect(after).toMatchObject({ id: before!.id, name: first.trim(), slug: before!.slug });
  });

  it.each(spellings)('%s are one department, too: %j, %j', async (_, first, second) => {
    const stem = fresh('D');
    const [one, other] = await load([`${stem} ${first}`], [`${stem} ${second}`]);
    expect(other!.id).toBe(one!.id);
  });

  it.each(distinct)('%s are two, each with its own slug', async (_, first, second, ends) => {
    const above = fresh('Above');
    const rows = await load([above, first], [above, second]);
    const address = productSlug(`${above} ${first}`, null);
    expect(rows.map((row) => row.name)).toEqual([first, second]);
    expect(rows.map((row) => row.slug)).toEqual(ends.map((end) => address + end));
    const again = await load([above, second], [above, first]);
    expect(again.map((row) => row.id)).toEqual([rows[1]!.id, rows[0]!.id]);
  });
});

describe('a catalogue’s categories', () => {
  it('are one tree, whatever the batch, the level and the spelling above', async () => {
    const above = fresh('Above');
    const filler = Array.from({ length: 499 }, (): Path => [above, 'Rest']);
    const rows = await load(
      [above, 'Ice-Tea', 'Peach'],
      ...filler,
      [above.toUpperCase(), 'ice tea', 'peach'],
      [` ${above}`, 'ICE TEA', 'Péach'],
    );
    const [peach, ...later] = [rows[0]!, ...rows.slice(-2)];
    expect(later.map((row) => row.id)).toEqual([peach.id, peach.id]);
    expect(peach.name).toBe('Peach');
  });

  it('are those that an admin created, under the admin’s name', async () => {
    const department = fresh('Cakes & Pies');
    const made = await wanted(201, admin.post('/v1/admin/categories', { name: department }));
    const [row] = await load([department.toUpperCase().replace('&', 'and')]);
    expect(row).toMatchObject({ id: made.id, name: department, slug: made.slug });
  });

  it('do not take a slug that an admin gave to another category', async () => {
    const [name, taken] = [fresh('Taken'), fresh('other')];
    await wanted(201, admin.post('/v1/admin/categories', { name: taken, slug: slug(name) }));
    await wanted(
      201,
      admin.post('/v1/admin/categories', { name: fresh('N'), slug: slug(name, 2) }),
    );
    const [row] = await load([name]);
    expect(row).toMatchObject({ name, slug: slug(name, 3) });
  });

  it('stay two where two spellings existed before: each row goes to its own', async () => {
    const [above] = await load([fresh('Above')]);
    for (const name of ['Deli', 'deli']) {
      const id = await plantCategory(larder, randomUUID(), fresh('planted'), above!.id);
      await shop.sql('UPDATE categories SET name = $2 WHERE id = $1', [id, name]);
    }
    const rows = await load([above!.name, 'deli'], [above!.name, 'Deli'], [above!.name, 'DELI']);
    expect(rows.map((row) => row.name).slice(0, 2)).toEqual(['deli', 'Deli']);
    expect(await childrenOf(above!.id)).toHaveLength(2);
  });
});

const slug = (name: string, number?: number) =>
  [name.toLowerCase(), ...(number ? [number] : [])].join('-');
