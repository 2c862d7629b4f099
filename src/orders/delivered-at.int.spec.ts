import { afterAll, beforeAll, expect, it } from 'vitest';
import { Larder, type Person } from '../../test/support/larder.js';
import { wanted } from '../../test/support/people.js';
import { orderByCard, withFake } from '../../test/support/payments.js';
import { fresh, openShop, type Shop } from '../../test/support/shop.js';
import { ManualClock } from '../kernel/clock.js';
import { paymentMethods } from './domain/payment-status.js';
import type { OrderEntity } from './persistence/order.entity.js';
import { OrderEffects } from './use-cases/order-effects.service.js';

const clock = new ManualClock(new Date());

let larder: Larder;
let shop: Shop;
let customer: Person;
let driver: Person;
beforeAll(async () => {
  larder = await Larder.open({ clock, ...withFake });
  shop = await openShop(larder, { products: [{ sku: 'THING', stock: 1000 }] });
  [customer, driver] = await Promise.all([larder.person('customer'), larder.person('driver')]);
});
afterAll(() => larder?.close());

const orderPaidBy: Record<(typeof paymentMethods)[number], () => Promise<string>> = {
  cash_on_delivery: () => atTheDoor('cash_on_delivery'),
  card_on_delivery: () => atTheDoor('card_on_delivery'),
  card: async () => {
    const id = await orderByCard(shop, customer, [['THING', 1]]);
    await wanted(200, customer.post(`/v1/orders/${id}/payment/confirm`));
    return id;
  },
};

async function atTheDoor(paymentMethod: string): Promise<string> {
  const quoteId = await shop.quoteFor(customer, [['THING', 1]]);
  const placed = shop.place(customer, quoteId, fresh('key'), { paymentMethod });
  return (await wanted(201, placed)).id;
}

const deliveredAt = async (id: string) => {
  const [row] = await shop.sql<{ at: Date | null }>(
    'SELECT delivered_at AS at FROM orders WHERE id = $1',
    [id],
  );
  return row!.at;
};

it.each(paymentMethods)('an order paid by %s has the time of its delivery', async (method) => {
  const id = await orderPaidBy[method]();
  await shop.walkTo(id, 'out_for_delivery', driver);
  expect(await deliveredAt(id)).toBeNull();
  clock.advance(1000);
  const now = clock.now();
  await shop.walkTo(id, 'delivered', driver);
  clock.advance(1000);
  expect(await deliveredAt(id)).toEqual(now);
});

it('depends neither on the payment method nor on the payment', () => {
  const effects = larder.app.get(OrderEffects);
  const order = { deliveryAttempts: 1 } as OrderEntity;
  const actor = { accountId: null, role: 'driver' as const };
  expect(effects.changes(order, ['take_payment'], actor)).toEqual({});
  expect(effects.changes(order, ['note_delivery'], actor)).toEqual({ deliveredAt: clock.now() });
});
