// Words that are written in several right ways find each other.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ifMatch } from '../../../test/support/admin.js';
import { Larder, type Person } from '../../../test/support/larder.js';
import { SmallShops } from '../../../test/support/small-shops.js';

let larder: Larder;
let admin: Person;
let shops: SmallShops;
beforeAll(async () => {
  larder = await Larder.open();
  admin = await larder.person('admin');
  shops = new SmallShops(larder);
  await shops.open(
    'grocer',
    ...[
      'Plain Yogurt',
      'Greek Yoghurt',
      'Hummus Classic',
      'Houmous Red Pepper',
      'Zucchini',
      'Eggplant',
      'Spring Onions',
      'Scallion Bunch',
      'Sweet Chilli Sauce',
      'Chili Flakes',
      'Müsli Nuss',
      'Donut Glazed',
      'Cilantro',
      'Coca-Cola',
      'Corn Flakes',
      'Ice Cream Vanilla',
      'Kit-Kat',
      'Häagen-Dazs',
      'All-Bran',
      'WD-40',
      'Omega-3',
      '3-in-1 Coffee',
      'Pan-Seared Tuna',
      'Non-Stick Pan',
      'Pak Choi',
      'M&M’s',
      'Superglue 5in1',
      'Buttermilk',
      'Oat Milk',
      'Coffee with Oatmilk',
      'Bananen',
      'Kartoffel',
      'Käse',
      'Brötchen',
      'Hühner',
      'Smørrebrød',
      'Strawberry Pavlova',
      'Tomates',
      'Limón',
      'أرز بسمتي',
      'شاي أخضر',
      'كباب',
      'بصل',
      'تمر',
      'الحليب الطازج',
      'آيس كريم',
      'قهوة',
      'زيت ١ لتر',
      '김치찌개',
      '된장찌개 세트',
    ].map((name, nth) => `SA-${nth},${name}`),
    ...['Rice,500 g', 'Lentils,0.5kg', 'Sugar,1 kg', 'Cola Zero,1.5 l', 'Juice,6x200ml'].map(
      (row, nth) => `SZ-${nth},${row.replace(',', ',,Sizes,')}`,
    ),
    'SZ-9,Salt 750g,,Sizes,',
  );
}, 60_000);
afterAll(() => larder?.close());

it.each([
  ['yogurt', ['Greek Yoghurt', 'Plain Yogurt']],
  ['yoghurts', ['Greek Yoghurt', 'Plain Yogurt']],
  ['hummus', ['Houmous Red Pepper', 'Hummus Classic']],
  ['houmous', ['Houmous Red Pepper', 'Hummus Classic']],
  ['courgettes', ['Zucchini']],
  ['aubergine', ['Eggplant']],
  ['scallions', ['Scallion Bunch', 'Spring Onions']],
  ['spring onion', ['Scallion Bunch', 'Spring Onions']],
  ['green onions', ['Scallion Bunch', 'Spring Onions']],
  ['chilli', ['Chili Flakes', 'Sweet Chilli Sauce']],
  ['chilis', ['Chili Flakes', 'Sweet Chilli Sauce']],
  ['muesli', ['Müsli Nuss']],
  ['müsli', ['Müsli Nuss']],
  ['doughnuts', ['Donut Glazed']],
  ['coriander', ['Cilantro']],
])('by the list of equals: %s', async (q, names) => {
  expect(await shops.found('grocer', q)).toEqual(names);
});

it.each([
  ['cocacola', 'Coca-Cola'],
  ['cornflakes', 'Corn Flakes'],
  ['cornflake', 'Corn Flakes'],
  ['icecream', 'Ice Cream Vanilla'],
  ['kitkat', 'Kit-Kat'],
  ['haagendazs', 'Häagen-Dazs'],
  ['allbran', 'All-Bran'],
  ['wd40', 'WD-40'],
  ['omega3', 'Omega-3'],
  ['3in1', '3-in-1 Coffee'],
  ['panseared', 'Pan-Seared Tuna'],
  ['nonstick', 'Non-Stick Pan'],
  ['pakchoi', 'Pak Choi'],
  ['mms', 'M&M’s'],
  ['5 in 1', 'Superglue 5in1'],
  ['m and m', 'M&M’s'],
  ['m&m', 'M&M’s'],
  ['super glue', 'Superglue 5in1'],
  ['butter milk', 'Buttermilk'],
])('one word for two, or two for one: %s', async (q, name) => {
  expect(await shops.found('grocer', q)).toEqual([name]);
});

it('words that are joined elsewhere count no more than those apart', async () => {
  expect((await shops.ask('grocer', 'oat milk')).names).toEqual([
    'Oat Milk',
    'Coffee with Oatmilk',
  ]);
  expect((await shops.ask('grocer', 'oatmilk')).names.toSorted()).toEqual([
    'Coffee with Oatmilk',
    'Oat Milk',
  ]);
});

