// Cash that coins can pay, from the quote to the refund.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Larder, type Person } from '../../test/support/larder.js';
import { wanted } from '../../test/support/people.js';
import { Pick } from '../../test/support/picks.js';
import { aed, fresh, openShop, type Shop } from '../../test/support/shop.js';

let larder: Larder;
let shop: Shop;
let customer: Person;
let driver: Person;
beforeAll(async () => {
  larder = await Larder.open();
  shop = await openShop(larder, {
    products: [
      { sku: 'CHEESE', stock: 100_000, priceMinor: 4200, soldBy: 'weight' },
      { sku: 'FULL', stock: 100, priceMinor: 10_005 },
      { sku: 'THING', stock: 100, priceMinor: 1003 },
      { sku: 'OTHER', stock: 100, priceMinor: 1053 },
    ],
  });
  [customer, driver] = await Promise.all([larder.person('customer'), larder.person('driver')]);
});
afterAll(() => larder?.close());

const seen = (orderId: string, who = customer) => wanted(200, who.get(`/v1/orders/${orderId}`));
/** The driver's work: the delivery of this order. */
async function delivery(orderId: string) {
  const { items } = await wanted(200, driver.get('/v1/driver/deliveries'));
  return items.find((item: { order: { id: string } }) => item.order.id === orderId);
}
async function place(sku: string, more: object = {}): Promise<string> {
  const quoteId = await shop.quoteFor(customer, [[sku, 1]]);
  return (await wanted(201, shop.place(customer, quoteId, fresh('key'), more))).id;
}
const deliver = async (id: string, cashCollectedMinor: number) =>
  driver.post(`/v1/driver/deliveries/${id}/deliver`, {
    cashCollectedMinor,
    pin: await shop.pinOf(id),
  });

describe('cash on delivery', () => {
  it('is what coins can pay of the weight that was found; the total stays', async () => {
    const pick = await Pick.start(shop, customer, [['CHEESE', 1000]]);
    await wanted(200, pick.line('find', { quantity: 1037 }));
    await wanted(200, pick.move('ready'));
    const { orderId } = pick;
    // 1037 g at 42.00 are 43.554, and 7.00 for the delivery.
    expect(await seen(orderId)).toMatchObject({
      totals: { total: aed(5055), rounding: aed(-5) },
      cashToCollect: aed(5050),
    });
    await shop.walkTo(orderId, 'out_for_delivery', driver);
    const { id, cashToCollect } = await delivery(orderId);
    expect(cashToCollect).toEqual(aed(5050));
    expect((await deliver(id, 5055)).body).toMatchObject({
      code: 'cash-mismatch',
      expected: aed(5050),
    });
    await wanted(200, deliver(id, 5050));
    expect((await seen(orderId)).payment).toMatchObject({
      status: 'captured',
      captured: aed(5050),
    });
  });

  it('is told with the quote, before anybody has chosen how to pay', async () => {
    const { totals, cashToCollect } = await wanted(201, shop.askQuote(customer, [['THING', 1]]));
    expect(totals).toMatchObject({ total: aed(1703), rounding: aed(0) });
    expect(cashToCollect).toEqual(aed(1700));
  });

  it('is rounded for cash alone', async () => {
    const orderId = await place('THING', { paymentMethod: 'card_on_delivery' });
    expect(await seen(orderId)).toMatchObject({
      totals: { total: aed(1703), rounding: aed(0) },
      cashToCollect: aed(0),
    });
    await shop.walkTo(orderId, 'delivered', driver);
    expect((await seen(orderId)).payment.captured).toEqual(aed(1703));
  });

  it('is rounded as the store says, for orders from then on', async () => {
    const before = await place('OTHER');
    const admin = await larder.person('admin');
    const url = `/v1/admin/stores/${shop.storeId}/delivery-terms`;
    const terms = {
      feeMinor: 0,
      asap: { fromMinutes: 30, untilMinutes: 60 },
      autoAccept: false,
      slotDays: 7,
      slotPlan: [],
    };
    const wrong = await admin.put(url, { ...terms, cashStepMinor: 0 });
    expect([wrong.status, wrong.body.errors[0].pointer]).toEqual([400, '/cashStepMinor']);
    const first = await admin.put(url, { ...terms, cashStepMinor: 100 });
    expect([first.status, first.body.cashStepMinor]).toEqual([201, 100]);
    const after = await place('OTHER');
    expect((await seen(before)).cashToCollect).toEqual(aed(1750));
    expect((await seen(after)).cashToCollect).toEqual(aed(1800));
    await wanted(200, admin.put(url, terms, { 'if-match': '"1"' }));
    expect((await wanted(200, admin.get(url))).cashStepMinor).toBe(null);
  });

  it('comes back whole, and no more of it than was paid', async () => {
    // Above the threshold of free delivery: only goods are paid, and rounded down.
    const orderId = await place('FULL');
    await shop.walkTo(orderId, 'delivered', driver);
    const { lines, payment } = await seen(orderId);
    expect(payment.captured).toEqual(aed(10_000));
    const claim = { lines: [{ lineId: lines[0].id, kind: 'damaged', quantity: 1 }] };
    await wanted(201, customer.post(`/v1/orders/${orderId}/claims`, claim));
    expect((await seen(orderId)).payment).toMatchObject({
      status: 'refunded',
      refunded: aed(10_000),
    });
  });
});

describe('change', () => {
  it('is brought for the note that the customer pays with', async () => {
    const orderId = await place('THING', { changeForMinor: 10_000 });
    expect((await seen(orderId)).changeFor).toEqual(aed(10_000));
    await shop.walkTo(orderId, 'out_for_delivery', driver);
    const work = await delivery(orderId);
    expect(work).toMatchObject({ changeFor: aed(10_000), changeToBring: aed(8300) });
    await wanted(200, deliver(work.id, 1700));
    const other = await place('THING');
    expect((await seen(other)).changeFor).toBe(null);
  });

  it('is not promised for too little, nor where a card pays', async () => {
    const quoteId = await shop.quoteFor(customer, [['THING', 1]]);
    const asked = (more: object) => shop.place(customer, quoteId, fresh('key'), more);
    expect((await asked({ changeForMinor: 1699 })).body).toMatchObject({
      status: 422,
      code: 'change-not-possible',
      cashToCollect: aed(1700),
    });
    const byCard = { changeForMinor: 10_000, paymentMethod: 'card_on_delivery' };
    expect((await asked(byCard)).body).toMatchObject({
      status: 422,
      code: 'change-not-possible',
      cashToCollect: null,
    });
    for (const changeForMinor of [0, -1, 1700.5, '10000']) {
      const { status, body } = await asked({ changeForMinor });
      expect([status, body.errors[0].pointer]).toEqual([400, '/changeForMinor']);
    }
    await wanted(201, asked({ changeForMinor: 1700 }));
  });
});
