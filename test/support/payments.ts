// Orders paid by card, and a provider that the tests control.
import { expect } from 'vitest';
import { Clock } from '../../src/kernel/clock.js';
import type { FakePaymentProvider } from '../../src/orders/payments/fake.payment-provider.js';
import { PaymentWebhooks } from '../../src/orders/payments/payment-webhooks.service.js';
import type { PaymentEvent } from '../../src/orders/payments/payment-events.js';
import { PaymentProvider } from '../../src/orders/domain/payment-provider.port.js';
import { Database, signWebhook } from '../../src/platform/index.js';
import { eventually } from './eventually.js';
import type { Answer, Larder, Person } from './larder.js';
import { wanted } from './people.js';
import { fresh, type Lines, type Shop } from './shop.js';

export const withFake = { env: { PAYMENT_PROVIDER: 'fake' } };
export const fakeOf = (larder: Larder) => larder.app.get(PaymentProvider) as FakePaymentProvider;

/** The id of a new order that waits for its card. */
export async function orderByCard(
  shop: Shop,
  customer: Person,
  lines: Lines,
  paymentToken = 'tok_ok',
): Promise<string> {
  const quoteId = await shop.quoteFor(customer, lines);
  const card = { paymentMethod: 'card', paymentToken };
  const placed = await wanted(201, shop.place(customer, quoteId, fresh('key'), card));
  return placed.id;
}

/** Makes the provider hold captures back; answers the function that releases them. */
export function holdCaptures(larder: Larder): () => void {
  const fake = fakeOf(larder);
  const { capture } = fake;
  let open!: () => void;
  const opened = new Promise<void>((resolve) => (open = resolve));
  fake.capture = async (question) => {
    await opened;
    return capture.call(fake, question);
  };
  return () => {
    fake.capture = capture;
    open();
  };
}

/**
 * Makes the provider capture this many minor units of a payment instead of the amount asked for,
 * and answer nothing, however often it is asked: only its event tells.
 */
export function captureLess(larder: Larder, paymentId: string, amountMinor: number): void {
  const fake = fakeOf(larder);
  const { capture } = fake;
  fake.capture = async (question) => {
    if (question.reference !== `${paymentId}:capture`) return capture.call(fake, question);
    await capture.call(fake, { ...question, amount: { ...question.amount, amountMinor } });
    return { outcome: 'unknown' };
  };
}

/** Sends an event as the provider does. */
export function announce(larder: Larder, { id, type, data }: PaymentEvent): Promise<Answer> {
  const body = JSON.stringify({ type, timestamp: '2026-12-01T07:02:00.000Z', data });
  const seconds = Math.floor(larder.app.get(Clock).now().getTime() / 1000);
  const [key] = larder.app.get(PaymentWebhooks).keys;
  return larder.send({
    method: 'POST',
    url: '/v1/webhooks/payments',
    payload: body,
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(seconds),
      'webhook-signature': signWebhook(key!, id, String(seconds), Buffer.from(body)),
    },
  });
}

export interface PaymentRow {
  readonly id: string;
  readonly orderId: string;
  readonly status: string;
  readonly hold: number;
  readonly captured: number;
  readonly refunded: number;
}

/** All payments by card, or that of one order. */
export function paymentsOf(larder: Larder, orderId: string | null = null): Promise<PaymentRow[]> {
  return larder.app.get(Database).query<PaymentRow>(
    `SELECT id, order_id AS "orderId", status, hold_minor::float8 AS hold,
       captured_minor::float8 AS captured, refunded_minor::float8 AS refunded
     FROM payments WHERE method = 'card' AND ($1::uuid IS NULL OR order_id = $1)`,
    [orderId],
  );
}

const jobs = `('orders.authorize-payment', 'orders.capture-payment', 'orders.void-payment',
  'orders.refund-payment')`;

/**
 * The state of an order's payment, once nothing of it waits for the provider; asserts that the
 * captured, refunded and held amounts of the provider equal ours.
 */
export async function moneyOf(larder: Larder, orderId: string) {
  await eventually(
    'the payment is settled',
    async () => {
      const waiting = await larder.app.get(Database).query(
        `SELECT FROM payments WHERE order_id = $1
           AND status IN ('pending', 'capture_pending', 'void_pending')
         UNION ALL SELECT FROM pgboss.job WHERE state IN ('created', 'retry', 'active')
           AND name IN ${jobs} AND data ->> 'orderId' = $1::text`,
        [orderId],
      );
      return waiting.length === 0;
    },
    60_000,
  );
  const [ours] = await paymentsOf(larder, orderId);
  const entries = fakeOf(larder).ledger.filter(({ paymentId }) => paymentId === ours!.id);
  const sum = (pick: (entry: (typeof entries)[number]) => number) =>
    entries.map(pick).reduce((a, b) => a + b, 0);
  const theirs = {
    captured: sum((entry) => entry.capturedMinor),
    refunded: sum((entry) => entry.refundedMinor),
    held: sum((entry) => (entry.voided || entry.capturedMinor > 0 ? 0 : entry.holdMinor)),
  };
  const { status, captured, refunded, hold } = ours!;
  const held = status === 'authorized' ? hold : 0;
  expect(theirs, `${ours!.id} is ${status}`).toEqual({ captured, refunded, held });
  return { status, ...theirs };
}

/** Asserts, once nothing waits for the provider, that its ledger equals ours. */
export async function expectMoneyToAgree(larder: Larder): Promise<void> {
  await eventually(
    'every payment is settled',
    async () => {
      const waiting = await larder.app.get(Database).query(
        `SELECT FROM payments WHERE status IN ('pending', 'capture_pending', 'void_pending')
         UNION ALL SELECT FROM payment_refunds WHERE status = 'pending'
         UNION ALL SELECT FROM pgboss.job WHERE state IN ('created', 'retry', 'active')
           AND name IN ${jobs}`,
      );
      return waiting.length === 0;
    },
    240_000,
  );
  for (const { orderId } of await paymentsOf(larder)) {
    const { status, captured, refunded } = await moneyOf(larder, orderId);
    expect(captured >= refunded, `${orderId} is ${status}`).toBe(true);
  }
}