it.each([
  ['500g', ['Lentils', 'Rice']],
  ['500 g', ['Lentils', 'Rice']],
  ['0.5kg', ['Lentils', 'Rice']],
  ['0,5 kg', ['Lentils', 'Rice']],
  ['rice 500g', ['Rice']],
  ['1.5l', ['Cola Zero']],
  ['1,5 l', ['Cola Zero']],
  ['1500 ml cola', ['Cola Zero']],
  ['200ml', ['Juice']],
  ['1.2 l', ['Juice']],
  ['6x200ml', ['Juice']],
  ['750 g', ['Salt 750g']],
  ['0.75kg', ['Salt 750g']],
])('sizes however they are typed: %s', async (q, names) => {
  expect(await shops.found('grocer', q)).toEqual(names);
});

it.each([
  ['ارز', 'أرز بسمتي'],
  ['شاى اخضر', 'شاي أخضر'],
  ['شای', 'شاي أخضر'],
  ['کباب', 'كباب'],
  ['البصل', 'بصل'],
  ['التمر', 'تمر'],
  ['حليب طازج', 'الحليب الطازج'],
  ['حليب', 'الحليب الطازج'],
  ['ايس كريم', 'آيس كريم'],
  ['قهوه', 'قهوة'],
  ['زيت 1', 'زيت ١ لتر'],
])('Arabic as people type it: %s', async (q, name) => {
  expect(await shops.found('grocer', q)).toEqual([name]);
});

it.each([
  ['banane', ['Bananen']],
  ['kartoffeln', ['Kartoffel']],
  ['strawberries', ['Strawberry Pavlova']],
  ['tomate', ['Tomates']],
  ['limones', ['Limón']],
  ['kaese', ['Käse']],
  ['broetchen', ['Brötchen']],
  ['smoerrebroed', ['Smørrebrød']],
  ['찌개', ['김치찌개', '된장찌개 세트']],
  ['김치', ['김치찌개']],
])('plurals, letters without marks and compounds: %s', async (q, names) => {
  expect(await shops.found('grocer', q)).toEqual(names);
});

it('plurals do not make one thing of two', async () => {
  await shops.open('butcher', 'BU-1,Chicken Breast', 'BU-2,Chick Peas', 'BU-3,Pear', 'BU-4,Peas');
  expect(await shops.found('butcher', 'chicken')).toEqual(['Chicken Breast']);
  expect(await shops.found('butcher', 'pears')).toEqual(['Pear']);
});

const list = (store: string) => `/v1/admin/stores/${store}/search-equals`;

it('a shop edits its list, and the next search follows', async () => {
  const rows = ['ED-1,Yogurt', 'ED-2,Yoghurt', 'ED-3,Crème Brûlée', 'ED-4,Burnt Cream'];
  await shops.open('edits', ...rows);
  const shipped = await admin.get(list('edits'));
  expect([shipped.status, shipped.headers['etag'], shipped.body.version]).toEqual([
    200,
    undefined,
    0,
  ]);
  expect(shipped.body.sets).toContainEqual({ terms: ['courgette', 'zucchini'] });
  expect(await shops.found('edits', 'yogurt')).toEqual(['Yoghurt', 'Yogurt']);
  expect(await shops.found('edits', 'burnt cream')).toEqual(['Burnt Cream']);

  const sets = [{ terms: ['CRÈME-brûlée', 'Burnt cream', 'burnt  CREAM'] }];
  const first = await admin.put(list('edits'), { sets });
  expect([first.status, first.headers['etag'], first.body.sets]).toEqual([
    201,
    '"1"',
    [{ terms: ['creme brulee', 'burnt cream'] }],
  ]);
  expect(await shops.found('edits', 'burnt cream')).toEqual(['Burnt Cream', 'Crème Brûlée']);
  expect(await shops.found('edits', 'yogurt')).toEqual(['Yogurt']);
  expect(await shops.found('grocer', 'yogurt')).toEqual(['Greek Yoghurt', 'Plain Yogurt']);

  expect((await admin.put(list('edits'), { sets })).body.code).toBe('precondition-required');
  expect((await admin.put(list('edits'), { sets }, ifMatch(7))).body.code).toBe('version-mismatch');
  const emptied = await admin.put(list('edits'), { sets: [] }, ifMatch(1));
  expect([emptied.status, emptied.body.version, emptied.body.sets]).toEqual([200, 2, []]);
  expect(await shops.found('edits', 'burnt cream')).toEqual(['Burnt Cream']);
  expect((await admin.get(list('edits'))).body).toEqual(emptied.body);
});

it.each([
  ['a term without letters', ['&&', 'and'], 'search-term-unusable'],
  ['a term of four words', ['one two three four', 'five'], 'search-term-unusable'],
  ['one spelling twice', ['Café', 'cafe'], 'search-term-unusable'],
  ['a single term', ['cafe'], 'validation-failed'],
  ['thirteen terms', Array.from({ length: 13 }, (_, nth) => `t${nth}`), 'validation-failed'],
  ['a long term', ['x'.repeat(41), 'y'], 'validation-failed'],
])('a list is refused with %s', async (_, terms, code) => {
  const answer = await admin.put(list('grocer'), { sets: [{ terms }] });
  expect([answer.body.code, (await admin.get(list('grocer'))).body.version]).toEqual([code, 0]);
});

it('a list is refused with more than three hundred sets', async () => {
  const sets = Array.from({ length: 301 }, (_, nth) => ({ terms: [`a${nth}`, `b${nth}`] }));
  expect((await admin.put(list('grocer'), { sets })).body.code).toBe('validation-failed');
});
