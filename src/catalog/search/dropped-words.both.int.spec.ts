// Which words of a search were dropped where nothing has all of them.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Larder } from '../../../test/support/larder.js';
import { SmallShops } from '../../../test/support/small-shops.js';

let larder: Larder;
let shops: SmallShops;
beforeAll(async () => {
  larder = await Larder.open();
  shops = new SmallShops(larder);
  await shops.open(
    'pantry',
    'DW-1,Dark Chocolate,Kakao,Sweets,100 g',
    'DW-2,Milk Chocolate,Kakao,Sweets,200 g',
    'DW-3,Fish & Chips,,Frozen',
    'DW-4,Mac and Cheese,,Frozen',
    'DW-5,Salt and Vinegar Crisps,,Snacks',
    'DW-6,Tea for the Evening,,Tea',
    'DW-7,Vitamin B 12,,Health',
    'DW-8,7 Up,,Drinks',
    'DW-9,La Vache Qui Rit,,Cheese',
    'DW-10,Half & Half,,Dairy',
  );
});
afterAll(() => larder?.close());

it.each([
  ['dark chocolate', ['Dark Chocolate'], undefined],
  ['purple dark chocolate', ['Dark Chocolate', 'Milk Chocolate'], ['purple']],
  ['dark chocolate 300g', ['Dark Chocolate', 'Milk Chocolate'], ['300g']],
  ['dark chocolate 0.1 kg', ['Dark Chocolate'], undefined],
  ['drak choclate', ['Dark Chocolate'], undefined],
  ['drak purple choclate', ['Dark Chocolate', 'Milk Chocolate'], ['purple']],
  ['dark chips chocolate', ['Dark Chocolate', 'Fish & Chips', 'Milk Chocolate'], ['chips']],
  ['vitamin b 6', ['Vitamin B 12'], ['6']],
])('of “%s” finds %s, and drops %s', async (q, names, dropped) => {
  expect(await shops.ask('pantry', q)).toEqual({ names, dropped, suggestions: undefined });
});

it('says the same on each page and in any order', async () => {
  const page = '/v1/products?store=pantry&q=purple%20dark%20chocolate&limit=1';
  const first = (await larder.anyone.get(page)).body;
  const second = (await larder.anyone.get(`${page}&cursor=${first.nextCursor}`)).body;
  expect([first.dropped, second.dropped, second.items[0].name]).toEqual([
    ['purple'],
    ['purple'],
    'Milk Chocolate',
  ]);
  expect((await shops.ask('pantry', 'purple dark chocolate', '&sort=-price')).dropped).toEqual([
    'purple',
  ]);
});

it.each([
  'and purple',
  'the purple',
  'la purple',
  'purple 7',
  '12 purple',
  'b purple',
  'of and xyz',
])('a hit on an article, “and”, a letter or a bare number alone is none: %s', async (q) => {
  expect(await shops.ask('pantry', q)).toEqual({ names: [], suggestions: [], dropped: undefined });
});

it.each([
  ['fish and chips', ['Fish & Chips']],
  ['mac & cheese', ['Mac and Cheese']],
  ['the mac and the cheese', ['Mac and Cheese']],
  ['salt & vinegar', ['Salt and Vinegar Crisps']],
  ['half and half', ['Half & Half']],
  ['vache qui rit', ['La Vache Qui Rit']],
  ['the', ['Tea for the Evening']],
  ['and', ['Mac and Cheese', 'Salt and Vinegar Crisps']],
  ['7 up', ['7 Up']],
  ['7up', ['7 Up']],
  ['b 12', ['Vitamin B 12']],
])(
  'small words may be left out, and are found where they are all that is asked: %s',
  async (q, names) => {
    const answer = await shops.ask('pantry', q);
    expect([answer.names.toSorted(), answer.dropped]).toEqual([names, undefined]);
  },
);
