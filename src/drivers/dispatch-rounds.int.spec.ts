import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { dayAhead, Dispatching, type WaitingDriver } from '../../test/support/dispatching.js';
import { eventually } from '../../test/support/eventually.js';
import { Larder, type Person } from '../../test/support/larder.js';
import { wanted } from '../../test/support/people.js';
import { openShop, type Shop } from '../../test/support/shop.js';
import { LocationStoreUnavailable } from './drivers.errors.js';
import { LocationStore } from './location/location.port.js';
import { DispatchOrderJob } from './use-cases/dispatch-order.job.js';
import { WakeOrdersJob } from './use-cases/wake-orders.job.js';

const clock = dayAhead();
const seconds = (count: number) => clock.advance(count * 1000);

let larder: Larder;
let customer: Person;
let shop: Shop;
let dispatching: Dispatching;

beforeAll(async () => {
  larder = await Larder.open({ clock });
});
beforeEach(async () => {
  // The tokens from before would expire during some of these tests.
  customer = await larder.person('customer');
  shop = await openShop(larder, { products: [{ sku: 'THING', stock: 1000 }] });
  dispatching = new Dispatching(larder, shop);
});
afterAll(() => larder?.close());

const order = () => dispatching.order(customer, 'THING');
const tracking = async (orderId: string) =>
  wanted(200, customer.get(`/v1/orders/${orderId}/tracking`));
const noDriver = async () => {
  const { dispatcher } = await shop.staff();
  const board = await wanted(200, dispatcher.get('/v1/ops/board'));
  return board.noDriver.map(({ id }: { id: string }) => id);
};
const stateOf = async (orderId: string) => {
  const { status, search, round, flagged } = await dispatching.of(orderId);
  return [status, search, round, flagged];
};

/** Declines the driver's offer, and lets the search go on after its pause. */
async function refuse(orderId: string, driver: WaitingDriver): Promise<void> {
  await wanted(200, dispatching.decline(driver, (await dispatching.offerTo(driver)).id));
  await dispatching.step(orderId);
  seconds(20);
  await dispatching.ping(driver);
  await dispatching.step(orderId);
}

/** An order that its only driver has refused three times. */
async function refused(): Promise<{ orderId: string; driver: WaitingDriver }> {
  const driver = await dispatching.driverAt(1);
  const orderId = await order();
  await dispatching.step(orderId);
  for (let round = 1; round <= 3; round += 1) await refuse(orderId, driver);
  return { orderId, driver };
}

