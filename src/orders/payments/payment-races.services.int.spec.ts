// Provider, webhook, confirmation, expiry, cancellation and refunds at once: one of them wins, and
// the provider's ledger equals ours.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectBooksToBalance } from '../../../test/support/books.js';
import { eventually } from '../../../test/support/eventually.js';
import { type Answer, Larder, type Person } from '../../../test/support/larder.js';
import { withoutLock } from '../../../test/support/naive-payment.js';
import {
  announce,
  expectMoneyToAgree,
  fakeOf,
  holdCaptures,
  moneyOf,
  orderByCard,
  paymentsOf,
  withFake,
} from '../../../test/support/payments.js';
import { tally } from '../../../test/support/people.js';
import { openShop, type Shop } from '../../../test/support/shop.js';
import { ExpireUnpaidJob } from './expire-unpaid.job.js';
import type { PaymentEvent } from './payment-events.js';

const rounds = Number(process.env['PAYMENT_ROUNDS'] ?? 3);
const timeout = 60_000 + rounds * 20_000;
let larder: Larder;
let shop: Shop;
let customer: Person;
let admin: Person;
let driver: Person;
beforeAll(async () => {
  // Twenty concurrent requests, each with a connection of its own.
  larder = await Larder.open({ env: { ...withFake.env, DATABASE_POOL: '25' } });
  shop = await openShop(larder, { products: [{ sku: 'THING', stock: 100_000 }] });
  [customer, admin, driver] = await Promise.all([
    larder.person('customer'),
    larder.person('admin'),
    larder.person('driver'),
  ]);
});
afterAll(() => larder?.close());

/** The webhook of a hold that the provider has not made yet. */
async function authorized(id: string, suffix = ''): Promise<PaymentEvent> {
  const [payment] = await paymentsOf(larder, id);
  const { id: paymentId, hold } = payment!;
  const authorization = `fake:${paymentId}:${hold}:tok_slow`;
  const data = { paymentId, authorization, amountMinor: hold };
  return { id: `evt-${id}${suffix}`, type: 'payment.authorized', data };
}

/** The job that asks the provider always competes, too. */
const rivals = {
  webhook: async (id: string) => {
    const event = await authorized(id);
    const twice = await Promise.all([announce(larder, event), announce(larder, event)]);
    return tally(twice);
  },
  confirm: async (id: string) => tally([await customer.post(`/v1/orders/${id}/payment/confirm`)]),
  expiry: (id: string) => larder.app.get(ExpireUnpaidJob).expire(id),
  cancel: async (id: string) => tally([await customer.post(`/v1/orders/${id}/cancel`, {})]),
};
type Rival = keyof typeof rivals;

const pending = 'order.pending_payment';
const held = { order: 'placed', payment: 'authorized', held: 1700 };
const gone = { payment: 'voided', held: 0 };
/** The possible ends of a race: order, payment, hold at the provider, and events. */
const ends = {
  placed: { ...held, events: [pending, 'order.placed'] },
  expired: { ...gone, order: 'expired', events: [pending, 'order.expired'] },
  cancelled: { ...gone, order: 'cancelled', events: [pending, 'order.cancelled'] },
  'cancelled after all': {
    ...gone,
    order: 'cancelled',
    events: [pending, 'order.placed', 'order.cancelled'],
  },
};
type End = keyof typeof ends;

const duels: [Rival[], End[]][] = [
  [['webhook', 'confirm'], ['placed']],
  [['expiry'], ['placed', 'expired']],
  [
    ['webhook', 'confirm', 'expiry'],
    ['placed', 'expired'],
  ],
  [['cancel'], ['cancelled', 'cancelled after all']],
  [
    ['webhook', 'confirm', 'cancel'],
    ['cancelled', 'cancelled after all'],
  ],
  [
    ['webhook', 'confirm', 'expiry', 'cancel'],
    ['cancelled', 'cancelled after all', 'expired'],
  ],
];

/** Runs the rivals at the same time, and lets the provider answer all of them. */
async function race(id: string, names: readonly Rival[], answers: Map<Rival, unknown>) {
  let isOver = false;
  const all = Promise.all(
    names.map(async (name) => answers.set(name, await rivals[name](id))),
  ).finally(() => (isOver = true));
  await eventually('all have their answers', () => (fakeOf(larder).letGo(), isOver), 60_000);
  await all;
}

