// Names sort as the language of the store sorts them: ICU, as Node has it, judges.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Larder, type Person } from '../../../test/support/larder.js';
import { wanted } from '../../../test/support/people.js';
import { fresh } from '../../../test/support/shop.js';
import { DataSource } from 'typeorm';
import { Database, UnitOfWork } from '../../platform/index.js';
import { CatalogImport } from '../index.js';
import { SortNamesByLanguage1764138000000 } from '../migrations/1764138000000-sort-names-by-language.js';
import { ListingWriter } from './listing-writer.queries.js';

let larder: Larder;
let admin: Person;
beforeAll(async () => {
  larder = await Larder.open();
  admin = await larder.person('admin');
});
afterAll(() => larder?.close());

const names: Record<string, readonly string[]> = {
  en: ['apple', 'Apple', 'Äpple', 'Zest', 'zest', 'Crème', 'Crz', 'Creme', 'creme', 'résumé'],
  de: ['Äpfel', 'Apfel', 'apfel', 'Azuki', 'Zwiebel', 'Straße', 'Strasse', 'Strasze', 'Öl', 'Ofen'],
  'de-u-co-phonebk': ['Äpfel', 'Aepfel', 'Afrika', 'Apfel', 'Öl', 'Oel', 'Ofen', 'Über', 'Ufer'],
  sv: ['Ål', 'Ärtor', 'Öl', 'Zucchini', 'Apelsin', 'ål', 'Oliv', 'Ananas', 'Üzüm', 'Yoghurt'],
  es: ['Ñame', 'Nata', 'Nuez', 'Oliva', 'ñora', 'Chorizo', 'Coco', 'Llama', 'Lomo', 'Piña', 'Pino'],
  da: ['Æble', 'Øl', 'Ål', 'Aal', 'Abrikos', 'Zucchini', 'ost', 'Ost', 'Aa', 'Å', 'Ab', 'Wok'],
  cs: [
    'Chléb',
    'Cukr',
    'Houska',
    'Ibišek',
    'Čaj',
    'chleba',
    'CHILLI',
    'Řepa',
    'Rýže',
    'Šunka',
    'Sůl',
  ],
  tr: [
    'Çay',
    'Cin',
    'Ispanak',
    'İncir',
    'ısırgan',
    'incir',
    'Şeker',
    'Sos',
    'Üzüm',
    'Un',
    'Ğ',
    'Gı',
  ],
  ar: [
    'تفاح',
    'أرز',
    'آيس',
    'ارز',
    'إجاص',
    'برتقال',
    'بُرتقال',
    'ياغورت',
    'ةمر',
    'Milk',
    'هيل',
    'زيت',
  ],
  hu: ['Csoki', 'Cukor', 'Citrom', 'Dió', 'Zsemle', 'Zab', 'Szalámi', 'Sütő', 'Nyúl', 'Nosztalgia'],
  pl: ['Łosoś', 'Lody', 'Żurek', 'Źdźbło', 'Zupa', 'ćma', 'cukier', 'Ogórek', 'Ósemka'],
  ru: ['Ёж', 'Еда', 'Ель', 'Йогурт', 'Икра', 'яблоко', 'Яблоко', 'Milk'],
};
/** Digits, signs and blanks; texts that begin alike, or differ in case and accents at once. */
const everywhere = [
  '10 l', '2 l', '2l', 'a', 'A', 'á', 'Á', 'aa b', 'a ab', 'a-ab', 'a’ab', '½ kg', '№ 5', '€ 5',
  'ab', 'AB', 'Ab', 'aB', 'áb', 'äb', 'co-op', 'coop', 'co op', 'Œufs', 'oeufs', 'Oeufs', 'Ærø',
  'ﬁg', 'e\u0301clair', 'éclair', 'eclair', 'Éclair', '鲜牛奶', '牛奶',
]; // prettier-ignore

const open = (change: object = {}) =>
  wanted(
    201,
    admin.post('/v1/admin/stores', {
      slug: fresh('names'),
      name: 'Names',
      currency: 'EUR',
      timeZone: 'Europe/Rome',
      location: { lat: 45, lng: 9 },
      openingHours: [],
      ...change,
    }),
  );
async function sell(store: string, goods: readonly string[]) {
  const rows = goods.map((name) => `${fresh('N').toUpperCase()},"${name}",Goods,,,1.00,EUR,each,9`);
  async function* source() {
    yield ['sku,name,category,subcategory,size,price,currency,sold_by,stock', ...rows, ''].join(
      '\n',
    );
  }
  await larder.app.get(CatalogImport).run(source(), { store });
}
async function pages(query: string, limit: number): Promise<string[]> {
  const seen: string[] = [];
  let cursor = '';
  do {
    const path = `/v1/products?sort=name&limit=${limit}&${query}${cursor && `&cursor=${cursor}`}`;
    const page = await wanted(200, larder.anyone.get(path));
    seen.push(...page.items.map(({ name }: { name: string }) => name));
    cursor = page.nextCursor ?? '';
  } while (cursor !== '');
  return seen;
}

describe.each(Object.keys(names))('a list of a store whose language is %s', (language) => {
  it('has the order of the language, page by page', async () => {
    const store = await open({ language });
    await sell(store.id, [...names[language]!, ...everywhere]);
    const whole = await pages(`store=${store.id}`, 100);
    const { compare } = new Intl.Collator(language);
    expect(whole).toHaveLength(names[language]!.length + everywhere.length);
    expect(whole).toEqual(whole.toSorted(compare));
    for (const query of ['', '&category=goods', '&inStock=true']) {
      expect(await pages(`store=${store.id}${query}`, 3)).toEqual(whole);
    }
  });
});

