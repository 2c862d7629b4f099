import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectBooksToBalance } from '../../test/support/books.js';
import { eventually } from '../../test/support/eventually.js';
import { Larder, type Person } from '../../test/support/larder.js';
import { tally } from '../../test/support/people.js';
import { openShop, path, type Shop, type Step } from '../../test/support/shop.js';
import { UnitOfWork } from '../platform/index.js';
import { type ActorRole, orderMachine, type OrderStatus } from './domain/order-status.js';
import { IllegalTransition } from './orders.errors.js';
import { ExpireUnacceptedJob, expireUnaccepted } from './use-cases/expire-unaccepted.job.js';
import { OrderLifecycle } from './use-cases/order-lifecycle.service.js';
import { roles } from '../accounts/identity.js';

let larder: Larder;
let shop: Shop;
let customer: Person;
let picker: Person;
let otherPicker: Person;
let driver: Person;
beforeAll(async () => {
  larder = await Larder.open();
  shop = await openShop(larder, { products: [{ sku: 'THING', stock: 1000 }] });
  [customer, otherPicker, driver] = await Promise.all([
    larder.person('customer'),
    larder.person('picker'),
    larder.person('driver'),
  ]);
  ({ picker } = await shop.staff());
});
afterAll(() => larder?.close());

const order = () => shop.order(customer, [['THING', 2]], { inSlot: true });
const pick = (who: Person, orderId: string, action: string) =>
  who.post(`/v1/picking/orders/${orderId}/${action}`);
const expire = (orderId: string) => larder.app.get(ExpireUnacceptedJob).expire(orderId);
const statusOf = async (orderId: string) =>
  (await customer.get(`/v1/orders/${orderId}`)).body.status as OrderStatus;

const timelineTo = (last: Step) => {
  const walked = path.slice(0, path.indexOf(last) + 1);
  return walked.map((to, index) => ({ from: walked[index - 1] ?? null, to }));
};

describe('the lifecycle of an order', () => {
  it('leads from the shelf to the door, and records every step', async () => {
    const id = await order();
    for (const status of path) {
      await shop.walkTo(id, status, driver);
      expect(await statusOf(id)).toBe(status);
      expect(await shop.timeline(id)).toEqual(timelineTo(status));
    }
    expect(await shop.eventsOf(id)).toEqual(path.map((status) => `order.${status}`));
    const { body } = await customer.get(`/v1/orders/${id}`);
    expect(body.timeline.map((entry: { by: string }) => entry.by)).toEqual([
      'customer',
      'picker',
      'picker',
      'picker',
      'driver',
      'driver',
    ]);
  });

  const reachable = orderMachine.statuses.filter((status) => status !== 'pending_payment');
  it.each(reachable)('has no other transition from %s, for any role', async (status) => {
    const id = await orderThatIs(status);
    const before = await shop.timeline(id);
    const refusals = await everyIllegalMove(id, status);
    expect(refusals.length).toBeGreaterThan(60);
    for (const failure of refusals) {
      expect(failure).toSatisfy(IllegalTransition.matches);
      expect(failure).toMatchObject({ extras: { orderStatus: status } });
    }
    expect(await shop.timeline(id)).toEqual(before);
  });

  it.each([
    ['placed', ['start', 'ready'], ['accept', 'reject']],
    ['accepted', ['ready'], ['start']],
    ['picking', ['accept'], ['release']],
    ['ready', ['accept', 'start'], []],
    ['delivered', ['accept', 'start', 'ready'], []],
    ['expired', ['accept', 'start', 'ready'], []],
  ] as const)('tells a picker what can be done with what is %s', async (status, not, allowed) => {
    const id = await orderThatIs(status);
    for (const action of not) {
      const refused = await pick(picker, id, action);
      expect(refused.status).toBe(409);
      expect(refused.body).toMatchObject({
        code: 'illegal-transition',
        orderStatus: status,
        allowed,
      });
    }
    expect((await picker.get(`/v1/orders/${id}`)).body.allowedActions).toEqual(allowed);
  });

  async function orderThatIs(status: OrderStatus): Promise<string> {
    const id = await order();
    const walk = async (to: Step) => shop.walkTo(id, to, await larder.person('driver'));
    switch (status) {
      case 'expired':
        await expire(id);
        break;
      case 'cancelled':
        await move(id, 'cancel', 'admin');
        break;
      case 'rejected':
        await move(id, 'reject', 'admin');
        break;
      case 'delivery_failed':
        await walk('out_for_delivery');
        await move(id, 'fail', 'driver');
        break;
      case 'returned':
        await walk('out_for_delivery');
        await move(id, 'fail', 'driver');
        await move(id, 'return', 'admin');
        break;
      default:
        await walk(status as Step);
    }
    return id;
  }

  async function everyIllegalMove(id: string, from: OrderStatus): Promise<unknown[]> {
    const refusals: unknown[] = [];
    const actions = new Set(orderMachine.transitions.map(({ action }) => action));
    for (const role of [...roles, 'system' as const]) {
      const open = new Set(
        orderMachine
          .edges()
          .filter((edge) => edge.from === from && edge.by.includes(role))
          .map(({ action }) => action),
      );
      for (const action of actions) {
        if (open.has(action)) continue;
        refusals.push(await move(id, action, role).catch((error: unknown) => error));
      }
    }
    return refusals;
  }
});