describe('rounds', () => {
  it('widen at once where nobody is, and ask again after a pause where somebody was', async () => {
    const [near, far] = [await dispatching.driverAt(4.9), await dispatching.driverAt(7.9)];
    await dispatching.driverAt(8.1);
    const orderId = await order();
    await dispatching.step(orderId);
    expect(await stateOf(orderId)).toEqual(['searching', 1, 2, false]);
    await wanted(200, dispatching.decline(near, (await dispatching.offerTo(near)).id));
    await dispatching.step(orderId);
    expect(await dispatching.offerTo(near)).toBe(null);
    seconds(20);
    await dispatching.step(orderId);
    await wanted(200, dispatching.decline(near, (await dispatching.offerTo(near)).id));
    await dispatching.step(orderId);
    expect(await dispatching.asked(orderId)).toMatchObject([
      { driver: near.id, round: 2 },
      { driver: near.id, round: 3 },
      { driver: far.id, round: 3, status: 'offered' },
    ]);
  });

  it('are three: then staff must assign, and the customer is told and may cancel', async () => {
    const { orderId } = await refused();
    expect((await dispatching.asked(orderId)).map(({ round }) => round)).toEqual([1, 2, 3]);
    expect(await stateOf(orderId)).toEqual(['given_up', 1, 3, true]);
    expect(await noDriver()).toContain(orderId);
    const since = (await dispatching.of(orderId)).flaggedAt!.toISOString();
    expect((await tracking(orderId)).delay).toEqual({ reasonCode: 'no_driver', since });
    const facts = await shop.sql(
      `SELECT payload FROM outbox WHERE type = 'dispatch.given_up' AND aggregate_id = $1`,
      [orderId],
    );
    expect(facts).toEqual([{ payload: { orderId, storeId: shop.storeId, why: 'refused' } }]);

    await shop.walkTo(orderId, 'ready');
    expect((await tracking(orderId)).allowedActions).toEqual(['cancel']);
    await wanted(200, customer.post(`/v1/orders/${orderId}/cancel`, {}));
    expect(await tracking(orderId)).toMatchObject({ status: 'cancelled', delay: null });
    expect(await shop.stockOf('THING')).toEqual({ onHand: 1000, reserved: 0 });
    expect(await noDriver()).not.toContain(orderId);
  });

  it('begin again while nobody can be asked, for ten minutes', async () => {
    const orderId = await order();
    await dispatching.step(orderId);
    for (let waited = 0; waited < 600; waited += 20) {
      expect(await stateOf(orderId)).toEqual(['searching', 1, 1, false]);
      seconds(20);
      await dispatching.step(orderId);
    }
    expect(await stateOf(orderId)).toEqual(['given_up', 1, 1, true]);
    const [fact] = await shop.sql(
      `SELECT payload FROM outbox WHERE type = 'dispatch.given_up' AND aggregate_id = $1`,
      [orderId],
    );
    expect(fact).toMatchObject({ payload: { why: 'nobody' } });
  });

  it('wait while nobody can tell where the drivers are', async () => {
    const driver = await dispatching.driverAt(1);
    const orderId = await order();
    const away = vi.spyOn(larder.app.get(LocationStore), 'nearest');
    away.mockRejectedValue(LocationStoreUnavailable.because('It is away.'));
    await dispatching.step(orderId);
    away.mockRestore();
    expect(await stateOf(orderId)).toEqual(['searching', 1, 1, false]);
    await dispatching.step(orderId);
    expect(await dispatching.offerTo(driver)).not.toBe(null);
  });

  it('are continued by one job: an overtaken job does nothing', async () => {
    await dispatching.driverAt(1);
    const orderId = await order();
    const { step } = await dispatching.of(orderId);
    const take = () => larder.app.get(DispatchOrderJob).take({ orderId, step });
    await Promise.all([take(), take(), take()]);
    seconds(40);
    await take();
    expect(await dispatching.asked(orderId)).toMatchObject([{ status: 'offered' }]);
    expect((await dispatching.of(orderId)).step).toBe(step + 1);
  });

  it('of an order for a slot begin half an hour before it', async () => {
    const orderId = await dispatching.order(customer, 'THING', { inSlot: true });
    const [job] = await shop.sql<{ at: Date; starts: Date }>(
      `SELECT start_after AS at, starts_at AS starts FROM pgboss.job, delivery_slots
       WHERE name = 'drivers.dispatch-order' AND data ->> 'orderId' = $1
         AND delivery_slots.id = $2`,
      [orderId, shop.slotId],
    );
    expect(job!.starts.getTime() - job!.at.getTime()).toBe(30 * 60_000);
  });
});

describe('an order that nobody took', () => {
  it('is assigned by hand, and flagged no more', async () => {
    const { orderId, driver } = await refused();
    await wanted(201, shop.assign(orderId, driver.person));
    expect(await stateOf(orderId)).toEqual(['settled', 1, 3, false]);
    expect(await noDriver()).not.toContain(orderId);
    expect(await tracking(orderId)).toMatchObject({ delay: null, allowedActions: ['cancel'] });
    await shop.walkTo(orderId, 'picking');
    expect((await tracking(orderId)).allowedActions).toEqual(['request-cancel']);
  });

  it('is offered once more when a driver comes on duty, and flagged until it is taken', async () => {
    const { orderId } = await refused();
    const driver = await dispatching.driverAt(0.5);
    await larder.app.get(WakeOrdersJob).wake(shop.storeId);
    expect(await stateOf(orderId)).toEqual(['searching', 2, 1, true]);
    await dispatching.step(orderId);
    expect((await tracking(orderId)).delay).not.toBe(null);
    await wanted(201, dispatching.accept(driver, (await dispatching.offerTo(driver)).id));
    expect(await stateOf(orderId)).toEqual(['settled', 2, 1, false]);
    expect((await tracking(orderId)).delay).toBe(null);
  });

  it('is offered once more when a driver has room again', async () => {
    const full = await dispatching.driverAt(20, { capacity: 1 });
    const other = await order();
    await wanted(201, shop.assign(other, full.person));
    const { orderId } = await refused();
    await shop.walkTo(other, 'delivered', full.person);
    await eventually(
      'the order is woken',
      async () => (await dispatching.of(orderId)).status === 'searching',
    );
    expect(await stateOf(orderId)).toEqual(['searching', 2, 1, true]);
  });

  it('is woken when a shift opens, not when that is repeated', async () => {
    const waking = async () => {
      const [row] = await shop.sql<{ jobs: number }>(
        `SELECT count(*)::int AS jobs FROM pgboss.job
         WHERE name = 'drivers.wake-orders' AND data ->> 'storeId' = $1`,
        [shop.storeId],
      );
      return row!.jobs;
    };
    expect(await waking()).toBe(0);
    const { person } = await dispatching.driverAt(1);
    const body = { onDuty: true, store: shop.storeId };
    await wanted(200, person.post('/v1/driver/shift', body));
    expect(await waking()).toBe(1);
  });
});
