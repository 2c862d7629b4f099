// Lists: place, filters, order, number of statements, and the products' fields.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Larder } from '../../../test/support/larder.js';
import { openListedShop } from '../../../test/support/listed-shop.js';
import { Database, UnitOfWork } from '../../platform/index.js';
import { OrderStock } from '../stock/order-stock.queries.js';

interface Item {
  readonly id: string;
  readonly sku: string;
  readonly name: string;
  readonly price: { readonly amountMinor: number };
  readonly unitPrice: { readonly amountMinor: number; readonly per: string } | null;
}

let larder: Larder;
let database: Database;
let storeId: string;

beforeAll(async () => {
  larder = await Larder.open();
  database = larder.app.get(Database);
  storeId = await openListedShop(larder);
});
afterAll(() => larder?.close());

const get = async (query: string) => {
  const answer = await larder.anyone.get(`/v1/products?${query}`);
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
};
const items = async (query: string): Promise<Item[]> => (await get(query)).items;
const skus = async (query: string) => (await items(query)).map(({ sku }) => sku);

describe('a page', () => {
  const places = ['', '&category=dairy', '&category=dairy-milk', '&q=milk', '&q=chocolate'];
  const sorts = ['name', 'price', '-price', 'unitPrice', 'newest'];
  const queries = sorts.flatMap((sort) => places.map((place) => `sort=${sort}${place}`));

  it.each([...queries, 'q=milk'])('of %s goes on where the one before ended', async (query) => {
    const whole = await skus(`${query}&limit=100`);
    expect(whole.length).toBeGreaterThan(1);
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await get(`${query}&limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.items.map((item: Item) => item.sku));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toEqual(whole);
  });

  it('has the order that the query asks for', async () => {
    const prices = async (query: string) =>
      (await items(query)).map((item) => item.price.amountMinor);
    const up = await prices('sort=price');
    expect(up).toEqual(up.toSorted((a, b) => a - b));
    expect(await prices('sort=-price')).toEqual(up.toReversed());
    const unit = (await items('sort=unitPrice')).map((item) => item.unitPrice?.amountMinor ?? null);
    const known = unit.filter((each) => each !== null);
    expect([known.length, unit.length]).toEqual([14, 15]);
    expect(known).toEqual(known.toSorted((a, b) => a - b));
    expect(unit).toEqual([...known, null]);
    await database.query(
      "UPDATE listings SET listed_at = now() + interval '1 h' WHERE sku = 'L-05'",
    );
    expect((await skus('sort=newest&limit=3'))[0]).toBe('L-05');
  });

  it.each([
    ['category=dairy', ['L-01', 'L-02', 'L-03', 'L-07', 'L-08', 'L-09', 'L-10', 'L-11']],
    ['category=dairy-milk', ['L-01', 'L-02', 'L-03', 'L-09', 'L-10', 'L-11']],
    ['category=dairy-milk-plant', ['L-03']],
    ['category=00000000-0000-4000-8000-000000000001', ['L-03']],
    ['category=sweets', ['L-04', 'L-06', 'L-12', 'L-14']],
    ['minPrice=1200&maxPrice=6000', ['L-03', 'L-07', 'L-13', 'L-15']],
    ['minPrice=9900&maxPrice=9900', ['L-12']],
    ['maxPrice=0', []],
    ['inStock=false', ['L-03']],
    ['onSale=true', ['L-01']],
    ['onSale=true&maxPrice=700', ['L-01']],
    ['dietary=organic', ['L-03', 'L-04', 'L-06']],
    ['dietary=organic,vegan', ['L-03']],
    ['dietary=vegan&dietary=organic', ['L-03']],
    ['brand=WADI%20farms', ['L-01', 'L-02', 'L-08']],
    ['brand=Wadi%20Farms&category=dairy-milk&inStock=true', ['L-01', 'L-02']],
    ['brand=kakao&dietary=organic&q=dark', ['L-06']],
    ['q=milk&category=sweets', ['L-04']],
  ])('of %s has what passes', async (query, expected) => {
    expect((await skus(query)).toSorted()).toEqual(expected);
    expect((await get(`${query}&count=true&limit=1`)).total).toBe(expected.length);
  });

  it.each(['', '&category=no-such-thing', '&q=%21%21'])(
    'counts only on request%s',
    async (more) => {
      expect(await get(`limit=1${more}`)).not.toHaveProperty('total');
      expect(await get(`limit=1${more}&count=true`)).toHaveProperty('total');
    },
  );

  it.each([
    'sort=name',
    'category=dairy&sort=unitPrice&inStock=true',
    'category=dairy-milk&sort=-price&count=true',
    'q=milk',
    'q=mlik&count=true',
    'q=skimed%20chocolat',
    'q=milk&category=dairy-milk&sort=price&dietary=vegetarian',
    'q=zzzzzz',
  ])('of %s takes two statements', async (query) => {
    const { nextCursor } = await get(`${query}&limit=1`);
    for (const page of ['limit=3', nextCursor && `limit=1&cursor=${nextCursor}&store=corner`]) {
      if (!page) continue;
      const before = larder.sqlForRequests;
      await get(`${query}&${page}`);
      expect(larder.sqlForRequests - before).toBe(2);
    }
  });
});

describe('a product', () => {
  it('shows every field that shoppers need', async () => {
    const [shown] = (await get('q=L-01')).items;
    const { category, department } = await categories();
    const summary = {
      id: expect.any(String),
      sku: 'L-01',
      barcode: '6290001',
      slug: 'whole-milk-1-l',
      name: 'Whole Milk',
      brand: 'Wadi Farms',
      image: 'https://img.example/a.jpg',
      size: { label: '1 l', count: 1, amount: 1000, unit: 'ml', approximate: false },
      price: { amountMinor: 700, currency: 'AED' },
      onSale: true,
      regularPrice: { amountMinor: 850, currency: 'AED' },
      saleUntil: '2099-01-01T00:00:00.000Z',
      unitPrice: { amountMinor: 700, currency: 'AED', per: 'l' },
      unit: 'each',
      availability: 'in',
      inStock: true,
      limitPerOrder: 6,
      minimumAge: null,
      dietary: ['vegetarian'],
      allergens: ['milk'],
      category,
      path: [department, category],
    };
    expect(shown).toEqual(summary);
    expect((await larder.anyone.get(`/v1/products/${shown.slug}`)).body).toEqual({
      ...summary,
      description: 'Fresh.',
      images: ['https://img.example/a.jpg', 'https://img.example/b.jpg'],
      taxRateBasisPoints: 500,
    });
  });

  it('shows unknown fields as null, and its path of three categories', async () => {
    const { category, department } = await categories();
    const [oats] = (await get('q=L-03')).items;
    expect(oats).toMatchObject({
      size: { label: '1 l', count: 1, amount: 1000, unit: 'ml', approximate: false },
      onSale: false,
      regularPrice: null,
      saleUntil: null,
      unitPrice: { amountMinor: 1200, per: 'l' },
      availability: 'out',
      inStock: false,
      path: [department, category, { slug: 'dairy-milk-plant' }],
    });
    const [low] = (await get('q=L-02')).items;
    expect([low.availability, low.inStock]).toEqual(['low', true]);
    const [box] = (await get('q=L-12')).items;
    expect([box.size, box.unitPrice, box.path.length]).toEqual([null, null, 1]);
  });

  async function categories() {
    const { body } = await larder.anyone.get('/v1/categories');
    const dairy = body.items.find((each: { slug: string }) => each.slug === 'dairy');
    const milk = dairy.children.find((each: { slug: string }) => each.slug === 'dairy-milk');
    expect(milk.children).toEqual([
      expect.objectContaining({ slug: 'dairy-milk-plant', name: 'Plant', children: [] }),
    ]);
    const named = ({ id, slug, name }: Record<string, unknown>) => ({ id, slug, name });
    return { category: named(milk), department: named(dairy) };
  }
});

it('a product on a shelf that sells out is out in the very next list of its aisle', async () => {
  const [oats] = (await get('q=L-03')).items;
  const aisle = oats.path[1];
  const lists = ['dairy', aisle.slug, aisle.id, 'dairy-milk-plant'].map((at) => `category=${at}`);
  const shown = async () => {
    const pages = await Promise.all(lists.map((list) => items(list)));
    return pages.map((page) => page.find(({ id }) => id === oats.id));
  };
  await database.query(
    'UPDATE store_products SET on_hand = 2, reserved = 2 WHERE product_id = $1',
    [oats.id],
  );
  for (const inStock of [false, true]) {
    if (inStock) {
      const demand = [{ productId: oats.id, sku: 'L-03', quantity: 2 }];
      const stock = larder.app.get(OrderStock);
      await larder.app.get(UnitOfWork).run((tx) => stock.release(tx, storeId, demand));
    }
    expect(await shown()).toEqual(lists.map(() => expect.objectContaining({ inStock })));
  }
});
