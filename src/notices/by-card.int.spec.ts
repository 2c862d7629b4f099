// What customers are told of orders that are paid by card.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Larder, type Person } from '../../test/support/larder.js';
import { told } from '../../test/support/notices.js';
import { moneyOf, orderByCard, withFake } from '../../test/support/payments.js';
import { wanted } from '../../test/support/people.js';
import { openShop, type Shop } from '../../test/support/shop.js';

let larder: Larder;
let shop: Shop;
let admin: Person;
let customer: Person;
beforeAll(async () => {
  larder = await Larder.open(withFake);
  shop = await openShop(larder, { products: [{ sku: 'THING', stock: 1000 }] });
  [admin, customer] = await Promise.all([larder.person('admin'), larder.person('customer')]);
});
afterAll(() => larder?.close());

const order = async (token?: string) => {
  const orderId = await orderByCard(shop, customer, [['THING', 1]], token);
  await moneyOf(larder, orderId);
  return orderId;
};

it('is placed for its customer once the card has paid', async () => {
  const notices = await told(larder, admin, await order());
  expect(notices.map(({ kind }) => kind)).toEqual(['order_placed']);
});

it('is cancelled for its customer when the card is declined', async () => {
  const notices = await told(larder, admin, await order('tok_declined'));
  expect(notices).toMatchObject([
    { kind: 'order_cancelled', text: expect.stringMatching(/ Your card was declined\.$/) },
  ]);
});

it('is refunded for its customer once the provider has paid, once for each refund', async () => {
  const driver = await larder.person('driver');
  const orderId = await order();
  await shop.walkTo(orderId, 'delivered', driver);
  await moneyOf(larder, orderId);
  for (const amountMinor of [150, 250]) {
    const refund = { amountMinor, reason: 'late' };
    await wanted(201, admin.post(`/v1/admin/orders/${orderId}/refunds`, refund));
  }
  expect((await moneyOf(larder, orderId)).refunded).toBe(400);
  const texts = (await told(larder, admin, orderId))
    .filter(({ kind }) => kind === 'refunded')
    .map(({ text }) => text);
  expect(texts.toSorted()).toEqual([
    'AED 1.50 has been refunded to your card.',
    'AED 2.50 has been refunded to your card.',
  ]);
});
