import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Larder, type Person } from '../../../test/support/larder.js';
import { tally, wanted } from '../../../test/support/people.js';
import { openShop, type Shop } from '../../../test/support/shop.js';
import { ManualClock } from '../../kernel/clock.js';
import { SlotPlans } from '../terms/slot-plans.service.js';

// Monday noon in Dubai, before any order’s job is due; the shop has a slot from 15:00 to 17:00.
const start = new Date('2037-03-02T08:00:00Z');
const clock = new ManualClock(start);
const hour = 60 * 60_000;
const day = 24 * hour;

let larder: Larder;
let admin: Person;
let customer: Person;
let shop: Shop;
beforeAll(async () => {
  larder = await Larder.open({ clock, env: { ACCESS_TOKEN_MINUTES: '60000' } });
  [admin, customer] = await Promise.all([larder.person('admin'), larder.person('customer')]);
});
beforeEach(async () => {
  shop = await openShop(larder, { products: [{ sku: 'SLOTS', stock: 1000 }], slotCapacity: 2 });
});
afterAll(() => larder?.close());

interface Told {
  id: string;
  startsAt: string;
  endsAt: string;
  cutoffAt: string;
  capacity: number;
  taken: number;
  closed: boolean;
  planned: boolean;
}
const planned = (weekday: number, opens: string, closes: string, capacity = 5) => ({
  weekday,
  opens,
  closes,
  cutoffMinutes: 60,
  capacity,
});
const termsUrl = () => `/v1/admin/stores/${shop.storeId}/delivery-terms`;
const plan = async (slotPlan: object[], slotDays = 7) => {
  const { etag } = (await admin.get(termsUrl())).headers;
  const terms = { feeMinor: 0, asap: { fromMinutes: 1, untilMinutes: 2 }, autoAccept: false };
  const body = { ...terms, slotDays, slotPlan };
  return wanted(etag ? 200 : 201, admin.put(termsUrl(), body, etag ? { 'if-match': etag } : {}));
};
const slots = async (): Promise<Told[]> =>
  (await wanted(200, admin.get(`/v1/admin/slots?store=${shop.storeId}`))).items;
const lines = async () =>
  (await slots()).map(
    ({ startsAt, capacity, taken, closed }) =>
      `${startsAt.slice(5, 16)} ${taken}/${capacity}${closed ? ' closed' : ''}`,
  );
const own = '03-02T11:00 0/2';
const takeOne = async (slotId: string) => {
  const basket = [{ productId: shop.productId('SLOTS'), quantity: 1 }];
  const deliverTo = { line1: 'x', lat: 0.5, lng: 0.5 };
  const asked = { store: shop.storeId, lines: basket, deliverTo, slotId };
  const { id } = await wanted(201, customer.post('/v1/quotes', asked));
  return (await wanted(201, shop.place(customer, id))).id as string;
};
const change = (slotId: string, body: object) => admin.patch(`/v1/admin/slots/${slotId}`, body);
const follow = () => larder.app.get(SlotPlans).followAll();

