// Searches: matches in any script and despite slips, and their order.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Larder } from '../../../test/support/larder.js';
import { openListedShop } from '../../../test/support/listed-shop.js';

let larder: Larder;
beforeAll(async () => {
  larder = await Larder.open();
  await openListedShop(larder);
});
afterAll(() => larder?.close());

const get = async (query: string) => {
  const answer = await larder.anyone.get(`/v1/products?${query}`);
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
};
const found = async (q: string): Promise<string[]> =>
  (await get(`q=${encodeURIComponent(q)}`)).items.map((item: { name: string }) => item.name);

it.each([
  ['milk', ['Whole Milk', 'Skimmed Milk', 'Milk Bread', 'Milk Chocolate']],
  ['mil', ['Whole Milk', 'Skimmed Milk']],
  ['MILK whole', ['Whole Milk']],
  ['mlik', ['Whole Milk', 'Skimmed Milk', 'Milk Bread', 'Milk Chocolate']],
  ['chocolate', ['Milk Chocolate', 'Dark Chocolate']],
  ['choclate dark', ['Dark Chocolate']],
  ['chedar', ['Mature Cheddar']],
  ['creme fraiche', ['Crème Fraîche']],
  ['CRÈME', ['Crème Fraîche']],
  ['strawberry', ['Strawberries']],
  ['strawbery', ['Strawberries']],
  ['kit kat', ['Kitkat Bar']],
  ['kelloggs', ['Kellogg’s Corn Flakes']],
  ["kellogg's", ['Kellogg’s Corn Flakes']],
  ['wadi farms cream', ['Crème Fraîche']],
  ['牛奶', ['鲜牛奶']],
  ['حليب', ['حَليب طازج']],
  ['молоко', ['Молоко свежее']],
  ['МОЛКО', ['Молоко свежее']],
  ['L-06', ['Dark Chocolate']],
  ['l-06', ['Dark Chocolate']],
  ['6290001', ['Whole Milk']],
])('for “%s” shows first: %s', async (q, names) => {
  expect((await found(q)).slice(0, names.length)).toEqual(names);
});

it('shows partial matches only where nothing has all the words', async () => {
  expect(await found('dark chocolate')).toEqual(['Dark Chocolate']);
  expect((await found('purple cheddar'))[0]).toBe('Mature Cheddar');
});

it.each(['!!!', '"', "'", '%', ':*', '&', '()', '\\', '🥛', '…', '—'])(
  'for %s finds nothing, and does not fail',
  async (q) => {
    expect(await get(`q=${encodeURIComponent(q)}`)).toEqual({
      items: [],
      nextCursor: null,
      suggestions: [],
    });
  },
);

it('that finds nothing suggests what may have been meant, nearest first', async () => {
  expect((await get('q=chedaaar')).items[0].name).toBe('Mature Cheddar');
  const { items: none, suggestions } = await get('q=strawberrxyzw');
  expect([none, suggestions]).toEqual([[], ['strawberries']]);
  expect((await get('q=cheddar&category=bakery')).suggestions).toEqual([]);
  expect(await get('q=milk')).not.toHaveProperty('suggestions');
});
