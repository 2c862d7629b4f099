import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Larder, type Person } from '../../test/support/larder.js';
import { wanted } from '../../test/support/people.js';
import { aed, alwaysOpen, door, openShop, type Shop } from '../../test/support/shop.js';
import { ManualClock } from '../kernel/clock.js';
import { defaultTerms } from '../delivery-options/terms/store-terms.js';
import { expireUnaccepted } from './use-cases/expire-unaccepted.job.js';

// A Monday noon in Dubai, far enough ahead that no job of an order is due.
const clock = new ManualClock(new Date('2037-03-02T08:00:00Z'));

let larder: Larder;
let admin: Person;
let customer: Person;
let shop: Shop;
beforeAll(async () => {
  larder = await Larder.open({ clock, env: { ACCESS_TOKEN_MINUTES: '600' } });
  [admin, customer] = await Promise.all([larder.person('admin'), larder.person('customer')]);
  shop = await openShop(larder, { products: [{ sku: 'T-TEN', stock: 1000, priceMinor: 1000 }] });
});
afterAll(() => larder?.close());

const termsUrl = () => `/v1/admin/stores/${shop.storeId}/delivery-terms`;
const needed = { feeMinor: 900, asap: { fromMinutes: 30, untilMinutes: 60 }, autoAccept: false };
const noSlots = { slotDays: 7, slotPlan: [] };
const setTerms = async (terms: object) => {
  const { etag } = (await admin.get(termsUrl())).headers;
  return admin.put(termsUrl(), terms, etag ? { 'if-match': etag } : {});
};
const square = (at: number, size: number) => [
  { lat: at, lng: at },
  { lat: at, lng: at + size },
  { lat: at + size, lng: at + size },
  { lat: at + size, lng: at },
];
const zone = (change: object) => ({ store: shop.storeId, name: 'Inner', ...change });
const serves = (lat: number, lng: number) =>
  larder.anyone.get(`/v1/serviceability?store=${shop.storeId}&lat=${lat}&lng=${lng}`);
const quote = (more: object) =>
  customer.post('/v1/quotes', {
    store: shop.storeId,
    lines: [{ productId: shop.productId('T-TEN'), quantity: 2 }],
    deliverTo: door,
    ...more,
  });
const feesOf = async (more: object) => (await wanted(201, quote(more))).totals.fees;

describe('the delivery terms of a store', () => {
  it('are the defaults until they are set, and are replaced only with their version', async () => {
    const before = await admin.get(termsUrl());
    expect(before.headers.etag).toBeUndefined();
    expect(before.body).toMatchObject({ ...defaultTerms, version: 0, currency: 'AED' });

    const first = await admin.put(termsUrl(), { ...needed, ...noSlots });
    expect([first.status, first.headers.etag]).toEqual([201, '"1"']);
    const blind = await admin.put(termsUrl(), { ...needed, ...noSlots });
    expect([blind.status, blind.body.code]).toEqual([428, 'precondition-required']);
    const late = await admin.put(termsUrl(), { ...needed, ...noSlots }, { 'if-match': '"7"' });
    expect([late.status, late.body.code]).toEqual([412, 'version-mismatch']);
    const terms = { ...needed, ...noSlots, bands: [{ upToM: 5, feeMinor: 1 }] };
    const second = await admin.put(termsUrl(), terms, { 'if-match': '"1"' });
    expect([second.status, second.body]).toEqual([200, (await admin.get(termsUrl())).body]);
    expect(second.body).toMatchObject({ ...terms, version: 2, freeFromMinor: null });
  });

  it('become fees of a quote, with the tip, and add up', async () => {
    await setTerms({
      ...needed,
      ...noSlots,
      smallBasket: { belowMinor: 2001, feeMinor: 300 },
    });
    const { body } = await quote({ tipMinor: 250 });
    // The shop's zone has a fee of its own.
    expect(body.totals).toMatchObject({
      subtotal: aed(2000),
      fees: [
        { code: 'delivery', amount: aed(700) },
        { code: 'small_basket', amount: aed(300) },
        { code: 'tip', amount: aed(250) },
      ],
      total: aed(3250),
    });
    expect(body.delivery).toEqual({
      zone: 'around',
      distanceM: 15_725,
      fee: aed(700),
      freeFrom: aed(10_000),
      smallBasket: { below: aed(2001), fee: aed(300) },
    });
    const { id } = await wanted(201, shop.place(customer, body.id));
    const order = await wanted(200, customer.get(`/v1/orders/${id}`));
    expect(order.totals).toEqual(body.totals);
  });

  it('let a tip be as much as the goods are worth, and no more', async () => {
    const most = await quote({ tipMinor: 2000 });
    expect(most.status).toBe(201);
    const more = await quote({ tipMinor: 2001 });
    expect([more.status, more.body.code]).toEqual([422, 'tip-too-large']);
  });
});

