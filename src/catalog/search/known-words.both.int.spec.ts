// Known words and suggestions are those of one store's listings as they are now.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { editNow, ifMatch, priceNow } from '../../../test/support/admin.js';
import { Larder, type Person } from '../../../test/support/larder.js';
import { wanted } from '../../../test/support/people.js';
import { SmallShops } from '../../../test/support/small-shops.js';
import { Database } from '../../platform/index.js';

let larder: Larder;
let admin: Person;
let shops: SmallShops;
beforeAll(async () => {
  larder = await Larder.open();
  admin = await larder.person('admin');
  shops = new SmallShops(larder);
});
afterAll(() => larder?.close());

const cheese = 'G-1,Gorgonzola Dolce,,Cheese';

it('a word that is written rightly later is known no more', async () => {
  await shops.open('deli', cheese);
  expect(await shops.ask('deli', 'gorgonzolla')).toMatchObject({
    names: ['Gorgonzola Dolce'],
    suggestions: undefined,
  });
  await shops.sell('deli', 'G-2,Gorgonzolla Picante,,Cheese');
  expect((await shops.ask('deli', 'gorgonzolla')).names).toEqual(['Gorgonzolla Picante']);
  await shops.sell('deli', 'G-2,Gorgonzola Picante,,Cheese');
  const both = ['Gorgonzola Dolce', 'Gorgonzola Picante'];
  expect((await shops.ask('deli', 'gorgonzolla')).names.toSorted()).toEqual(both);
});

/** A misspelt word that a listing has, and what takes it away. */
const ends: Record<string, (id: string, store: string) => Promise<unknown>> = {
  'is unpublished': (id, store) =>
    wanted(200, priceNow(admin, store, id, { priceMinor: 500, published: false })),
  'is retired': async (id) => {
    const { version } = await wanted(200, admin.get(`/v1/admin/products/${id}`));
    return wanted(200, admin.post(`/v1/admin/products/${id}/retire`, undefined, ifMatch(version)));
  },
  'is renamed': (id) => wanted(200, editNow(admin, id, { name: 'Something Green' })),
  'gets another brand': (id) =>
    wanted(200, editNow(admin, id, { name: 'Something Green', brand: 'Verde' })),
};

it.each([
  ['is unpublished', 'Brocoli Ramillete,,Greens'],
  ['is retired', 'Brocoli Ramillete,,Greens'],
  ['is renamed', 'Brocoli Ramillete,,Greens'],
  ['gets another brand', 'Brocoli Bunch,Brocoli,Greens'],
])('a word is known no more when what has it %s', async (end, row) => {
  const store = await shops.open(`greens-${end.replaceAll(' ', '-')}`);
  const sku = `BR-${end.replaceAll(' ', '-')}`;
  await shops.sell(store, `${sku}-OK,Broccoli,,Greens`, `${sku},${row}`);
  expect((await shops.ask(store, 'brocoli')).names).not.toContain('Broccoli');
  await ends[end]!(await shops.productId(sku), store);
  expect((await shops.ask(store, 'brocoli')).names).toEqual(['Broccoli']);
});

it('a word is known no more when its category is renamed, or the product moves', async () => {
  const store = await shops.open('moves');
  await shops.sell(store, 'MV-1,Broccoli,,Vegetables', 'MV-2,Kale,,Brocoli', 'MV-3,Leek,,Brocolli');
  expect((await shops.ask(store, 'brocoli')).names).toEqual(['Kale']);
  await shops.sell(store, 'MV-2,Kale,,Vegetables');
  expect((await shops.ask(store, 'brocoli')).names).not.toContain('Kale');
  const [category] = await larder.app
    .get(Database)
    .query<{ id: string; version: number }>(
      "SELECT id, version FROM categories WHERE name = 'Brocolli'",
    );
  const { id, version } = category!;
  await wanted(200, admin.patch(`/v1/admin/categories/${id}`, { name: 'Roots' }, ifMatch(version)));
  expect((await shops.ask(store, 'brocolli')).names).toEqual(['Broccoli']);
});

it('words of another store are not known, wherever they stand', async () => {
  const small = await shops.open('small');
  const large = await shops.open('large');
  await shops.sell(
    small,
    'SM-1,Tomatoes on the Vine,,Vegetables',
    'SM-2,Strawberry Yoghurt,,Dairy',
  );
  expect((await shops.ask(small, 'tomate')).names).toEqual(['Tomatoes on the Vine']);
  await shops.sell(large, 'LG-1,Tomate Pera,Yogurt,Limone', 'LG-2,Rambutan,,Fruit');
  expect((await shops.ask(small, 'tomate')).names).toEqual(['Tomatoes on the Vine']);
  expect((await shops.ask(small, 'yogurt')).names).toEqual(['Strawberry Yoghurt']);
});

it('suggests only what finds something in this store, with the same filters', async () => {
  const store = await shops.open('suggesting');
  await shops.sell(store, 'SG-1,Raspberry Jam,,Jams', 'SG-2,Rambling Rose,,Plants');
  expect(await shops.ask(store, 'rambutannnn')).toMatchObject({ names: [], suggestions: [] });
  await shops.sell(store, 'LG-2,Rambutan,,Fruit');
  expect(await shops.ask(store, 'rambutannnn')).toMatchObject({
    names: [],
    suggestions: ['rambutan'],
  });
  for (const filter of ['category=jams', 'minPrice=99999', 'onSale=true', 'brand=nobody']) {
    const { suggestions } = await shops.ask(store, 'rambutannnn', `&${filter}`);
    expect([filter, suggestions]).toEqual([filter, []]);
  }
  const id = await shops.productId('LG-2');
  await priceNow(admin, store, id, { priceMinor: 500, published: false });
  expect(await shops.ask(store, 'rambutannnn')).toMatchObject({ names: [], suggestions: [] });
  expect(await shops.ask('large', 'rambutannnn')).toMatchObject({
    names: [],
    suggestions: ['rambutan'],
  });
});

it('a suggestion of several words has them all', async () => {
  const store = await shops.open('several');
  await shops.sell(store, 'SV-1,Purple Kale,,Greens', 'SV-2,Mature Cheddar,,Cheese');
  expect(await shops.ask(store, 'purplexyz cheddarxyz')).toMatchObject({
    names: [],
    suggestions: [],
  });
  await shops.sell(store, 'SV-3,Purple Cheddar,,Cheese');
  expect(await shops.ask(store, 'purplexyz cheddarxyz')).toMatchObject({
    names: [],
    suggestions: ['purple cheddar'],
  });
});

it('knows the words of its listings and no others', async () => {
  const said = await larder.app.get(Database).query(
    `SELECT store_id, word, product_id FROM listings, words_of_listing(search_text,
       concat_ws(' ', category_name, department_name, aisle_name)) ORDER BY 1, 2, 3`,
  );
  expect(said.length).toBeGreaterThan(50);
  const rows = await larder.app
    .get(Database)
    .query('SELECT store_id, word, product_id FROM listed_words ORDER BY 1, 2, 3');
  expect(rows).toEqual(said);
});
