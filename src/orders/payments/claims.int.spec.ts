import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../../test/support/eventually.js';
import { Larder, type Person } from '../../../test/support/larder.js';
import { tally } from '../../../test/support/people.js';
import {
  announce,
  captureLess,
  expectMoneyToAgree,
  fakeOf,
  holdCaptures,
  orderByCard,
  paymentsOf,
  withFake,
} from '../../../test/support/payments.js';
import { openShop, type Shop } from '../../../test/support/shop.js';

let larder: Larder;
let shop: Shop;
let customer: Person;
let stranger: Person;
let admin: Person;
let driver: Person;
beforeAll(async () => {
  larder = await Larder.open(withFake);
  shop = await openShop(larder, { products: [{ sku: 'THING', stock: 1000 }] });
  [customer, stranger, admin, driver] = await Promise.all([
    larder.person('customer'),
    larder.person('customer'),
    larder.person('admin'),
    larder.person('driver'),
  ]);
});
afterAll(() => larder?.close());

/** A delivered order: four pieces for 4000, delivery for 700. */
async function delivered(): Promise<{ id: string; lineId: string }> {
  const id = await shop.order(customer, [['THING', 4]]);
  await shop.walkTo(id, 'delivered', driver);
  return { id, lineId: await lineOf(id) };
}
const lineOf = async (id: string): Promise<string> =>
  (await customer.get(`/v1/orders/${id}`)).body.lines[0].id;
const claim = (
  { id, lineId }: { id: string; lineId: string },
  quantity: number,
  headers: Record<string, string> = {},
  who: Person = customer,
) => {
  const lines = [{ lineId, kind: 'damaged', quantity }];
  return who.post(`/v1/orders/${id}/claims`, { lines }, headers);
};
const refund = (id: string, body: object, who: Person = admin) =>
  who.post(`/v1/admin/orders/${id}/refunds`, { reason: 'late', ...body });
const amounts = async (id: string) =>
  (await customer.get(`/v1/orders/${id}/refunds`)).body.items.map(
    ({ amount }: { amount: { amountMinor: number } }) => amount.amountMinor,
  );

describe('a claim', () => {
  it('refunds the price of the claimed goods, and leaves the order delivered', async () => {
    const order = await delivered();
    const filed = await claim(order, 1);
    expect(filed.status, filed.text).toBe(201);
    expect(filed.body).toMatchObject({
      lines: [{ lineId: order.lineId, kind: 'damaged', quantity: 1 }],
      refunds: [{ amount: { amountMinor: 1000, currency: 'AED' }, status: 'due', failure: null }],
    });
    expect((await customer.get(`/v1/orders/${order.id}`)).body).toMatchObject({
      status: 'delivered',
      payment: { status: 'partially_refunded', refunded: { amountMinor: 1000 } },
    });
    expect((await customer.get(`/v1/orders/${order.id}/claims`)).body.items).toEqual([filed.body]);
  });

  it('never exceeds the delivered quantity, over all claims and concurrent ones', async () => {
    const order = await delivered();
    expect((await claim(order, 5)).body).toMatchObject({ code: 'claim-too-large', left: 4 });
    const answers = await Promise.all(Array.from({ length: 6 }, () => claim(order, 1)));
    expect(tally(answers)).toEqual({ '201': 4, '422 claim-too-large': 2 });
    expect(await amounts(order.id)).toEqual([1000, 1000, 1000, 1000]);
  });

  it('repeated with its key is filed once', async () => {
    const order = await delivered();
    const key = { 'idempotency-key': randomUUID() };
    const first = await claim(order, 1, key);
    const again = await claim(order, 1, key);
    expect([again.text, again.headers['idempotency-replayed']]).toEqual([first.text, 'true']);
    expect((await claim(order, 2, key)).body.code).toBe('idempotency-key-reused');
    expect(await amounts(order.id)).toEqual([1000]);
  });

  it('is accepted for 48 hours after the delivery, and not before it', async () => {
    const order = await delivered();
    const since = (hours: number) =>
      shop.sql(`UPDATE orders SET delivered_at = now() - make_interval(mins => $2) WHERE id = $1`, [
        order.id,
        hours * 60,
      ]);
    await since(47.9);
    expect((await claim(order, 1)).status).toBe(201);
    await since(48);
    const late = await claim(order, 1);
    expect([late.status, late.body.code]).toEqual([409, 'claim-window-closed']);
    const id = await shop.order(customer, [['THING', 1]]);
    const early = await claim({ id, lineId: await lineOf(id) }, 1);
    expect([early.status, early.body.code]).toEqual([409, 'not-delivered']);
  });

  it('needs the customer’s own order and one of its lines', async () => {
    const order = await delivered();
    expect((await claim(order, 1, {}, stranger)).body.code).toBe('order-not-found');
    expect((await stranger.get(`/v1/orders/${order.id}/claims`)).status).toBe(404);
    const other = await claim({ ...order, lineId: randomUUID() }, 1);
    expect([other.status, other.body.code]).toEqual([404, 'line-not-found']);
  });
});