describe('zones', () => {
  it('are tried by priority, exclude holes, and cost their own fee or the terms’', async () => {
    const made = await admin.post(
      '/v1/admin/zones',
      zone({ ring: square(0.4, 0.2), holes: [{ ring: square(0.55, 0.02) }], priority: 5 }),
    );
    expect([made.status, made.headers.etag], made.text).toEqual([201, '"1"']);
    expect(made.body).toMatchObject({ priority: 5, feeMinor: null, freeFromMinor: null });
    await setTerms({ ...needed, ...noSlots, bands: [{ upToM: 16_000, feeMinor: 350 }] });
    expect(await feesOf({})).toEqual([{ code: 'delivery', amount: aed(350) }]);
    const far = { ...door, lat: 0.59, lng: 0.59 };
    expect(await feesOf({ deliverTo: far })).toEqual([{ code: 'delivery', amount: aed(900) }]);
    const inHole = { ...door, lat: 0.56, lng: 0.56 };
    expect(await feesOf({ deliverTo: inHole })).toEqual([{ code: 'delivery', amount: aed(700) }]);

    const { items } = await wanted(200, admin.get(`/v1/admin/zones?store=${shop.storeId}`));
    expect(items.map(({ name }: { name: string }) => name)).toEqual(['Inner', 'around']);
    const url = made.headers.location!;
    const edit = (change: object, version = 1) =>
      admin.patch(url, change, { 'if-match': `"${version}"` });
    const edited = await edit({ priority: 500 });
    expect([edited.status, edited.body]).toEqual([
      200,
      { ...made.body, priority: 500, version: 2 },
    ]);
    expect(await feesOf({})).toEqual([{ code: 'delivery', amount: aed(700) }]);
    expect((await edit({ priority: 1 })).status).toBe(412);
    expect((await admin.patch(url, {})).status).toBe(428);
    expect((await edit({ name: 'around' }, 2)).body.code).toBe('zone-name-taken');
    expect((await admin.delete(url, { 'if-match': '"1"' })).status).toBe(412);
    expect((await admin.delete(url, { 'if-match': '"2"' })).status).toBe(204);
    expect((await admin.get(url)).body.code).toBe('zone-not-found');
  });

  it('have unique names within a store', async () => {
    const twice = await admin.post('/v1/admin/zones', zone({ name: 'around', ring: square(9, 1) }));
    expect([twice.status, twice.body.code]).toEqual([409, 'zone-name-taken']);
  });

  it('tell anyone whether the store delivers, and on what terms', async () => {
    const there = await serves(door.lat, door.lng);
    expect([there.status, there.body]).toEqual([
      200,
      {
        delivers: true,
        delivery: {
          zone: 'around',
          distanceM: 15_725,
          fee: aed(700),
          freeFrom: aed(10_000),
          smallBasket: null,
        },
        minimumBasket: aed(0),
      },
    ]);
    const { body } = await serves(2, 0);
    expect(body).toEqual({ delivers: false, delivery: null, minimumBasket: aed(0) });
    expect((await serves(1, 1)).body.delivers).toBe(true);
  });

  it.each(['91&lng=0', '0&lng=181', 'NaN&lng=0', 'x&lng=0', '&lng=0', '1e1&lng=0', '0'])(
    'refuse the coordinates %s',
    async (rest) => {
      const asked = await larder.anyone.get(`/v1/serviceability?store=${shop.storeId}&lat=${rest}`);
      expect([asked.status, asked.body.code]).toEqual([400, 'validation-failed']);
    },
  );

  it('that were removed refuse quotes from before', async () => {
    const other = await openShop(larder, { products: [{ sku: 'T-GONE', stock: 9 }] });
    const quoteId = await other.quoteFor(customer, [['T-GONE', 1]]);
    const { items } = await wanted(200, admin.get(`/v1/admin/zones?store=${other.storeId}`));
    await admin.delete(`/v1/admin/zones/${items[0].id}`, { 'if-match': '"1"' });
    const refused = await other.place(customer, quoteId);
    expect([refused.status, refused.body.code]).toEqual([422, 'out-of-service-area']);
    expect(await other.stockOf('T-GONE')).toEqual({ onHand: 9, reserved: 0 });
  });
});

