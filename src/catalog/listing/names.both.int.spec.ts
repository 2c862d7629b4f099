// Names sort as the language of the store sorts them: ICU, as Node has it, judges.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Larder, type Person } from '../../../test/support/larder.js';
import { wanted } from '../../../test/support/people.js';
import { fresh } from '../../../test/support/shop.js';
import { CatalogImport } from '../index.js';

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
