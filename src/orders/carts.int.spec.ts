import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Larder, type Person } from '../../test/support/larder.js';
import { tally, wanted } from '../../test/support/people.js';
import { aed, door, openShop, type Shop } from '../../test/support/shop.js';
import { ManualClock } from '../kernel/clock.js';
import { CartRepository } from './persistence/cart.repository.js';

const dayMs = 24 * 60 * 60_000;
const clock = new ManualClock(new Date());
const nobody = '0198c0de-0000-7000-8000-000000000000';

let larder: Larder;
let customer: Person;
let shop: Shop;
beforeAll(async () => {
  larder = await Larder.open({ clock, env: { ACCESS_TOKEN_MINUTES: '60000' } });
  shop = await openShop(larder, {
    products: [
      { sku: 'C-MILK', stock: 10, priceMinor: 500 },
      { sku: 'C-HAM', stock: 5000, priceMinor: 4000, soldBy: 'weight' },
      { sku: 'C-RARE', stock: 100, priceMinor: 2000 },
      { sku: 'C-OAT', stock: 10, priceMinor: 600 },
    ],
    terms: { smallBasket: { belowMinor: 3000, feeMinor: 400 }, freeFromMinor: 9000 },
  });
  await shop.sql('UPDATE products SET limit_per_order = 3 WHERE sku = $1', ['C-RARE']);
});
beforeEach(async () => {
  customer = await larder.person('customer');
});
afterAll(() => larder?.close());

const line = (sku: string, quantity = 1, more: object = {}) => ({
  productId: shop.productId(sku),
  quantity,
  ...more,
});
const put = (lines: object[], headers: Record<string, string> = {}, person = customer) =>
  person.put('/v1/cart', { store: shop.storeId, lines }, headers);
const read = async () => wanted(200, customer.get(`/v1/cart?store=${shop.storeId}`));
const quote = (more: object = {}) =>
  customer.post('/v1/quotes', { store: shop.storeId, deliverTo: door, ...more });

describe('a cart', () => {
  it('is empty until it is filled, and then shows today’s prices and missing amounts', async () => {
    expect(await read()).toMatchObject({
      version: 0,
      lines: [],
      expiresAt: null,
      subtotal: aed(0),
    });
    const wishes = {
      note: 'Cold, please',
      preference: 'chosen',
      preferredProductId: shop.productId('C-OAT'),
      fallback: 'accept',
    };
    const filled = await put([line('C-MILK', 2, wishes), line('C-HAM', 333)]);
    expect(filled.status, filled.text).toBe(200);
    expect(filled.headers.etag).toBeUndefined();
    expect(filled.body).toEqual({
      storeId: shop.storeId,
      version: 1,
      expiresAt: new Date(clock.now().getTime() + 7 * dayMs).toISOString(),
      lines: [
        {
          ...line('C-MILK', 2, wishes),
          name: 'C-MILK',
          size: null,
          unit: 'each',
          price: aed(500),
          total: aed(1000),
          available: 10,
          changes: [],
        },
        {
          ...line('C-HAM', 333),
          name: 'C-HAM',
          size: null,
          unit: 'g',
          price: aed(4000),
          total: aed(1332),
          available: 5000,
          changes: [],
          note: null,
          preference: 'refund',
          preferredProductId: null,
          fallback: 'refund',
        },
      ],
      subtotal: aed(2332),
      smallBasketFee: aed(400),
      missing: { minimumBasket: null, smallBasket: aed(668), freeDelivery: aed(6668) },
    });
    expect(await read()).toEqual(filled.body);
  });

  it('tells the changes of its lines, and counts products that are gone as 0', async () => {
    const own = await openShop(larder, {
      products: ['UP', 'DOWN', 'GONE', 'SHORT'].map((sku) => ({ sku: `C-${sku}`, stock: 5 })),
    });
    const lines = ['UP', 'DOWN', 'GONE', 'SHORT'].map((sku) => ({
      productId: own.productId(`C-${sku}`),
      quantity: 5,
    }));
    await wanted(200, customer.put('/v1/cart', { store: own.storeId, lines }));
    await own.stockUp([
      { sku: 'C-UP', priceMinor: 1001 },
      { sku: 'C-DOWN', priceMinor: 999 },
      { sku: 'C-SHORT', stock: 4 },
    ]);
    await own.sql('UPDATE store_products SET published = false WHERE product_id = $1', [
      own.productId('C-GONE'),
    ]);
    const cart = await wanted(200, customer.get(`/v1/cart?store=${own.storeId}`));
    const told = cart.lines.map(({ name, changes, total }: any) => [name, changes, total]);
    expect(told).toEqual([
      ['C-UP', ['price_up'], aed(5005)],
      ['C-DOWN', ['price_down'], aed(4995)],
      ['C-GONE', ['gone'], null],
      ['C-SHORT', ['short'], aed(5000)],
    ]);
    expect(cart.subtotal).toEqual(aed(15_000));
    // A customer who sends the lines again has seen today's prices.
    const still = lines.filter((_, index) => index !== 2);
    const again = await customer.put('/v1/cart', { store: own.storeId, lines: still });
    expect(again.body.lines.map(({ changes }: any) => changes)).toEqual([[], [], ['short']]);
  });

  it('belongs to one customer in one store', async () => {
    await wanted(200, put([line('C-MILK')]));
    const stranger = await larder.person('customer');
    const theirs = await stranger.get(`/v1/cart?store=${shop.storeId}`);
    expect(theirs.body.lines).toEqual([]);
    const other = await openShop(larder, { products: [{ sku: 'C-OTHER', stock: 1 }] });
    const there = await customer.get(`/v1/cart?store=${other.storeId}`);
    expect(there.body.lines).toEqual([]);
  });

  it('is replaced by one request per version, and by any without a version', async () => {
    await wanted(200, put([line('C-MILK')]));
    const [first, second] = [
      put([line('C-MILK', 2)], { 'if-match': '"1"' }),
      put([], { 'if-match': '"1"' }),
    ];
    expect(tally(await Promise.all([first, second]))).toEqual({
      '200': 1,
      '412 version-mismatch': 1,
    });
    expect((await read()).version).toBe(2);
    await Promise.all(Array.from({ length: 5 }, () => put([line('C-OAT')])));
    expect(await read()).toMatchObject({ version: 7, lines: [line('C-OAT')] });
  });

  it('is forgotten after seven days without a change', async () => {
    await wanted(200, put([line('C-MILK')]));
    clock.advance(7 * dayMs - 1);
    expect((await read()).lines).toHaveLength(1);
    clock.advance(1);
    expect(await read()).toMatchObject({ lines: [], expiresAt: null });
    expect((await quote()).body.code).toBe('cart-empty');
    await larder.app.get(CartRepository).forgetExpired(clock.now());
    expect((await read()).version).toBe(0);
  });
});

