import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectBooksToBalance } from '../../../test/support/books.js';
import { eventually } from '../../../test/support/eventually.js';
import { Larder, type Person } from '../../../test/support/larder.js';
import {
  announce,
  expectMoneyToAgree,
  fakeOf,
  orderByCard,
  paymentsOf,
  withFake,
} from '../../../test/support/payments.js';
import { retriesAreDue } from '../../../test/support/retries.js';
import { type Lines, openShop, type Shop } from '../../../test/support/shop.js';
import { ExpireUnpaidJob } from './expire-unpaid.job.js';
import { PaymentCalls } from './payment-calls.service.js';

let larder: Larder;
let shop: Shop;
let customer: Person;
beforeAll(async () => {
  larder = await Larder.open(withFake);
  shop = await openShop(larder, {
    products: [
      { sku: 'THING', stock: 1000 },
      { sku: 'GRAPES', stock: 100_000, priceMinor: 2010, soldBy: 'weight' },
    ],
  });
  customer = await larder.person('customer');
});
afterAll(() => larder?.close());

const order = (token?: string, lines: Lines = [['THING', 2]]) =>
  orderByCard(shop, customer, lines, token);
const confirm = (id: string) => customer.post(`/v1/orders/${id}/payment/confirm`);
const seen = async (id: string) => (await customer.get(`/v1/orders/${id}`)).body;
const paymentOf = async (id: string) => (await paymentsOf(larder, id))[0]!;
const eventOf = async (id: string, what: string) => {
  const { id: paymentId } = await paymentOf(id);
  return eventually('the event', () =>
    fakeOf(larder).events.find(
      ({ type, data }) => type === `payment.${what}` && data.paymentId === paymentId,
    ),
  );
};
const becomes = (id: string, status: string) =>
  eventually(
    `the payment is ${status}`,
    async () => {
      await retriesAreDue(larder);
      return (await paymentOf(id)).status === status;
    },
    60_000,
  );

describe('an order by card', () => {
  it('waits for a hold of the total and 15 % of the goods by weight, and is placed', async () => {
    const id = await order('tok_slow', [
      ['THING', 2],
      ['GRAPES', 1001],
    ]);
    const waiting = await seen(id);
    expect(waiting).toMatchObject({ status: 'pending_payment', payment: { status: 'pending' } });
    // 2000 + 2012 + 700; and 301.8 of the 2012.
    expect(waiting.totals.total.amountMinor).toBe(4712);
    expect(waiting.payment.hold).toEqual({ amountMinor: 5014, currency: 'AED' });
    expect((await shop.stockOf('GRAPES')).reserved).toBe(1001);
    let isAnswered = false;
    const confirming = confirm(id).finally(() => (isAnswered = true));
    // The job may have asked, too.
    await eventually('the provider has answered', () => {
      fakeOf(larder).letGo();
      return isAnswered;
    });
    const answer = await confirming;
    expect(answer.body).toMatchObject({ status: 'placed', payment: { status: 'authorized' } });
    expect((await confirm(id)).body).toMatchObject({ status: 'placed' });
    expect(await shop.eventsOf(id)).toEqual(['order.pending_payment', 'order.placed']);
    fakeOf(larder).letGo();
  });

  it('is placed by a job where nobody confirms', async () => {
    const id = await order();
    await becomes(id, 'authorized');
    expect((await seen(id)).status).toBe('placed');
  });

  it('is cancelled when the card is declined', async () => {
    const before = await shop.stockOf('THING');
    const id = await order('tok_declined');
    const answer = await confirm(id);
    expect(answer.body).toMatchObject({ status: 'cancelled', payment: { status: 'failed' } });
    expect(answer.body.timeline.at(-1)).toMatchObject({
      action: 'decline',
      by: 'system',
      reasonCode: 'payment_declined',
    });
    expect(await shop.stockOf('THING')).toEqual(before);
    expect((await announce(larder, await eventOf(id, 'declined'))).status).toBe(200);
  });

  it.each(['tok_timeout', 'tok_timeout_lost'])('is authorized by a retry: %s', async (token) => {
    const id = await order(token);
    await becomes(id, 'authorized');
    const { id: paymentId } = await paymentOf(id);
    const holds = fakeOf(larder).ledger.filter((entry) => entry.paymentId === paymentId);
    expect(holds).toHaveLength(1);
  });

  it('needs a token, is hidden from others, and cannot be paid after its end', async () => {
    const quoteId = await shop.quoteFor(customer, [['THING', 1]]);
    const refused = await shop.place(customer, quoteId, 'no-token', { paymentMethod: 'card' });
    expect([refused.status, refused.body.errors[0].pointer]).toEqual([400, '/paymentToken']);
    const id = await order('tok_slow');
    const stranger = await larder.person('customer');
    const foreign = await stranger.post(`/v1/orders/${id}/payment/confirm`);
    expect([foreign.status, foreign.body.code]).toEqual([404, 'order-not-found']);
    await customer.post(`/v1/orders/${id}/cancel`, {});
    expect((await confirm(id)).body.status).toBe('cancelled');
    fakeOf(larder).letGo();
    await becomes(id, 'voided');
  });
});