describe('a refund by staff', () => {
  it('never exceeds the rest of the line, or of the charge', async () => {
    const { id, lineId } = await delivered();
    expect((await refund(id, { lineId, amountMinor: 4001 })).body).toMatchObject({
      code: 'refund-too-large',
      refundable: { amountMinor: 4000 },
    });
    expect((await refund(id, { lineId, amountMinor: 3500 })).status).toBe(201);
    // The line's remaining price is less than the price of the goods.
    const filed = await claim({ id, lineId }, 2);
    expect(filed.body.refunds[0].amount.amountMinor).toBe(500);
    expect((await refund(id, { amountMinor: 701 })).body.refundable.amountMinor).toBe(700);
    const race = await Promise.all([1, 2].map(() => refund(id, { amountMinor: 700 })));
    expect(tally(race)).toEqual({ '201': 1, '422 refund-too-large': 1 });
    expect((await customer.get(`/v1/orders/${id}`)).body.payment.status).toBe('refunded');
  });

  it('needs a charge', async () => {
    const id = await shop.order(customer, [['THING', 1]]);
    expect((await refund(id, { amountMinor: 1 })).body.code).toBe('illegal-payment-step');
    expect((await refund(randomUUID(), { amountMinor: 1 })).body.code).toBe('order-not-found');
  });
});

describe('a refund to a card', { timeout: 90_000 }, () => {
  const paid = async (token: string) => {
    const id = await orderByCard(shop, customer, [['THING', 4]], token);
    await customer.post(`/v1/orders/${id}/payment/confirm`);
    await shop.walkTo(id, 'delivered', driver);
    const row = async () => (await paymentsOf(larder, id))[0]!;
    await eventually('it is charged', async () => (await row()).status === 'captured', 30_000);
    return { id, row };
  };
  const settled = (id: string) =>
    eventually(
      'the provider has paid back, or not',
      async () => {
        const [item] = (await customer.get(`/v1/orders/${id}/refunds`)).body.items;
        return item.status !== 'pending' && item;
      },
      30_000,
    );

  it('is paid by the provider', async () => {
    const { id, row } = await paid('tok_ok');
    const asked = await refund(id, { amountMinor: 700 });
    expect(asked.body).toMatchObject({ status: 'pending', reason: 'late' });
    expect(await settled(id)).toMatchObject({ status: 'succeeded' });
    expect(await row()).toMatchObject({ status: 'partially_refunded', refunded: 700 });
  });

  it('waits for the charge when the claim comes before it', async () => {
    const letCapture = holdCaptures(larder);
    const id = await orderByCard(shop, customer, [['THING', 4]]);
    await customer.post(`/v1/orders/${id}/payment/confirm`);
    await shop.walkTo(id, 'delivered', driver);
    const filed = await claim({ id, lineId: await lineOf(id) }, 1);
    expect([filed.status, filed.body.refunds[0].status]).toEqual([201, 'pending']);
    const [waiting] = await paymentsOf(larder, id);
    expect(waiting).toMatchObject({ status: 'capture_pending', captured: 0, refunded: 0 });
    const beyond = await refund(id, { amountMinor: 3701 });
    expect(beyond.body).toMatchObject({
      code: 'refund-too-large',
      refundable: { amountMinor: 3700 },
    });
    letCapture();
    expect(await settled(id)).toMatchObject({ status: 'succeeded' });
    const [row] = await paymentsOf(larder, id);
    expect(row).toMatchObject({ status: 'partially_refunded', captured: 4700, refunded: 1000 });
  });

  it('fails after the promise where the provider has charged less', async () => {
    const id = await orderByCard(shop, customer, [['THING', 4]]);
    const { id: paymentId } = (await paymentsOf(larder, id))[0]!;
    captureLess(larder, paymentId, 1000);
    await customer.post(`/v1/orders/${id}/payment/confirm`);
    await shop.walkTo(id, 'delivered', driver);
    expect((await claim({ id, lineId: await lineOf(id) }, 4)).status).toBe(201);
    const charged = await eventually('the charge', () =>
      fakeOf(larder).events.find(
        ({ type, data }) => type === 'payment.captured' && data.paymentId === paymentId,
      ),
    );
    expect((await announce(larder, charged)).status).toBe(200);
    const failure = 'above_what_was_captured';
    expect(await settled(id)).toMatchObject({ status: 'failed', failure });
    const [row] = await paymentsOf(larder, id);
    expect(row).toMatchObject({ status: 'captured', captured: 1000, refunded: 0 });
  });

  it('that the provider refuses is shown as failed, and can be made again', async () => {
    const { id, row } = await paid('tok_refund_fails');
    await claim({ id, lineId: await lineOf(id) }, 4);
    expect(await settled(id)).toMatchObject({ status: 'failed', failure: 'card_closed' });
    expect(await row()).toMatchObject({ status: 'captured', refunded: 0 });
    expect((await refund(id, { amountMinor: 4700 })).status).toBe(201);
  });

  it('leaves equal ledgers with the provider', async () => {
    await expectMoneyToAgree(larder);
  });
});