describe('a cart refuses', () => {
  it.each([
    ['no lines', {}],
    [
      '101 lines',
      { lines: Array.from({ length: 101 }, () => ({ productId: nobody, quantity: 1 })) },
    ],
    ['a fraction', { lines: [{ productId: nobody, quantity: 1.5 }] }],
    ['a long note', { lines: [{ productId: nobody, quantity: 1, note: 'x'.repeat(201) }] }],
    ['a foreign wish', { lines: [{ productId: nobody, quantity: 1, preference: 'any' }] }],
    ['a choice of nothing', { lines: [{ productId: nobody, quantity: 1, preference: 'chosen' }] }],
    [
      'a choice without choosing',
      { lines: [{ productId: nobody, quantity: 1, preferredProductId: nobody }] },
    ],
  ])('%s', async (_, body: object) => {
    const refused = await customer.put('/v1/cart', { store: shop.storeId, ...body });
    expect([refused.status, refused.body.code], refused.text).toEqual([400, 'validation-failed']);
  });

  it('goods that the store does not sell, also as a preferred substitute', async () => {
    const chosen = { preference: 'chosen', preferredProductId: nobody };
    const refused = await put([
      line('C-MILK'),
      line('C-OAT', 1, chosen),
      { productId: nobody, quantity: 1 },
    ]);
    expect([refused.status, refused.body.code]).toEqual([422, 'product-unavailable']);
    expect(refused.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      '/lines/1/preferredProductId',
      '/lines/2/productId',
    ]);
  });

  it('more of a product than one order may have, over all of its lines', async () => {
    expect((await put([line('C-RARE', 2), line('C-RARE', 1)])).status).toBe(200);
    const lines = [line('C-RARE', 2), line('C-MILK', 9), line('C-RARE', 2)];
    for (const refused of [await put(lines), await quote({ lines })]) {
      expect([refused.status, refused.body.code]).toEqual([422, 'over-limit']);
      expect(refused.body.errors).toMatchObject([
        { pointer: '/lines/0/quantity', limit: 3 },
        { pointer: '/lines/2/quantity', limit: 3 },
      ]);
    }
  });
});

describe('a quote without lines', () => {
  it('takes those of the cart, and ordering it empties the cart', async () => {
    expect((await quote()).body.code).toBe('cart-empty');
    await wanted(200, put([line('C-MILK', 2, { note: 'Cold' })]));
    const { body } = await quote();
    expect(body.lines).toMatchObject([line('C-MILK', 2, { note: 'Cold' })]);
    expect((await read()).lines).toHaveLength(1);
    expect((await shop.place(customer, body.id)).status).toBe(201);
    expect(await read()).toMatchObject({ version: 2, lines: [], expiresAt: null });
  });

  it('leaves lines in the cart that were put in since', async () => {
    await wanted(200, put([line('C-MILK')]));
    const { body } = await quote();
    await wanted(200, put([line('C-MILK'), line('C-OAT')]));
    expect((await shop.place(customer, body.id)).status).toBe(201);
    expect((await read()).lines).toHaveLength(2);
  });

  it('leaves the cart alone when its lines were sent', async () => {
    await wanted(200, put([line('C-MILK')]));
    const { body } = await quote({ lines: [line('C-MILK')] });
    expect((await shop.place(customer, body.id)).status).toBe(201);
    expect((await read()).lines).toHaveLength(1);
  });

  it('is refused when the limit has been lowered since', async () => {
    await wanted(200, put([line('C-RARE', 3)]));
    const { body } = await quote();
    await shop.sql('UPDATE products SET limit_per_order = 2 WHERE sku = $1', ['C-RARE']);
    const refused = await shop.place(customer, body.id);
    expect([refused.status, refused.body.code]).toEqual([422, 'over-limit']);
    expect((await read()).lines).toMatchObject([{ changes: ['over_limit'] }]);
  });
});