describe('a webhook', () => {
  it('places the order once, however often the hold is reported', async () => {
    const id = await order();
    const event = await eventOf(id, 'authorized');
    const answers = await Promise.all([
      announce(larder, event),
      announce(larder, event),
      confirm(id),
      announce(larder, { ...event, id: `${event.id}-again` }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(await shop.eventsOf(id)).toEqual(['order.pending_payment', 'order.placed']);
  });

  it('may come out of order', async () => {
    const id = await order('tok_slow');
    const { id: paymentId, hold } = await paymentOf(id);
    const data = {
      paymentId,
      authorization: `fake:${paymentId}:${hold}:tok_slow`,
      amountMinor: hold,
    };
    const tell = (what: string) =>
      announce(larder, { id: `evt-${what}-${id}`, type: `payment.${what}`, data });
    expect((await tell('captured')).status).toBe(200);
    expect((await paymentOf(id)).status).toBe('pending');
    expect((await tell('authorized')).status).toBe(200);
    expect((await seen(id)).status).toBe('placed');
    expect((await tell('declined')).status).toBe(200);
    expect((await paymentOf(id)).status).toBe('authorized');
    // Only this test has reported the hold.
    await customer.post(`/v1/orders/${id}/cancel`, {});
    fakeOf(larder).letGo();
  });

  it('of a hold that is too small cancels the order', async () => {
    const id = await order('tok_slow');
    const event = { id: `evt-small-${id}`, type: 'payment.authorized' };
    const { id: paymentId, hold } = await paymentOf(id);
    const authorization = `fake:${paymentId}:${hold}:small`;
    await announce(larder, { ...event, data: { paymentId, authorization, amountMinor: hold - 1 } });
    expect((await seen(id)).status).toBe('cancelled');
    fakeOf(larder).letGo();
  });

  it('is refused without a signature over exactly these bytes', async () => {
    const event = { type: 'payment.authorized', data: {} };
    const unsigned = await larder.anyone.post('/v1/webhooks/payments', event);
    expect([unsigned.status, unsigned.body.code]).toEqual([400, 'webhook-not-signed']);
  });

  it('about an unknown payment, or of an unknown type, is received and ignored', async () => {
    const paymentId = '0190b6e2-5f00-7000-8000-00000000ffff';
    const data = { paymentId, authorization: null, amountMinor: 1 };
    for (const type of ['payment.authorized', 'payout.paid']) {
      expect((await announce(larder, { id: `odd-${type}`, type, data })).status).toBe(200);
    }
    const bad = { id: 'bad', type: 'payment.authorized', data: { ...data, paymentId: 'x' } };
    expect((await announce(larder, bad)).body.code).toBe('validation-failed');
  });
});

describe('a hold', () => {
  it('is voided when the payment is late, and so is one that comes after that', async () => {
    const before = await shop.stockOf('THING');
    const id = await order('tok_slow');
    await larder.app.get(ExpireUnpaidJob).expire(id);
    expect(await seen(id)).toMatchObject({ status: 'expired' });
    expect(await shop.stockOf('THING')).toEqual(before);
    await becomes(id, 'voided');
    const { id: paymentId, hold } = await paymentOf(id);
    // The provider reports a hold after all, but only now.
    const authorization = `fake:${paymentId}:${hold}:tok_late`;
    const data = { paymentId, authorization, amountMinor: hold };
    await announce(larder, { id: `late-${id}`, type: 'payment.authorized', data });
    await eventually(
      'it is let go',
      () =>
        fakeOf(larder).ledger.find((entry) => entry.authorization === authorization)?.voided ===
        true,
    );
    fakeOf(larder).letGo();
    expect((await seen(id)).status).toBe('expired');
  });

  it('of an order that was placed does not expire with the ten minutes', async () => {
    const id = await order();
    await confirm(id);
    await larder.app.get(ExpireUnpaidJob).expire(id);
    expect((await seen(id)).status).toBe('placed');
  });

  it('is voided by cancelling', async () => {
    const id = await order();
    await confirm(id);
    await customer.post(`/v1/orders/${id}/cancel`, {});
    await becomes(id, 'voided');
    expect((await seen(id)).payment).toMatchObject({ status: 'voided' });
  });
});

describe('a capture', () => {
  const delivered = async (token: string) => {
    const id = await order(token);
    await becomes(id, 'authorized');
    await shop.walkTo(id, 'delivered', await larder.person('driver'));
    return id;
  };

  it('charges the picked goods once, and no cash is collected', async () => {
    const id = await delivered('tok_ok');
    await becomes(id, 'captured');
    expect(await paymentOf(id)).toMatchObject({ captured: 2700, hold: 2700, refunded: 0 });
    expect(await larder.app.get(PaymentCalls).capture(id)).toBe('settled');
    await announce(larder, await eventOf(id, 'captured'));
    await announce(larder, await eventOf(id, 'authorized'));
    expect(await paymentOf(id)).toMatchObject({ status: 'captured', captured: 2700 });
  });

  it.each(['tok_capture_fails_twice', 'tok_capture_timeout'])(
    'is retried until it has happened: %s',
    { timeout: 90_000 },
    async (token) => {
      const id = await delivered(token);
      expect(['capture_pending', 'captured']).toContain((await paymentOf(id)).status);
      await becomes(id, 'captured');
    },
  );
});

it(
  'leaves equal ledgers with the provider, and stock books that balance',
  { timeout: 120_000 },
  async () => {
    fakeOf(larder).letGo();
    await expectMoneyToAgree(larder);
    await expectBooksToBalance(larder);
  },
);

it('is refused where no provider is configured', async () => {
  const plain = await Larder.open({ env: { PAYMENT_PROVIDER: 'none' } });
  const store = await openShop(plain, { products: [{ sku: 'THING', stock: 5 }] });
  const person = await plain.person('customer');
  const quoteId = await store.quoteFor(person, [['THING', 1]]);
  const card = { paymentMethod: 'card', paymentToken: 'tok_ok' };
  const refused = await store.place(person, quoteId, 'by-card', card);
  expect([refused.status, refused.body.code]).toEqual([422, 'cards-not-taken']);
  expect((await store.place(person, quoteId, 'at-the-door')).status).toBe(201);
  await plain.close();
});
