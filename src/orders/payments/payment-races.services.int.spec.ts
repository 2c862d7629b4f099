// Webhook, confirmation, expiry and cancellation at once: one of them wins, and no money is made.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectBooksToBalance } from '../../../test/support/books.js';
import { Larder, type Person } from '../../../test/support/larder.js';
import { naiveAuthorize, openNaivePayments } from '../../../test/support/naive-payment.js';
import {
  announce,
  expectMoneyToAgree,
  fakeOf,
  orderByCard,
  paymentsOf,
  withFake,
} from '../../../test/support/payments.js';
import { openShop, type Shop } from '../../../test/support/shop.js';
import { Database } from '../../platform/index.js';
import { ExpireUnpaidJob } from './expire-unpaid.job.js';
import type { PaymentEvent } from './payment-events.js';
import { PaymentProvider } from './payment-provider.port.js';

const rounds = 50;
let larder: Larder;
let shop: Shop;
let customer: Person;
beforeAll(async () => {
  larder = await Larder.open(withFake);
  shop = await openShop(larder, { products: [{ sku: 'THING', stock: 1000 }] });
  customer = await larder.person('customer');
});
afterAll(() => larder?.close());

/** Has the provider hold the money, and answers what it would announce. */
async function held(orderId: string): Promise<PaymentEvent> {
  const [payment] = await paymentsOf(larder, orderId);
  const { id: paymentId, hold } = payment!;
  const amount = { amountMinor: hold, currency: 'AED' };
  const reference = `${paymentId}:authorize`;
  await larder.app
    .get(PaymentProvider)
    .authorize({ reference, paymentId, token: 'tok_ok', amount });
  return fakeOf(larder).events.find(
    ({ type, data }) => type === 'payment.authorized' && data.paymentId === paymentId,
  )!;
}

const rivals = {
  webhook: async (id: string) => {
    const event = await held(id);
    const answers = await Promise.all([announce(larder, event), announce(larder, event)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  },
  confirm: async (id: string) => {
    const answer = await customer.post(`/v1/orders/${id}/payment/confirm`);
    expect(answer.status).toBe(200);
  },
  expiry: (id: string) => larder.app.get(ExpireUnpaidJob).expire(id),
  cancel: async (id: string) => {
    const answer = await customer.post(`/v1/orders/${id}/cancel`, {});
    expect([200, 409]).toContain(answer.status);
  },
};
type Rival = keyof typeof rivals;

const duels: [Rival[], string[]][] = [
  [['webhook', 'confirm'], ['placed']],
  [
    ['webhook', 'confirm', 'expiry'],
    ['placed', 'expired'],
  ],
  [['webhook', 'confirm', 'cancel'], ['cancelled']],
  [
    ['webhook', 'confirm', 'expiry', 'cancel'],
    ['cancelled', 'expired'],
  ],
];

describe('of those who race for an order', () => {
  it.each(duels)('%j one wins: %j', { timeout: 180_000 }, async (names, ends) => {
    for (let round = 0; round < rounds; round += 1) {
      const id = await orderByCard(shop, customer, [['THING', 1]]);
      const turned = names.map((_, at) => names[(at + round) % names.length]!);
      await Promise.all(turned.map((name) => rivals[name](id)));
      const events = await shop.eventsOf(id);
      const end = events.at(-1)!.replace('order.', '');
      expect(ends).toContain(end);
      expect(new Set(events).size, `round ${round}: ${events.join(' ')}`).toBe(events.length);
      expect(
        events.filter((type) => ['order.placed', 'order.expired'].includes(type)).length,
      ).toBeLessThanOrEqual(1);
    }
  });

  it('none makes money, and nothing stays held or reserved', { timeout: 300_000 }, async () => {
    await expectMoneyToAgree(larder);
    await expectBooksToBalance(larder);
  });
});

describe('a confirmation that reads and then writes', () => {
  it('places an order twice', { timeout: 60_000 }, async () => {
    const database = larder.app.get(Database);
    await openNaivePayments(database);
    let doubles = 0;
    for (let round = 0; round < rounds; round += 1) {
      const won = await Promise.all([
        naiveAuthorize(database, round),
        naiveAuthorize(database, round),
      ]);
      if (won.every(Boolean)) doubles += 1;
    }
    expect(doubles).toBeGreaterThan(0);
  });
});
