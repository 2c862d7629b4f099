import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ifMatch, makeProduct, plantCategory, priceNow } from '../../../test/support/admin.js';
import { Larder, type Person } from '../../../test/support/larder.js';
import { wanted } from '../../../test/support/people.js';
import { invalid, type Refused, refuses } from '../../../test/support/problems.js';
import { aed, openShop, type Shop } from '../../../test/support/shop.js';
import { ManualClock } from '../../kernel/clock.js';
import { FollowSalesJob } from './follow-sales.job.js';

const start = Date.parse('2026-03-01T00:00:00Z');
const minute = 60_000;
const after = (minutes: number) => new Date(start + minutes * minute).toISOString();

// It stands still at the present time: access tokens would not be valid yet at an earlier one.
let clock: ManualClock;
let larder: Larder;
let admin: Person;
let customer: Person;
let shop: Shop;
let categoryId: string;
beforeAll(async () => {
  clock = new ManualClock(new Date(start));
  larder = await Larder.open({ clock });
  admin = await larder.person('admin');
  customer = await larder.person('customer');
  categoryId = await plantCategory(larder, randomUUID(), 'pantry');
  shop = await openShop(larder, { products: [{ sku: 'ON-SALE', stock: 50, priceMinor: 1000 }] });
});
afterAll(() => larder?.close());

let count = 0;
const product = () => makeProduct(admin, { sku: `P-${(count += 1)}`, name: 'Thing', categoryId });
const at = (id: string, store = shop.storeId) => `/v1/admin/stores/${store}/products/${id}/price`;

describe('a price', () => {
  it('is first set without an ETag, then with the ETag of the price it replaces', async () => {
    const { id } = await product();
    expect((await admin.get(at(id))).body.code).toBe('price-not-found');
    const first = await admin.put(at(id), { priceMinor: 1250 });
    expect([first.status, first.headers.etag]).toEqual([201, '"1"']);
    const sale = { salePriceMinor: 990, saleFrom: after(10), saleUntil: after(20) };
    const second = await admin.put(
      at(id),
      { priceMinor: 1300, ...sale, published: false, lowStockAt: 3 },
      ifMatch(1),
    );
    expect([second.status, second.headers.etag], second.text).toEqual([200, '"2"']);
    expect(second.body).toEqual({
      storeId: shop.storeId,
      productId: id,
      version: 2,
      currency: 'AED',
      priceMinor: 1300,
      ...sale,
      published: false,
      lowStockAt: 3,
    });
    expect((await admin.get(at(id))).body).toEqual(second.body);
    const whole = (await admin.put(at(id), { priceMinor: 1300 }, ifMatch(2))).body;
    expect(whole).toMatchObject({ salePriceMinor: null, published: true, lowStockAt: null });
  });

  it('is shown, unless it is not published', async () => {
    const { id } = await product();
    const seen = () => larder.anyone.get(`/v1/products/${id}?store=${shop.storeId}`);
    expect((await seen()).status).toBe(404);
    await priceNow(admin, shop.storeId, id, { priceMinor: 700 });
    expect((await seen()).body.price).toEqual(aed(700));
    await priceNow(admin, shop.storeId, id, { priceMinor: 700, published: false });
    expect((await seen()).status).toBe(404);
  });
});

describe('a sale', () => {
  it('is charged at once, and listed when the job has run', async () => {
    const id = shop.productId('ON-SALE');
    const job = larder.app.get(FollowSalesJob);
    const listed = async () =>
      (await larder.anyone.get(`/v1/products/${id}?store=${shop.storeId}`)).body.price;
    const quoted = async () =>
      (await wanted(201, shop.askQuote(customer, [['ON-SALE', 1]]))).lines[0].price;
    const sale = { salePriceMinor: 800, saleFrom: after(1), saleUntil: after(3) };
    await priceNow(admin, shop.storeId, id, { priceMinor: 1000, ...sale });
    // Listed only after the job, of which the minute's own run may come at any moment.
    const hasLooked = async () => {
      await job.run();
      return [await quoted(), await listed()];
    };

    expect(await hasLooked()).toEqual([aed(1000), aed(1000)]);
    clock.advance(minute);
    expect(await quoted()).toEqual(aed(800));
    expect(await hasLooked()).toEqual([aed(800), aed(800)]);
    clock.advance(2 * minute);
    expect(await quoted()).toEqual(aed(1000));
    expect(await hasLooked()).toEqual([aed(1000), aed(1000)]);
  });

  it('is listed with its price once it has begun', async () => {
    const { id } = await product();
    const sale = { salePriceMinor: 500, saleFrom: after(0), saleUntil: after(60) };
    await priceNow(admin, shop.storeId, id, { priceMinor: 700, ...sale });
    const { price } = (await larder.anyone.get(`/v1/products/${id}?store=${shop.storeId}`)).body;
    expect(price).toEqual(aed(500));
  });
});

const put = async (body: object, headers = {}) =>
  admin.put(at((await product()).id), body, headers);
const sale = { priceMinor: 1000, salePriceMinor: 800, saleFrom: after(0), saleUntil: after(9) };
const prices = [-1, 0, 0.001, 1e12, '5', null, Number.MAX_SAFE_INTEGER];
const times = ['2026-02-30T00:00:00Z', '2026-03-01T00:00:00', '2026-03-01', 'now', 7];

refuses('a price', [
  ...prices.map((priceMinor): Refused => [
    `of ${priceMinor}`,
    () => put({ priceMinor }),
    ...invalid,
    { errors: expect.arrayContaining([expect.objectContaining({ pointer: '/priceMinor' })]) },
  ]),
  ...times.map((saleFrom): Refused => [
    `with a sale from ${saleFrom}`,
    () => put({ ...sale, saleFrom }),
    ...invalid,
  ]),
  ['with a currency', () => put({ priceMinor: 1, currency: 'EUR' }), 400, 'unknown-field'],
  ['above', () => put({ ...sale, salePriceMinor: 1000 }), 422, 'sale-inconsistent'],
  ['of half a sale', () => put({ ...sale, saleUntil: null }), 422, 'sale-inconsistent'],
  ['of a sale backwards', () => put({ ...sale, saleUntil: after(0) }), 422, 'sale-inconsistent'],
  ['that is not there to replace', () => put(sale, ifMatch(1)), 412, 'version-mismatch'],
  ['in no store', () => admin.put(at(randomUUID(), 'nowhere'), sale), 404, 'store-not-found'],
  ['of no product', () => admin.put(at(randomUUID()), sale), 404, 'product-not-found'],
  [
    'over another, unread',
    async () => {
      const { id } = await product();
      await priceNow(admin, shop.storeId, id, { priceMinor: 1 });
      return admin.put(at(id), { priceMinor: 2 });
    },
    428,
    'precondition-required',
  ],
]);
