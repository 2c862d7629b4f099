// What a driver sees of the work: from where, for whom, until when, how much to carry.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Larder, type Person } from '../../test/support/larder.js';
import { collect, goOnDuty, wanted } from '../../test/support/people.js';
import { Pick } from '../../test/support/picks.js';
import { aed, door, fresh, openShop, type Shop } from '../../test/support/shop.js';

let larder: Larder;
let shop: Shop;
let customer: Person;
let driver: Person;
beforeAll(async () => {
  larder = await Larder.open();
  shop = await openShop(larder, {
    products: [
      { sku: 'THING', stock: 1000 },
      { sku: 'WINE', stock: 1000, minimumAge: 18 },
    ],
  });
  customer = await larder.person('customer', 'Mina Haddad');
  driver = await larder.person('driver');
  await goOnDuty(driver);
  await wanted(200, driver.post('/v1/driver/shift', { onDuty: true, capacity: 10 }));
});
afterAll(() => larder?.close());

async function work(orderId: string) {
  const { items } = await wanted(200, driver.get('/v1/driver/deliveries'));
  return items.find((item: { order: { id: string } }) => item.order.id === orderId);
}
/** An order whose lines are all picked. */
async function picked(options: { inSlot?: boolean } = {}): Promise<Pick> {
  const pick = await Pick.start(shop, customer, [['THING', 1]], options);
  await wanted(200, pick.line('find', { quantity: 1 }));
  return pick;
}
const ready = ({ picker, orderId }: Pick, body?: object) =>
  picker.post(`/v1/picking/orders/${orderId}/ready`, body);

describe('a delivery', () => {
  it('names the store, the recipient, the time, the bags and the cash', async () => {
    const pick = await picked({ inSlot: true });
    await wanted(200, ready(pick, { bags: { ambient: 2, frozen: 1 } }));
    await wanted(201, shop.assign(pick.orderId, driver));
    const { slot } = await pick.order();
    expect(await work(pick.orderId)).toMatchObject({
      store: { id: shop.storeId, name: 'Test Shop', lat: 0.4, lng: 0.4 },
      deliverTo: { recipientName: 'Mina Haddad', line1: '1 Test Street' },
      dueFrom: slot.startsAt,
      dueAt: slot.endsAt,
      bags: { total: 3, ambient: 2, chilled: 0, frozen: 1 },
      cashToCollect: aed(1700),
    });
    // Counted again, until the driver has them.
    await wanted(200, ready(pick, { bags: { chilled: 1 } }));
    const { id, bags } = await work(pick.orderId);
    expect(bags).toEqual({ total: 1, ambient: 0, chilled: 1, frozen: 0 });
    await wanted(200, collect(driver, id));
    expect((await ready(pick, { bags: { chilled: 5 } })).status).toBe(409);
    expect((await work(pick.orderId)).bags.total).toBe(1);
  });

  it('says that nobody counted the bags, where nobody did', async () => {
    const [bare, empty] = [await picked(), await picked()];
    await wanted(200, ready(bare));
    await wanted(200, ready(empty, {}));
    for (const { orderId } of [bare, empty]) {
      await wanted(201, shop.assign(orderId, driver));
      const { bags, dueFrom, dueAt } = await work(orderId);
      expect(bags).toBe(null);
      expect(Date.parse(dueFrom)).toBeLessThan(Date.parse(dueAt));
    }
  });

  it('is not ready with bags that cannot be', async () => {
    const pick = await picked();
    for (const chilled of [-1, 1.5, 100, '1']) {
      const { status, body } = await ready(pick, { bags: { chilled } });
      expect([status, body.errors[0].pointer]).toEqual([400, '/bags/chilled']);
    }
    expect((await ready(pick, { bags: { cool: 1 } })).body.code).toBe('unknown-field');
    expect((await pick.order()).status).toBe('picking');
  });
});

describe('goods with a minimum age', () => {
  const quote = (sku: string, leaveAtDoor: boolean) =>
    customer.post('/v1/quotes', {
      store: shop.storeId,
      lines: [{ productId: shop.productId(sku), quantity: 1 }],
      deliverTo: { ...door, leaveAtDoor },
    });

  it('are not quoted for a door that nobody opens; others are', async () => {
    expect((await quote('WINE', true)).body).toMatchObject({
      status: 422,
      code: 'receiver-required',
      minimumAge: 18,
    });
    await wanted(201, quote('WINE', false));
    await wanted(201, quote('THING', true));
  });

  it('are not ordered so, nor left at the door of an order from before', async () => {
    const { id: quoteId } = await wanted(201, quote('WINE', false));
    const asked = () => shop.place(customer, quoteId, fresh('key'), { ageConfirmed: true });
    const wish = (leaveAtDoor: boolean) =>
      shop.sql(
        `UPDATE quotes SET payload = jsonb_set(payload, '{deliverTo,leaveAtDoor}', $2)
         WHERE id = $1`,
        [quoteId, JSON.stringify(leaveAtDoor)],
      );
    await wish(true);
    expect((await asked()).body).toMatchObject({ status: 422, code: 'receiver-required' });
    await wish(false);
    const { id: orderId } = await wanted(201, asked());
    await shop.sql(
      `UPDATE orders SET deliver_to = jsonb_set(deliver_to, '{leaveAtDoor}', 'true') WHERE id = $1`,
      [orderId],
    );
    await shop.walkTo(orderId, 'out_for_delivery', driver);
    const { id, proof, minimumAge } = await work(orderId);
    expect([proof, minimumAge]).toEqual(['pin', 18]);
    const { deliveryPin } = await wanted(200, customer.get(`/v1/orders/${orderId}`));
    expect(deliveryPin).toBe(await shop.pinOf(id));
    const said = { cashCollectedMinor: 1700, ageChecked: true };
    const deliver = (more: object) =>
      driver.post(`/v1/driver/deliveries/${id}/deliver`, { ...said, ...more });
    expect((await deliver({ photoReference: 'photos/1.jpg' })).body).toMatchObject({
      code: 'proof-required',
      errors: [expect.objectContaining({ pointer: '/pin' })],
    });
    await wanted(200, deliver({ pin: deliveryPin }));
  });
});
