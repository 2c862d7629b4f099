import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Larder, type Person } from '../../test/support/larder.js';
import { wanted } from '../../test/support/people.js';
import { aed, fresh, openShop, type Shop } from '../../test/support/shop.js';
import { ManualClock } from '../kernel/clock.js';

const minute = 60_000;
const clock = new ManualClock(new Date());

let larder: Larder;
let admin: Person;
let customer: Person;
let shop: Shop;
beforeAll(async () => {
  larder = await Larder.open({ clock, env: { ACCESS_TOKEN_MINUTES: '600' } });
  [admin, customer] = await Promise.all([larder.person('admin'), larder.person('customer')]);
});
beforeEach(async () => {
  shop = await openShop(larder, {
    products: [
      { sku: 'BREAD', stock: 100, priceMinor: 1000 },
      { sku: 'MILK', stock: 100, priceMinor: 500 },
    ],
  });
});
afterAll(() => larder?.close());

const store = (step = '') => `/v1/admin/stores/${shop.storeId}${step}`;
const pause = (until: Date | null) =>
  wanted(200, admin.post(store('/pause'), { reason: 'Flooded', until: until?.toISOString() }));
const edit = async (change: object) => {
  const { headers } = await admin.get(store());
  return wanted(200, admin.patch(store(), change, { 'if-match': headers.etag! }));
};

describe('a paused store', () => {
  const refused = (until: string | null) => ({
    status: 409,
    body: { code: 'store-paused', reason: 'Flooded', until },
  });

  it('gives no quote and takes no order, until somebody resumes', async () => {
    const quoteId = await shop.quoteFor(customer, [['BREAD', 2]], { inSlot: true });
    await pause(null);
    expect(await shop.askQuote(customer, [['BREAD', 2]])).toMatchObject(refused(null));
    const key = fresh('key');
    expect(await shop.place(customer, quoteId, key)).toMatchObject(refused(null));
    expect(await shop.orders()).toEqual([]);
    expect([await shop.slotTaken(), (await shop.stockOf('BREAD')).reserved]).toEqual([0, 0]);
    await wanted(200, admin.post(store('/resume')));
    await shop.quoteFor(customer, [['BREAD', 2]]);
    expect((await shop.place(customer, quoteId, key)).status).toBe(201);
  });

  it('takes orders again by itself when the pause ends', async () => {
    const quoteId = await shop.quoteFor(customer, [['BREAD', 2]]);
    const until = new Date(clock.now().getTime() + 5 * minute);
    await pause(until);
    clock.advance(5 * minute - 1);
    expect(await shop.place(customer, quoteId)).toMatchObject(refused(until.toISOString()));
    clock.advance(1);
    expect((await shop.place(customer, quoteId)).status).toBe(201);
  });

  it('repeats the answer to an order from before', async () => {
    const quoteId = await shop.quoteFor(customer, [['BREAD', 2]]);
    const key = fresh('key');
    const placed = await shop.place(customer, quoteId, key);
    await pause(null);
    const again = await shop.place(customer, quoteId, key);
    expect([again.status, again.text]).toEqual([201, placed.text]);
  });
});

describe('a minimum basket', () => {
  const tooSmall = (minimum: number, missing: number) => ({
    status: 422,
    body: { code: 'basket-below-minimum', minimum: aed(minimum), missing: aed(missing) },
  });

  it('counts only goods, names the missing amount, and is met by exactly that much', async () => {
    await edit({ minimumBasketMinor: 2500 });
    expect(await shop.askQuote(customer, [['BREAD', 2]])).toMatchObject(tooSmall(2500, 500));
    const met = await shop.askQuote(customer, [
      ['BREAD', 2],
      ['MILK', 1],
    ]);
    expect(met.status, met.text).toBe(201);
    expect((await shop.place(customer, met.body.id)).status).toBe(201);
  });

  it('that was raised since the quote applies when placing', async () => {
    const quoteId = await shop.quoteFor(customer, [['BREAD', 2]]);
    await edit({ minimumBasketMinor: 2001 });
    expect(await shop.place(customer, quoteId)).toMatchObject(tooSmall(2001, 1));
    expect(await shop.orders()).toEqual([]);
  });

  it('is still met when a price has dropped since the quote', async () => {
    await edit({ minimumBasketMinor: 2000 });
    const quoteId = await shop.quoteFor(customer, [['BREAD', 2]]);
    await shop.stockUp([{ sku: 'BREAD', priceMinor: 900 }]);
    const placed = await shop.place(customer, quoteId);
    expect([placed.status, placed.body.totals.subtotal]).toEqual([201, aed(1800)]);
  });
});

it('takes orders for a slot while the store is closed', async () => {
  await edit({ openingHours: [] });
  const { body } = await larder.anyone.get(`/v1/stores/${shop.storeId}`);
  expect(body.opening).toMatchObject({ isOpen: false, reason: 'closed', opensAt: null });
  const quoteId = await shop.quoteFor(customer, [['BREAD', 2]], { inSlot: true });
  expect((await shop.place(customer, quoteId)).status).toBe(201);
});