describe('as soon as possible', () => {
  const openings = (...openingHours: object[]) =>
    shop.sql('UPDATE stores SET opening_hours = $2 WHERE id = $1', [
      shop.storeId,
      JSON.stringify(openingHours),
    ]);
  const monday = (opens: string, closes: string) => ({ weekday: 1, opens, closes });
  afterAll(() => openings(...alwaysOpen));

  it('has the promise of the terms, unless a slot is chosen', async () => {
    await setTerms({ ...needed, ...noSlots, asap: { fromMinutes: 20, untilMinutes: 45 } });
    expect((await quote({})).body.promise).toEqual({
      from: '2037-03-02T08:20:00.000Z',
      until: '2037-03-02T08:45:00.000Z',
    });
    const { body } = await quote({ slotId: shop.slotId });
    expect([body.promise, body.slot.id]).toEqual([null, shop.slotId]);
  });

  it.each([
    ['closed', [monday('13:00', '22:00')], '2037-03-02T09:00:00.000Z'],
    [
      'about to close',
      [monday('08:00', '12:19'), monday('14:00', '18:00')],
      '2037-03-02T10:00:00.000Z',
    ],
    ['never open', [], null],
  ])('is refused while the store is %s, and says when it opens', async (_, hours, opensAt) => {
    await openings(...alwaysOpen);
    const quoteId = (await quote({})).body.id;
    await openings(...hours);
    for (const refused of [await quote({}), await shop.place(customer, quoteId)]) {
      expect([refused.status, refused.body.code]).toEqual([409, 'store-closed']);
      expect(refused.body.opensAt).toBe(opensAt);
    }
    expect((await quote({ slotId: shop.slotId })).status).toBe(201);
  });

  it('is promised by a store that closes just as the goods leave', async () => {
    await openings(monday('08:00', '12:20'));
    expect((await quote({})).status).toBe(201);
  });
});

it('accepts orders automatically where the terms say so', async () => {
  const own = await openShop(larder, {
    products: [{ sku: 'T-AUTO', stock: 9 }],
    terms: { autoAccept: true },
  });
  const placed = await own.place(customer, await own.quoteFor(customer, [['T-AUTO', 1]]));
  expect([placed.status, placed.body.status]).toEqual([201, 'accepted']);
  expect(await own.eventsOf(placed.body.id)).toEqual(['order.placed', 'order.accepted']);
  expect(placed.body.timeline).toMatchObject([
    { action: 'place', by: 'customer' },
    { action: 'accept', by: 'system' },
  ]);
  const expiries = await own.sql(
    `SELECT FROM pgboss.job WHERE name = $1 AND data->>'orderId' = $2`,
    [expireUnaccepted, placed.body.id],
  );
  expect(expiries).toEqual([]);
});