describe('a slot plan', () => {
  it('opens slots of the coming days by the store’s clock, one more day every day', async () => {
    await plan([
      planned(2, '10:00', '12:00'),
      planned(1, '18:00', '20:00'),
      planned(1, '10:00', '12:00'),
    ]);
    // This Monday's morning has passed; next Monday's is beyond the seven days.
    expect(await lines()).toEqual([own, '03-02T14:00 0/5', '03-03T06:00 0/5']);
    const [, evening] = await slots();
    expect(evening).toMatchObject({
      endsAt: '2037-03-02T16:00:00.000Z',
      cutoffAt: '2037-03-02T13:00:00.000Z',
      planned: true,
    });
    await follow();
    expect(await lines()).toHaveLength(3);
    clock.advance(day);
    await follow();
    expect(await lines()).toEqual(['03-09T06:00 0/5', '03-09T14:00 0/5']);
    clock.advance(-day);
  });

  it('that changes keeps slots that orders have or that an admin has changed', async () => {
    await plan([
      planned(2, '10:00', '12:00'),
      planned(2, '12:00', '14:00'),
      planned(2, '14:00', '16:00'),
    ]);
    const [, taken, edited] = await slots();
    await takeOne(taken!.id);
    await wanted(200, change(edited!.id, { capacity: 9 }));
    await plan([
      planned(2, '10:00', '12:00', 8),
      planned(2, '12:00', '14:00', 8),
      planned(3, '10:00', '12:00', 8),
    ]);
    expect(await lines()).toEqual([own, '03-03T06:00 1/5', '03-03T08:00 0/9', '03-04T06:00 0/8']);
    await plan([planned(3, '10:00', '12:00', 3)]);
    expect((await lines()).slice(1)).toEqual([
      '03-03T06:00 1/5 closed',
      '03-03T08:00 0/9',
      '03-04T06:00 0/3',
    ]);
  });

  it('closes a slot that an order has given back, and reopens it when planned again', async () => {
    await plan([planned(2, '10:00', '12:00')]);
    const [, slot] = await slots();
    const orderId = await takeOne(slot!.id);
    await wanted(200, customer.post(`/v1/orders/${orderId}/cancel`, {}));
    await plan([]);
    expect(await lines()).toEqual([own, '03-03T06:00 0/5 closed']);
    await plan([planned(2, '10:00', '12:00')]);
    expect(await lines()).toEqual([own, '03-03T06:00 0/5']);
  });

  it('has no slots on holidays or outside of opening hours', async () => {
    await plan([
      planned(2, '10:00', '12:00'),
      planned(3, '10:00', '12:00'),
      planned(3, '20:00', '22:00'),
    ]);
    await shop.sql('UPDATE stores SET opening_hours = $2, holidays = $3 WHERE id = $1', [
      shop.storeId,
      JSON.stringify([2, 3].map((weekday) => ({ weekday, opens: '08:00', closes: '21:00' }))),
      JSON.stringify([{ date: '2037-03-03', name: 'Feast', hours: [] }]),
    ]);
    const outcome = await wanted(
      200,
      admin.post(`/v1/admin/slots/follow-plan?store=${shop.storeId}`),
    );
    expect(outcome).toEqual({ opened: 0, changed: 0, removed: 2 });
    expect(await lines()).toEqual([own, '03-04T06:00 0/5']);
  });

  it('closes slots with orders on a new holiday to others, until it is removed', async () => {
    await plan([planned(2, '10:00', '12:00')]);
    const [, slot] = await slots();
    const orderId = await takeOne(slot!.id);
    const holidays = async (...days: object[]) => {
      const sql = 'UPDATE stores SET holidays = $2 WHERE id = $1';
      await shop.sql(sql, [shop.storeId, JSON.stringify(days)]);
      const url = `/v1/admin/slots/follow-plan?store=${shop.storeId}`;
      return wanted(200, admin.post(url));
    };
    const feast = { date: '2037-03-03', name: 'Feast', hours: [] };
    expect(await holidays(feast)).toEqual({ opened: 0, changed: 0, removed: 1 });
    expect(await holidays(feast)).toEqual({ opened: 0, changed: 0, removed: 0 });
    expect(await lines()).toEqual([own, '03-03T06:00 1/5 closed']);
    const order = await wanted(200, customer.get(`/v1/orders/${orderId}`));
    expect([order.status, order.slot.id]).toEqual(['placed', slot!.id]);
    const asked = { lines: [{ productId: shop.productId('SLOTS'), quantity: 1 }] };
    const deliverTo = { line1: 'x', lat: 0.5, lng: 0.5 };
    const basket = { ...asked, store: shop.storeId, deliverTo, slotId: slot!.id };
    const late = await customer.post('/v1/quotes', basket);
    expect([late.status, late.body.code]).toEqual([422, 'slot-unavailable']);
    expect(await holidays()).toEqual({ opened: 0, changed: 1, removed: 0 });
    expect(await lines()).toEqual([own, '03-03T06:00 1/5']);
    await takeOne(slot!.id);
  });
});

