import { Logger } from '@nestjs/common';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { eventually } from '../../../test/support/eventually.js';
import { Larder, type Person } from '../../../test/support/larder.js';
import { orderByCard, paymentsOf, withFake } from '../../../test/support/payments.js';
import { openShop, type Shop } from '../../../test/support/shop.js';
import { UnitOfWork } from '../../platform/index.js';
import { PaymentWebhooks } from './payment-webhooks.service.js';
import { alarmAfter, capturePayment, retryAfterMs } from '../use-cases/payment-jobs.js';

let larder: Larder;
let shop: Shop;
let customer: Person;
beforeAll(async () => {
  larder = await Larder.open(withFake);
  shop = await openShop(larder, { products: [{ sku: 'THING', stock: 10 }] });
  customer = await larder.person('customer');
});
afterAll(() => larder?.close());

const alarms = async () => {
  const { text } = await larder.anyone.get('/metrics');
  return /larder_payment_alarms_total\{job="orders.capture-payment"\} (\d+)/.exec(text)?.[1];
};

it('a capture that is refused for minutes raises an alarm, with hourly retries', async () => {
  const errors = vi.spyOn(Logger.prototype, 'error').mockImplementation(() => {});
  const id = await orderByCard(shop, customer, [['THING', 1]], 'tok_capture_refused');
  await customer.post(`/v1/orders/${id}/payment/confirm`);
  await shop.walkTo(id, 'delivered', await larder.person('driver'));
  const asked = (times: number) =>
    eventually(`the next question knows of ${times}`, async () => {
      const [job] = await shop.sql(
        `SELECT FROM pgboss.job WHERE name = $1 AND state < 'active'
           AND data ->> 'orderId' = $2 AND data ->> 'asked' = $3`,
        [capturePayment, id, String(times)],
      );
      return job !== undefined;
    });
  const ask = (times: number) =>
    larder.app
      .get(UnitOfWork)
      .run((tx) => tx.enqueue(capturePayment, { orderId: id, asked: times }));
  await ask(alarmAfter - 2);
  await asked(alarmAfter - 1);
  expect([await alarms(), errors.mock.calls]).toEqual([undefined, []]);
  await ask(alarmAfter - 1);
  await asked(alarmAfter);
  expect(await alarms()).toBe('1');
  expect(errors.mock.calls.map(([message]) => message)).toEqual([
    `The payment provider has not done ${capturePayment} of order ${id}, asked 8 times: ` +
      'see in its own records why, and settle it there or with the customer.',
  ]);
  errors.mockRestore();
  expect((await paymentsOf(larder, id))[0]).toMatchObject({ status: 'capture_pending' });
  expect([retryAfterMs(1), retryAfterMs(8), retryAfterMs(12)]).toEqual([2000, 256_000, 3_600_000]);
});

it('webhook events are deleted after thirty days', async () => {
  await shop.sql(
    `INSERT INTO payment_events (id, type, received_at) SELECT 'evt-' || days, 'payment.captured',
       now() - make_interval(days => days, secs => -60) FROM unnest('{0,29,30,31}'::int[]) days`,
  );
  await larder.app.get(PaymentWebhooks).forgetOldEvents();
  const left = await shop.sql("SELECT id FROM payment_events WHERE id LIKE 'evt-%' ORDER BY id");
  expect(left.map(({ id }) => id)).toEqual(['evt-0', 'evt-29', 'evt-30']);
});
