import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { editNow, ifMatch, makeProduct, priceNow } from '../../../test/support/admin.js';
import { Larder, type Person } from '../../../test/support/larder.js';
import { wanted } from '../../../test/support/people.js';
import { openShop, type Shop } from '../../../test/support/shop.js';

let larder: Larder;
let admin: Person;
let shop: Shop;
let aisle: { id: string };
let elsewhere: { id: string };
const shelves: { id: string }[] = [];
beforeAll(async () => {
  larder = await Larder.open();
  admin = await larder.person('admin');
  shop = await openShop(larder, { products: [] });
  const department = await category('Dairy', null);
  aisle = await category('Milk', department.id);
  elsewhere = await category('Cheese', department.id);
  for (const name of ['Fresh', 'Long life']) shelves.push(await category(name, aisle.id));
});
afterAll(() => larder?.close());

const category = (name: string, parentId: string | null) =>
  wanted(201, admin.post('/v1/admin/categories', { name, parentId }));

interface Sold {
  readonly categoryId?: string;
  readonly priceMinor?: number;
  readonly stock?: number;
  readonly [field: string]: unknown;
}
let count = 0;
async function sold(name: string, { priceMinor = 1000, stock = 10, ...fields }: Sold = {}) {
  const sku = `SUB-${(count += 1)}`;
  const made = await makeProduct(admin, { sku, name, categoryId: shelves[0]!.id, ...fields });
  await priceNow(admin, shop.storeId, made.id, { priceMinor });
  await shop.sql('UPDATE store_products SET on_hand = $2 WHERE product_id = $1', [made.id, stock]);
  // An edit rebuilds the listing, with the planted stock.
  await wanted(200, editNow(admin, made.id, { description: name }));
  return made;
}
const ask = (handle: string, more = '') =>
  larder.anyone.get(`/v1/products/${handle}/substitutes?store=${shop.storeId}${more}`);
const namesFor = async (handle: string, more = ''): Promise<string[]> =>
  (await wanted(200, ask(handle, more))).items.map((item: { name: string }) => item.name);

describe('substitutes', () => {
  it('are in stock, of similar price and place, and as safe', async () => {
    const milk = { size: '1 l', brand: 'Dune', allergens: ['milk'], dietary: ['vegetarian'] };
    const original = await sold('Whole Milk', { ...milk, stock: 0 });
    await sold('Whole Milk Two', { ...milk, size: '2 l' });
    await sold('Whole Milk Twin', milk);
    await sold('Whole Milk Other', { ...milk, brand: 'Oasis' });
    await sold('Whole Milk Dearer', { ...milk, priceMinor: 1300 });
    await sold('Whole Milk Long', { ...milk, categoryId: shelves[1]!.id });
    await sold('Whole Milk Unclaimed', { ...milk, dietary: [] });
    await sold('Whole Milk Gone', { ...milk, stock: 0 });
    await sold('Whole Milk Dear', { ...milk, priceMinor: 1301 });
    await sold('Whole Milk Cheap', { ...milk, priceMinor: 699 });
    await sold('Whole Milk Nutty', { ...milk, allergens: ['milk', 'nuts'] });
    await sold('Whole Milk Adult', { ...milk, minimumAge: 18 });
    await sold('Whole Milk Loose', { ...milk, soldBy: 'weight', stock: 5000 });
    await sold('Whole Milk Cheese', { ...milk, categoryId: elsewhere.id });
    const retired = await sold('Whole Milk Retired', milk);
    await wanted(200, admin.post(`/v1/admin/products/${retired.id}/retire`, undefined, ifMatch(2)));
    const best = ['Twin', 'Other', 'Two', 'Dearer', 'Long', 'Unclaimed'];
    const names = await namesFor(original.id);
    expect(names.toSorted()).toEqual(best.map((name) => `Whole Milk ${name}`).toSorted());
    expect([names[0], ...names.slice(-2)]).toEqual([
      'Whole Milk Twin',
      'Whole Milk Long',
      'Whole Milk Unclaimed',
    ]);
    expect(await namesFor(original.slug, '&limit=2')).toEqual(names.slice(0, 2));
  });

  it('may need a lower minimum age than the product, but not a higher one', async () => {
    const beer = { categoryId: aisle.id, priceMinor: 90 };
    const strong = await sold('Beer', { ...beer, minimumAge: 18 });
    const light = await sold('Light Beer', { ...beer, minimumAge: 16 });
    expect(await namesFor(strong.id)).toEqual(['Light Beer']);
    expect(await namesFor(light.id)).toEqual([]);
  });

  it('change with edits', async () => {
    const fields = { categoryId: aisle.id, priceMinor: 100_000 };
    const original = await sold('Saffron', fields);
    expect(await namesFor(original.id)).toEqual([]);
    const other = await sold('Saffron Threads', fields);
    expect(await namesFor(original.id)).toEqual(['Saffron Threads']);
    await wanted(200, editNow(admin, other.id, { allergens: ['mustard'] }));
    expect(await namesFor(original.id)).toEqual([]);
  });

  it('need a product that the store lists', async () => {
    expect((await ask('nothing-of-the-kind')).body.code).toBe('product-not-found');
    expect((await ask('whole-milk', '&limit=21')).body.code).toBe('validation-failed');
  });
});