describe('an admin', () => {
  it('opens a single slot, once, and only at a valid time', async () => {
    const slot = { store: shop.storeId, capacity: 3 };
    const times = { startsAt: '2037-03-05T10:00:00+04:00', endsAt: '2037-03-05T12:00:00+04:00' };
    const made = await admin.post('/v1/admin/slots', { ...slot, ...times });
    expect([made.status, made.body]).toMatchObject([
      201,
      {
        startsAt: '2037-03-05T06:00:00.000Z',
        cutoffAt: '2037-03-05T06:00:00.000Z',
        planned: false,
      },
    ]);
    const again = await admin.post('/v1/admin/slots', { ...slot, ...times });
    expect([again.status, again.body.code]).toEqual([409, 'slot-exists']);
    for (const wrong of [
      { startsAt: '2037-03-05T12:00:00+04:00', endsAt: '2037-03-05T10:00:00+04:00' },
      { startsAt: '2037-03-01T10:00:00Z', endsAt: '2037-03-01T12:00:00Z' },
      { startsAt: '2037-03-16T08:00:00.001Z', endsAt: '2037-03-16T10:00:00Z' },
      { ...times, cutoffAt: '2037-03-05T10:00:01+04:00' },
    ]) {
      const refused = await admin.post('/v1/admin/slots', { ...slot, ...wrong });
      expect([refused.status, refused.body.code]).toEqual([422, 'slot-misplaced']);
    }
    for (const startsAt of ['2037-02-30T10:00:00Z', '2037-03-05T10:00:00', 'soon', 7, null]) {
      const refused = await admin.post('/v1/admin/slots', { ...slot, ...times, startsAt });
      expect([refused.status, refused.body.code]).toEqual([400, 'validation-failed']);
    }
  });

  it('never makes a slot smaller than its orders, not even while buyers order', async () => {
    await takeOne(shop.slotId);
    await takeOne(shop.slotId);
    const refused = await change(shop.slotId, { capacity: 1 });
    expect([refused.status, refused.body]).toMatchObject([
      409,
      { code: 'slot-capacity-taken', taken: 2 },
    ]);
    expect((await change(shop.slotId, { capacity: 3 })).body).toMatchObject({
      taken: 2,
      capacity: 3,
    });
    const quotes = await Promise.all(
      [1, 2].map(() => shop.quoteFor(customer, [['SLOTS', 1]], { inSlot: true })),
    );
    const answers = await Promise.all([
      ...quotes.map((quoteId) => shop.place(customer, quoteId)),
      change(shop.slotId, { capacity: 2 }),
    ]);
    const [slot] = await slots();
    expect(slot!.taken).toBeLessThanOrEqual(slot!.capacity);
    expect(tally(answers)['201'] ?? 0).toBe(slot!.taken - 2);
    expect((await change('0198c0de-0000-7000-8000-000000000000', {})).body.code).toBe(
      'slot-not-found',
    );
  });

  it('closes a slot, which is then not offered, quoted or ordered, and reopens it', async () => {
    const quoteId = await shop.quoteFor(customer, [['SLOTS', 1]], { inSlot: true });
    expect((await change(shop.slotId, { closed: true })).body.closed).toBe(true);
    const offered = await larder.anyone.get(`/v1/slots?store=${shop.storeId}`);
    expect(offered.body.items).toEqual([]);
    const refused = [
      await shop.askQuote(customer, [['SLOTS', 1]], { inSlot: true }),
      await shop.place(customer, quoteId),
    ];
    expect(tally(refused)).toEqual({ '422 slot-unavailable': 2 });
    await change(shop.slotId, { closed: false });
    expect((await shop.place(customer, quoteId)).status).toBe(201);
  });
});

it('a slot more than fourteen days ahead is neither offered nor ordered', async () => {
  const at = (ms: number) => new Date(start.getTime() + ms);
  await shop.sql('UPDATE delivery_slots SET starts_at = $2, ends_at = $3 WHERE id = $1', [
    shop.slotId,
    at(14 * day + 1),
    at(15 * day),
  ]);
  const far = await shop.askQuote(customer, [['SLOTS', 1]], { inSlot: true });
  expect([far.status, far.body.code]).toEqual([422, 'slot-unavailable']);
  const offered = () => larder.anyone.get(`/v1/slots?store=${shop.storeId}`);
  expect((await offered()).body.items).toEqual([]);
  clock.advance(1);
  expect((await offered()).body.items).toMatchObject([{ id: shop.slotId, left: 2 }]);
  expect((await shop.askQuote(customer, [['SLOTS', 1]], { inSlot: true })).status).toBe(201);
});