async function endOf(id: string) {
  fakeOf(larder).letGo();
  const { status, captured, refunded, held: heldMinor } = await moneyOf(larder, id);
  expect([captured, refunded]).toEqual([0, 0]);
  const events = await shop.eventsOf(id);
  const order = (await customer.get(`/v1/orders/${id}`)).body.status;
  return { order, payment: status, held: heldMinor, events };
}

describe('of the provider’s late answer and', () => {
  it.each(duels)('%j, one wins: %j', { timeout }, async (names, may) => {
    for (let round = 0; round < rounds; round += 1) {
      const id = await orderByCard(shop, customer, [['THING', 1]], 'tok_slow');
      const turned = names.map((_, at) => names[(at + round) % names.length]!);
      const answers = new Map<Rival, unknown>();
      await race(id, turned, answers);
      const end = await endOf(id);
      expect(may.map((name) => ends[name])).toContainEqual(end);
      const cancelled = end.order === 'expired' ? { '409 illegal-transition': 1 } : { '200': 1 };
      const all = {
        webhook: { '200': 2 },
        confirm: { '200': 1 },
        expiry: undefined,
        cancel: cancelled,
      };
      for (const [name, answer] of answers) expect(answer).toEqual(all[name]);
    }
  });
});

const delivered = async () => {
  const id = await orderByCard(shop, customer, [['THING', 4]]);
  await customer.post(`/v1/orders/${id}/payment/confirm`);
  await shop.walkTo(id, 'delivered', driver);
  return id;
};
const captured = async () => {
  const id = await delivered();
  await eventually('it is captured', async () => (await moneyOf(larder, id)).captured === 4700);
  return id;
};
const refund = (id: string, amountMinor: number): Promise<Answer> =>
  admin.post(`/v1/admin/orders/${id}/refunds`, { amountMinor, reason: 'late' });
const claim = (id: string, lineId: string): Promise<Answer> =>
  customer.post(`/v1/orders/${id}/claims`, { lines: [{ lineId, kind: 'damaged', quantity: 1 }] });

describe('a refund', () => {
  it('is paid when it is made before, during or after the charge', { timeout }, async () => {
    for (let round = 0; round < rounds; round += 1) {
      const letCapture = holdCaptures(larder);
      const id = await delivered();
      const early = await refund(id, 700);
      const asking = [1, 2, 3, 4, 5, 6].map(() => refund(id, 700));
      letCapture();
      expect(tally([early, ...(await Promise.all(asking))])).toEqual({
        '201': 6,
        '422 refund-too-large': 1,
      });
      expect(await moneyOf(larder, id)).toEqual({
        status: 'partially_refunded',
        captured: 4700,
        refunded: 4200,
        held: 0,
      });
    }
  });

  it('never exceeds the captured amount, with twenty at once', { timeout }, async () => {
    for (let round = 0; round < rounds; round += 1) {
      const id = await captured();
      const lineId = (await customer.get(`/v1/orders/${id}`)).body.lines[0].id;
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, at) => (at % 2 ? claim(id, lineId) : refund(id, 1000))),
      );
      const {
        '422 refund-too-large': refunds = 0,
        '422 claim-too-large': claims = 0,
        ...others
      } = tally(answers);
      expect([others, refunds + claims]).toEqual([{ '201': 4 }, 16]);
      expect(await moneyOf(larder, id)).toEqual({
        status: 'partially_refunded',
        captured: 4700,
        refunded: 4000,
        held: 0,
      });
    }
  });
});

it('no money is created, and nothing stays held or reserved', { timeout }, async () => {
  fakeOf(larder).letGo();
  await expectMoneyToAgree(larder);
  await expectBooksToBalance(larder);
});

describe('without the order’s lock the same code', () => {
  it('places an order twice', async () => {
    const id = await orderByCard(shop, customer, [['THING', 1]], 'tok_slow');
    const events = [await authorized(id), await authorized(id, '-again')];
    const mend = withoutLock(larder, id, 2);
    await Promise.all(events.map((event) => announce(larder, event))).finally(mend);
    expect(await shop.eventsOf(id)).toEqual([pending, 'order.placed', 'order.placed']);
    fakeOf(larder).letGo();
  });

  it('refunds more than was captured', async () => {
    const id = await captured();
    const mend = withoutLock(larder, id, 6);
    const answers = await Promise.all(Array.from({ length: 6 }, () => refund(id, 1000))).finally(
      mend,
    );
    expect(tally(answers)).toEqual({ '201': 6 });
  });
});
