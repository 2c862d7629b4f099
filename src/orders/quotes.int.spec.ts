import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Larder, type Person } from '../../test/support/larder.js';
import { aed, door, openShop, openSlot, type Shop } from '../../test/support/shop.js';
import { ManualClock } from '../kernel/clock.js';

const minute = 60_000;
const clock = new ManualClock(new Date());
const nobody = '0198c0de-0000-7000-8000-000000000000';

let larder: Larder;
let customer: Person;
let shop: Shop;
beforeAll(async () => {
  larder = await Larder.open({ clock });
  customer = await larder.person('customer');
  shop = await openShop(larder, {
    products: [
      { sku: 'PIECE', stock: 100, priceMinor: 500 },
      { sku: 'GRAMS', stock: 5000, priceMinor: 4000, soldBy: 'weight' },
      { sku: 'WINE', stock: 100, priceMinor: 6000, minimumAge: 21 },
      { sku: 'FEW', stock: 5 },
      { sku: 'OIL', stock: 10, priceMinor: 5000 },
    ],
  });
});
afterAll(() => larder?.close());

const line = (sku: string) => ({ productId: shop.productId(sku), quantity: 1 });
const asked = (change: object) =>
  customer.post('/v1/quotes', {
    store: shop.storeId,
    lines: [line('PIECE')],
    deliverTo: door,
    ...change,
  });

describe('a quote', () => {
  it('names every price, the minimum age and its expiry', async () => {
    const { body } = await shop.askQuote(customer, [
      ['PIECE', 2],
      ['GRAMS', 333],
      ['WINE', 1],
    ]);
    expect(body).toMatchObject({
      lines: [
        { unit: 'each', quantity: 2, total: aed(1000) },
        { unit: 'g', quantity: 333, total: aed(1332) },
        { unit: 'each', quantity: 1, total: aed(6000) },
      ],
      totals: {
        subtotal: aed(8332),
        fees: [{ code: 'delivery', amount: aed(700) }],
        total: aed(9032),
      },
      slot: null,
      minimumAge: 21,
      expiresAt: new Date(clock.now().getTime() + 10 * minute).toISOString(),
    });
  });

  it('reserves nothing, and adds up the lines of one product', async () => {
    const { body } = await shop.askQuote(customer, [
      ['FEW', 3],
      ['PIECE', 1],
      ['FEW', 3],
    ]);
    expect(body.code).toBe('insufficient-stock');
    expect(body.lines).toMatchObject([{ sku: 'FEW', requested: 6, available: 5 }]);
    await shop.quoteFor(customer, [['FEW', 5]]);
    expect(await shop.stockOf('FEW')).toEqual({ onHand: 5, reserved: 0 });
  });

  it('points at the lines that the store does not sell', async () => {
    const lines = [line('PIECE'), { productId: nobody, quantity: 1 }, line('WINE')];
    const refused = await asked({ lines });
    expect([refused.status, refused.body.code]).toEqual([422, 'product-unavailable']);
    expect(refused.body.errors).toMatchObject([{ pointer: '/lines/1/productId' }]);
  });

  it('is refused out of the area, and for a slot that is unknown or past its cut-off', async () => {
    const away = await asked({ deliverTo: { ...door, lat: 2 } });
    expect([away.status, away.body.code]).toEqual([422, 'out-of-service-area']);
    const unknown = await asked({ slotId: nobody });
    expect([unknown.status, unknown.body.code]).toEqual([422, 'slot-unavailable']);
    const at = (minutes: number) => new Date(clock.now().getTime() + minutes * minute);
    const closed = await openSlot(larder, {
      storeId: shop.storeId,
      startsAt: at(20),
      endsAt: at(80),
      cutoffAt: at(0),
      capacity: 5,
    });
    const late = await asked({ slotId: closed });
    expect([late.status, late.body.code]).toEqual([422, 'slot-unavailable']);
  });

  it.each([
    ['no destination', 'validation-failed', () => ({ deliverTo: undefined })],
    ['a destination of null', 'validation-failed', () => ({ deliverTo: null })],
    ['a list for a destination', 'validation-failed', () => ({ deliverTo: [door] })],
    ['a latitude of 91', 'validation-failed', () => ({ deliverTo: { ...door, lat: 91 } })],
    ['no lines', 'validation-failed', () => ({ lines: [] })],
    ['101 lines', 'validation-failed', () => ({ lines: Array(101).fill(line('PIECE')) })],
    ['a line of null', 'validation-failed', () => ({ lines: [null] })],
    ['a list for a line', 'validation-failed', () => ({ lines: [[]] })],
    ['a price', 'unknown-field', () => ({ lines: [{ ...line('PIECE'), price: 1 }] })],
    ['another customer', 'unknown-field', () => ({ customerId: nobody })],
  ])('is not given for %s', async (_, code, change) => {
    const refused = await asked(change());
    expect([refused.status, refused.body.code], refused.text).toEqual([400, code]);
  });

  it.each([0, -1, 1.5, '2', null, 1e9, 2_147_483_648])('is not given for %j', async (quantity) => {
    const refused = await asked({ lines: [{ ...line('PIECE'), quantity }] });
    expect([refused.status, refused.body.code]).toEqual([400, 'validation-failed']);
  });

  it('cannot be ordered by anybody else', async () => {
    const quoteId = await shop.quoteFor(customer, [['PIECE', 1]]);
    const stranger = await shop.place(await larder.person('customer'), quoteId);
    expect([stranger.status, stranger.body.code]).toEqual([404, 'quote-not-found']);
  });

  it('is never exceeded, even when lower prices fall below free delivery', async () => {
    const { body } = await shop.askQuote(customer, [['OIL', 2]]);
    expect(body.totals).toMatchObject({ fees: [], total: aed(10_000) });
    await shop.stockUp([{ sku: 'OIL', priceMinor: 4990 }]);
    const placed = await shop.place(customer, body.id);
    expect(placed.body.totals).toMatchObject({ fees: [], total: aed(9980) });
  });
});

describe('an order', () => {
  it('without a slot keeps the promise of its quote, whenever it is placed', async () => {
    const { body: quote } = await shop.askQuote(customer, [['PIECE', 1]]);
    const now = clock.now().getTime();
    const promise = {
      from: new Date(now + 30 * minute).toISOString(),
      until: new Date(now + 60 * minute).toISOString(),
    };
    expect(quote.promise).toEqual(promise);
    clock.advance(5 * minute);
    const { body: order } = await shop.place(customer, quote.id);
    const slotted = await shop.order(customer, [['PIECE', 1]], { inSlot: true });
    const { picker } = await shop.staff();
    const kept = { [order.id]: promise, [slotted]: null };
    for (const [id, promised] of Object.entries(kept)) {
      const one = await customer.get(`/v1/orders/${id}`);
      expect(one.body).toMatchObject({ promise: promised });
    }
    for (const list of [customer.get('/v1/orders'), picker.get('/v1/picking/orders')]) {
      const { items } = (await list).body;
      const those = items.filter(({ id }: { id: string }) => id in kept);
      expect(
        Object.fromEntries(
          those.map((one: { id: string; promise: object }) => [one.id, one.promise]),
        ),
      ).toEqual(kept);
    }
  });
});