function move(id: string, action: string, role: ActorRole) {
  const actor = { accountId: null, role, stores: 'all' as const };
  return larder.app
    .get(UnitOfWork)
    .run((tx) => larder.app.get(OrderLifecycle).move(tx, id, action, actor));
}

describe('picking', () => {
  it('is started by only one of two at once; nobody else may finish it', async () => {
    const id = await order();
    await shop.walkTo(id, 'accepted');
    const pickers = [picker, otherPicker];
    const started = await Promise.all(pickers.map((each) => pick(each, id, 'start')));
    expect(tally(started)).toEqual({ '200': 1, '409 illegal-transition': 1 });
    const winner = started.findIndex((answer) => answer.status === 200);
    expect(started[1 - winner]?.body).toMatchObject({ orderStatus: 'picking', allowed: [] });

    await shop.pickAll(id, pickers[winner]!);
    const foreign = await pick(pickers[1 - winner]!, id, 'ready');
    expect([foreign.status, foreign.body.code]).toEqual([409, 'not-your-pick']);
    expect(await statusOf(id)).toBe('picking');
    expect((await pick(pickers[winner]!, id, 'ready')).body.status).toBe('ready');
    expect(await shop.timeline(id)).toEqual(timelineTo('ready'));
  });

  it('may be finished by an admin', async () => {
    const id = await order();
    await shop.walkTo(id, 'picking');
    const admin = await larder.person('admin');
    expect((await pick(admin, id, 'start')).status).toBe(403);
    expect((await pick(admin, id, 'ready')).body.code).toBe('lines-open');
    await shop.pickAll(id, picker);
    expect((await pick(admin, id, 'ready')).body.status).toBe('ready');
  });
});

describe('an order that nobody accepts', () => {
  it('gives its stock and its slot back, once', async () => {
    const before = await holdings();
    const id = await order();
    expect(await holdings()).toEqual({ reserved: before.reserved + 2, taken: before.taken + 1 });
    await Promise.all([expire(id), expire(id)]);
    await expire(id);
    expect(await statusOf(id)).toBe('expired');
    expect(await holdings()).toEqual(before);
    expect(await shop.timeline(id)).toEqual([
      { from: null, to: 'placed' },
      { from: 'placed', to: 'expired' },
    ]);
    expect(await shop.eventsOf(id)).toEqual(['order.placed', 'order.expired']);
  });

  it('is expired by the job itself', async () => {
    const id = await order();
    await larder.app
      .get(UnitOfWork)
      .run((tx) => tx.enqueue(expireUnaccepted, { orderId: id }, { startAfter: new Date() }));
    await eventually('the job has run', async () => (await statusOf(id)) === 'expired');
    expect(await shop.eventsOf(id)).toEqual(['order.placed', 'order.expired']);
  });

  it('is not expired after somebody has accepted it', async () => {
    const id = await order();
    await shop.walkTo(id, 'accepted');
    const before = await holdings();
    await expire(id);
    expect(await statusOf(id)).toBe('accepted');
    expect(await holdings()).toEqual(before);
    expect(await shop.timeline(id)).toEqual(timelineTo('accepted'));
  });

  it('is either accepted or expired when both are tried at once, twenty times', async () => {
    const before = await holdings();
    let accepted = 0;
    for (let round = 0; round < 20; round += 1) {
      const id = await order();
      // Takes turns, because the first to ask has a head start.
      const [answer] = await (round % 2 === 0
        ? Promise.all([pick(picker, id, 'accept'), expire(id)])
        : Promise.all([expire(id), pick(picker, id, 'accept')]).then(([, first]) => [first]));
      const to = answer!.status === 200 ? 'accepted' : 'expired';
      expect(answer!.body).toMatchObject(
        to === 'accepted' ? { status: to } : { code: 'illegal-transition', allowed: [] },
      );
      expect(await statusOf(id)).toBe(to);
      expect(await shop.timeline(id)).toEqual([
        { from: null, to: 'placed' },
        { from: 'placed', to },
      ]);
      expect(await shop.eventsOf(id)).toEqual(['order.placed', `order.${to}`]);
      if (to === 'accepted') accepted += 1;
    }
    expect(await holdings()).toEqual({
      reserved: before.reserved + 2 * accepted,
      taken: before.taken + accepted,
    });
  });

  const holdings = async () => ({
    reserved: (await shop.stockOf('THING')).reserved,
    taken: await shop.slotTaken(),
  });
});

it('leaves stock books that balance', () => expectBooksToBalance(larder));