const listed = async (store: string) => await pages(`store=${store}`, 100);
const edit = ({ id, version }: { id: string; version: number }, change: object) =>
  wanted(200, admin.patch(`/v1/admin/stores/${id}`, change, { 'if-match': `"${version}"` }));

describe('another language of a store', () => {
  const goods = ['Zebra', 'Ärtor', 'Apelsin', 'Ål'];
  const english = ['Ål', 'Apelsin', 'Ärtor', 'Zebra'];
  const swedish = ['Apelsin', 'Zebra', 'Ål', 'Ärtor'];

  it('holds for the very next list, there alone, and refuses a cursor from before', async () => {
    const [store, other] = [await open(), await open({ language: 'EN' })];
    expect([store.language, other.language]).toEqual(['en', 'en']);
    await sell(store.id, goods);
    await sell(other.id, goods);
    expect(await listed(store.id)).toEqual(english);
    const first = await wanted(200, larder.anyone.get(`/v1/products?limit=1&store=${store.id}`));
    expect((await edit(store, { language: 'SV-se' })).language).toBe('sv-SE');
    expect(await listed(store.id)).toEqual(swedish);
    expect(await listed(other.id)).toEqual(english);
    const path = `/v1/products?limit=1&store=${store.id}&cursor=${first.nextCursor}`;
    expect((await larder.anyone.get(path)).body.code).toBe('invalid-cursor');
    const stores = await wanted(200, larder.anyone.get('/v1/stores'));
    const shown = stores.items.find(({ id }: { id: string }) => id === store.id);
    expect(shown.language).toBe('sv-SE');
  });

  it('holds for goods that are renamed or written afterwards', async () => {
    const store = await open();
    await sell(store.id, goods);
    await edit(store, { language: 'sv' });
    const database = larder.app.get(Database);
    const [old] = await database.query<{ product_id: string }>(
      "SELECT product_id FROM listings WHERE store_id = $1 AND name = 'Zebra'",
      [store.id],
    );
    const id = old!.product_id;
    const rebuild = () =>
      larder.app
        .get(UnitOfWork)
        .run((tx) => larder.app.get(ListingWriter).rebuild(tx, [id], new Date()));
    const key = async () =>
      (await database.query('SELECT sort_name FROM listings WHERE product_id = $1', [id]))[0];
    const before = await key();
    // As a process of the release before has written it.
    await database.query("UPDATE listings SET sort_name = 'zebra' WHERE product_id = $1", [id]);
    await rebuild();
    expect(await key()).toEqual(before);
    await database.query("UPDATE products SET name = 'Öl' WHERE id = $1", [id]);
    await rebuild();
    await sell(store.id, ['Åkerbär']);
    expect(await listed(store.id)).toEqual(['Apelsin', 'Åkerbär', 'Ål', 'Ärtor', 'Öl']);
  });
});

it('goods whose names are equal are listed once each, whatever the length of pages', async () => {
  const store = await open({ language: 'de' });
  await sell(store.id, ['Milch', 'Milch', 'milch', 'Mílch', 'Milch', 'MILCH', 'Milch']);
  for (const limit of [1, 2, 3, 100]) {
    expect(await pages(`store=${store.id}`, limit)).toEqual([
      'milch', 'Milch', 'Milch', 'Milch', 'Milch', 'MILCH', 'Mílch',
    ]); // prettier-ignore
  }
});

it('the longest names fit into the indexes, whatever their script', async () => {
  const store = await open();
  const long = ['\u{1f34e}', '\u9c9c', '\u00c9', 'W', '\u0416'].map((letter) => letter.repeat(200));
  await sell(store.id, long);
  expect(await listed(store.id)).toHaveLength(long.length);
});

it('categories sort as the language of the store that is asked for', async () => {
  const store = await open({ language: 'sv' });
  async function* source() {
    const rows = ['Öl', 'Zink', 'Ägg', 'ananas'].map(
      (name) => `${fresh('C').toUpperCase()},Thing,${name},,,1.00,EUR`,
    );
    yield ['sku,name,category,subcategory,size,price,currency', ...rows, ''].join('\n');
  }
  await larder.app.get(CatalogImport).run(source(), { store: store.id });
  const { items } = await wanted(200, larder.anyone.get(`/v1/categories?store=${store.id}`));
  const shown = items.map(({ name }: { name: string }) => name);
  expect(shown).toEqual(['ananas', 'Zink', 'Ägg', 'Öl']);
});

// Last, as the stores of this file lose their languages.
it('the goods of the release before sort as English does', async () => {
  const store = await open();
  await sell(store.id, ['Zest', 'äpple', 'Crz', 'Crème', 'Apple']);
  const runner = larder.app.get(DataSource).createQueryRunner();
  const migration = new SortNamesByLanguage1764138000000();
  await migration.down(runner);
  const keys = await runner.query(
    'SELECT sort_name FROM listings WHERE store_id = $1 ORDER BY sort_name', [store.id],
  ); // prettier-ignore
  expect(keys.map((row: { sort_name: string }) => row.sort_name)).toEqual([
    'apple', 'crz', 'crème', 'zest', 'äpple',
  ]); // prettier-ignore
  await migration.up(runner);
  await runner.release();
  expect(await listed(store.id)).toEqual(['Apple', 'äpple', 'Crème', 'Crz', 'Zest']);
});
