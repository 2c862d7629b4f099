import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectBooksToBalance } from '../../test/support/books.js';
import { type Answer, Larder, type Person } from '../../test/support/larder.js';
import { tally } from '../../test/support/people.js';
import { openShop, type Shop } from '../../test/support/shop.js';

let larder: Larder;
let shop: Shop;
let customer: Person;
let stranger: Person;
let admin: Person;
let picker: Person;
beforeAll(async () => {
  larder = await Larder.open();
  shop = await openShop(larder, { products: [{ sku: 'THING', stock: 1000 }] });
  [customer, stranger, admin] = await Promise.all([
    larder.person('customer'),
    larder.person('customer'),
    larder.person('admin'),
  ]);
  ({ picker } = await shop.staff());
});
afterAll(() => larder?.close());

const order = () => shop.order(customer, [['THING', 2]], { inSlot: true });
const cancel = (who: Person, id: string, body: object = {}) =>
  who.post(`/v1/orders/${id}/cancel`, body);
const ask = (who: Person, id: string) => who.post(`/v1/orders/${id}/request-cancel`, {});
const reject = (who: Person, id: string, reasonCode = 'rush_hour') =>
  who.post(`/v1/picking/orders/${id}/reject`, { reasonCode });
const holdings = async () => ({
  ...(await shop.stockOf('THING')),
  taken: await shop.slotTaken(),
});
const lastStep = async (id: string) =>
  (await customer.get(`/v1/orders/${id}`)).body.timeline.at(-1) as object;

const alike = ({ body: { code, title, detail } }: Answer) => ({ code, title, detail });

describe('cancelling', () => {
  it.each(['placed', 'accepted'] as const)('is free while it is %s', async (status) => {
    const before = await holdings();
    const id = await order();
    await shop.walkTo(id, status);
    expect((await customer.get(`/v1/orders/${id}`)).body.allowedActions).toEqual(['cancel']);
    const answer = await cancel(customer, id, {
      reasonCode: 'changed_mind',
      reason: 'We are away',
    });
    expect([answer.status, answer.body.status]).toEqual([200, 'cancelled']);
    expect(answer.body).toMatchObject({ allowedActions: [], payment: { status: 'voided' } });
    expect(await holdings()).toEqual(before);
    expect(await lastStep(id)).toMatchObject({
      action: 'cancel',
      status: 'cancelled',
      by: 'customer',
      reason: 'We are away',
      reasonCode: 'changed_mind',
    });
  });

  it('runs once, and answers the same to a repeat by anybody', async () => {
    const before = await holdings();
    const id = await order();
    const answers = await Promise.all([
      cancel(customer, id),
      cancel(customer, id),
      cancel(admin, id, { reasonCode: 'suspected_fraud' }),
    ]);
    expect(answers.map(({ status, body }) => [status, body.status])).toEqual(
      Array.from({ length: 3 }, () => [200, 'cancelled']),
    );
    expect(await holdings()).toEqual(before);
    expect(await shop.eventsOf(id)).toEqual(['order.placed', 'order.cancelled']);
  });

  it('can only be asked for during picking, once, and the store decides', async () => {
    const before = await holdings();
    const id = await order();
    await shop.walkTo(id, 'picking');
    const refused = await cancel(customer, id);
    expect([refused.status, refused.body.code, refused.body.allowed]).toEqual([
      409,
      'illegal-transition',
      ['request-cancel'],
    ]);
    const asked = await Promise.all([ask(customer, id), ask(customer, id)]);
    expect(tally(asked)).toEqual({ '200': 2 });
    expect((await ask(customer, id)).body).toMatchObject({ status: 'picking', allowedActions: [] });
    expect((await shop.timeline(id)).filter(({ from, to }) => from === to)).toHaveLength(1);

    const cancelled = await cancel(admin, id, { reasonCode: 'changed_mind' });
    expect(cancelled.body.status).toBe('cancelled');
    expect(await holdings()).toEqual(before);
  });

  it('by an admin gives back picked goods, too, until a driver has collected them', async () => {
    const before = await holdings();
    const id = await order();
    await shop.walkTo(id, 'ready');
    expect((await cancel(customer, id)).body.code).toBe('illegal-transition');
    expect((await cancel(admin, id)).body.status).toBe('cancelled');
    expect(await holdings()).toEqual(before);

    const gone = await order();
    await shop.walkTo(gone, 'out_for_delivery', await larder.person('driver'));
    const refused = await cancel(admin, gone);
    expect([refused.status, refused.body.code, refused.body.orderStatus]).toEqual([
      409,
      'illegal-transition',
      'out_for_delivery',
    ]);
  });

  it('hides the orders of others, and refuses unknown reasons', async () => {
    const id = await order();
    const foreign = await cancel(stranger, id);
    const unknown = await cancel(stranger, randomUUID());
    expect(foreign.status).toBe(404);
    expect(alike(foreign)).toEqual(alike(unknown));
    expect((await ask(stranger, id)).body.code).toBe('order-not-found');
    const odd = await cancel(customer, id, { reasonCode: 'why_not' });
    expect([odd.status, odd.body.errors[0].pointer]).toEqual([400, '/reasonCode']);
    expect((await cancel(picker, id)).status).toBe(403);
  });
});

describe('rejecting', () => {
  it('gives everything back, says why, and answers the same again', async () => {
    const before = await holdings();
    const id = await order();
    const answer = await reject(picker, id, 'closed');
    expect(answer.body).toMatchObject({ status: 'rejected', payment: { status: 'voided' } });
    expect((await reject(picker, id, 'closed')).body.status).toBe('rejected');
    expect(await holdings()).toEqual(before);
    expect(await lastStep(id)).toMatchObject({ action: 'reject', reasonCode: 'closed' });
  });

  it('is refused after the store has accepted the order', async () => {
    const id = await order();
    await shop.walkTo(id, 'accepted');
    const refused = await reject(picker, id);
    expect([refused.status, refused.body.code]).toEqual([409, 'illegal-transition']);
    expect((await picker.post(`/v1/picking/orders/${id}/reject`, {})).status).toBe(400);
  });
});

it('leaves stock books that balance', () => expectBooksToBalance(larder));
