// Rounds by hand: ROUNDS=200 npx vitest run --project services src/drivers/delivery-races
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectBooksToBalance } from '../../test/support/books.js';
import { acceptedOrders, barrier, settled } from '../../test/support/crowds.js';
import { Larder, type Person } from '../../test/support/larder.js';
import { collect, goOnDuty, tally, wanted } from '../../test/support/people.js';
import { openShop, type Shop } from '../../test/support/shop.js';
import { OrderLifecycle } from '../orders/index.js';
import { usualCapacity } from './domain/shift-terms.js';
import { DeliveryRepository } from './persistence/delivery.repository.js';
import { ShiftRepository } from './persistence/shift.repository.js';
import { AssignOrder } from './use-cases/assign-order.service.js';
import { Shifts } from './use-cases/shifts.service.js';

const rounds = Number(process.env.ROUNDS ?? 2);
const timeout = 60_000 + rounds * 15_000;
const crowd = 50;
const dispatcher = { accountId: randomUUID(), role: 'dispatcher' as const, stores: 'all' as const };

let larder: Larder;
let shop: Shop;
let customer: Person;
let admin: Person;
let driver: Person;
let drivers: string[];
let orders: string[];
beforeAll(async () => {
  // The whole crowd is in the database at once.
  larder = await Larder.open({ env: { DATABASE_POOL: '60' } });
  shop = await openShop(larder, { products: [{ sku: 'THING', stock: 10_000 }] });
  [customer, admin, driver] = await Promise.all([
    larder.person('customer'),
    larder.person('admin'),
    larder.person('driver'),
  ]);
  await goOnDuty(driver);
  drivers = Array.from({ length: crowd }, () => randomUUID());
  for (const id of drivers)
    await larder.app.get(Shifts).goOnDuty({ accountId: id, role: 'driver' });
  orders = await acceptedOrders(shop, customer, 'THING', crowd);
}, 180_000);
afterAll(() => larder?.close());

/** Makes the assignments, and counts their outcomes. */
async function assignAll(pairs: readonly (readonly [order: string, driver: string])[]) {
  const assigning = larder.app.get(AssignOrder);
  const attempts = pairs.map(([orderId, driverId]) =>
    assigning.assign({ orderId, driverId }, dispatcher),
  );
  const counts = await settled(attempts);
  const active = await shop.sql('SELECT id FROM deliveries WHERE status = $1', ['assigned']);
  await shop.sql("UPDATE deliveries SET status = 'cancelled' WHERE status = 'assigned'");
  return { active: active.length, ...counts };
}

describe('a crowd', () => {
  it('of fifty drivers gets one order once, round after round', { timeout }, async () => {
    for (let round = 0; round < rounds; round += 1) {
      const order = orders[round % crowd]!;
      expect(await assignAll(drivers.map((id) => [order, id]))).toEqual({
        active: 1,
        done: 1,
        'order-already-assigned': crowd - 1,
      });
    }
  });

  it('of fifty orders fills one driver, and no more', { timeout }, async () => {
    for (let round = 0; round < rounds; round += 1) {
      const one = drivers[round % crowd]!;
      expect(await assignAll(orders.map((id) => [id, one]))).toEqual({
        active: usualCapacity,
        done: usualCapacity,
        'driver-busy': crowd - usualCapacity,
      });
    }
  });

  it('would overload a driver without the lock on the shift', async () => {
    const shifts = larder.app.get(ShiftRepository);
    const deliveries = larder.app.get(DeliveryRepository);
    const { lockOpen } = shifts;
    const { countActive } = deliveries;
    shifts.lockOpen = (tx, driverId) => shifts.latest(tx, driverId);
    const allHaveCounted = barrier(4);
    deliveries.countActive = async (tx, driverId) => {
      const count = await countActive.call(deliveries, tx, driverId);
      await allHaveCounted();
      return count;
    };
    const four = await assignAll(orders.slice(0, 4).map((id) => [id, drivers[0]!]));
    Object.assign(shifts, { lockOpen });
    Object.assign(deliveries, { countActive });
    expect(four).toEqual({ active: 4, done: 4 });
  });
});

describe('at the door', () => {
  const deliver = (id: string, pin: string) =>
    driver.post(`/v1/driver/deliveries/${id}/deliver`, { cashCollectedMinor: 1700, pin });

  async function atTheDoor() {
    const orderId = await shop.order(customer, [['THING', 1]]);
    await shop.walkTo(orderId, 'out_for_delivery', driver);
    const { items } = await wanted(200, driver.get('/v1/driver/deliveries'));
    const { id } = items.find((item: { order: { id: string } }) => item.order.id === orderId);
    const pin = await shop.pinOf(id);
    const wrong = pin === '0000' ? '0001' : '0000';
    return { orderId, id: id as string, pin, wrong };
  }

  it('fifty wrong PINs at once count as five', { timeout }, async () => {
    for (let round = 0; round < rounds; round += 1) {
      const { orderId, id, pin, wrong } = await atTheDoor();
      const guesses = await Promise.all(Array.from({ length: crowd }, () => deliver(id, wrong)));
      expect(tally(guesses)).toEqual({ '422 wrong-pin': 5, '409 pin-locked': crowd - 5 });
      expect((await deliver(id, pin)).body.code).toBe('pin-locked');
      await wanted(200, admin.post(`/v1/ops/orders/${orderId}/unlock-pin`));
      await wanted(200, deliver(id, pin));
    }
  });

  it('without the lock a right guess would pass after any number of wrong ones', async () => {
    const { id, pin, wrong } = await atTheDoor();
    await shop.sql('ALTER TABLE deliveries DROP CONSTRAINT deliveries_pin_failures_check');
    const lifecycle = larder.app.get(OrderLifecycle);
    const deliveries = larder.app.get(DeliveryRepository);
    const { lock } = lifecycle;
    const { findOf } = deliveries;
    lifecycle.lock = async () => ({ status: 'out_for_delivery', storeId: shop.storeId });
    const allHaveLooked = barrier(9);
    deliveries.findOf = async (driverId, deliveryId, tx) => {
      const found = await findOf.call(deliveries, driverId, deliveryId, tx);
      if (tx) await allHaveLooked();
      return found;
    };
    const pins = [...Array.from({ length: 8 }, () => wrong), pin];
    const guesses = await Promise.all(pins.map((each) => deliver(id, each)));
    Object.assign(lifecycle, { lock });
    Object.assign(deliveries, { findOf });
    expect(tally(guesses)).toEqual({ '422 wrong-pin': 8, '200': 1 });
  });

  it('handing over or giving up: one of the two happens', { timeout }, async () => {
    for (let round = 0; round < rounds * 3; round += 1) {
      const { orderId, id, pin } = await atTheDoor();
      const fail = () => driver.post(`/v1/driver/deliveries/${id}/fail`, { reasonCode: 'refused' });
      const both = round % 2 === 0 ? [deliver(id, pin), fail()] : [fail(), deliver(id, pin)];
      expect(tally(await Promise.all(both))).toEqual({ '200': 1, '409 illegal-delivery-step': 1 });
      const [row] = await shop.sql<{ delivery: string; order: string }>(
        `SELECT deliveries.status AS delivery, orders.status AS order
         FROM deliveries JOIN orders ON orders.id = order_id WHERE order_id = $1`,
        [orderId],
      );
      expect([
        { delivery: 'delivered', order: 'delivered' },
        { delivery: 'failed', order: 'delivery_failed' },
      ]).toContainEqual(row);
      if (row!.delivery === 'failed') {
        await wanted(200, admin.post(`/v1/picking/orders/${orderId}/return`, {}));
        await larder.delivered();
      }
    }
  });
});

describe('cancelling and collecting at once', () => {
  async function waiting() {
    const orderId = await shop.order(customer, [['THING', 1]]);
    await shop.walkTo(orderId, 'ready');
    const { deliveryId } = await wanted(201, shop.assign(orderId, driver));
    return { orderId, deliveryId: deliveryId as string };
  }

  it('has one winner, decided by the order’s row', { timeout }, async () => {
    for (let round = 0; round < rounds * 3; round += 1) {
      const { orderId, deliveryId } = await waiting();
      const cancel = () => admin.post(`/v1/orders/${orderId}/cancel`, {});
      const both =
        round % 2 === 0
          ? [cancel(), collect(driver, deliveryId)]
          : [collect(driver, deliveryId), cancel()];
      const answers = await Promise.all(both);
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
      await larder.delivered();
      const [row] = await shop.sql<{ delivery: string; order: string }>(
        `SELECT deliveries.status AS delivery, orders.status AS order
         FROM deliveries JOIN orders ON orders.id = order_id WHERE order_id = $1`,
        [orderId],
      );
      expect([
        { delivery: 'collected', order: 'out_for_delivery' },
        { delivery: 'cancelled', order: 'cancelled' },
      ]).toContainEqual(row);
      if (row!.order === 'out_for_delivery') await shop.walkTo(orderId, 'delivered', driver);
    }
  });

  it('would have two, if each read first and wrote later', async () => {
    const { orderId } = await waiting();
    const bothHaveLooked = barrier(2);
    const naively = async (to: string) => {
      const [seen] = await shop.sql('SELECT status FROM orders WHERE id = $1', [orderId]);
      await bothHaveLooked();
      if (seen!['status'] !== 'ready') return 'refused';
      await shop.sql('UPDATE orders SET status = $2 WHERE id = $1', [orderId, to]);
      return 'done';
    };
    const outcomes = await Promise.all(['cancelled', 'out_for_delivery'].map(naively));
    await shop.sql("UPDATE orders SET status = 'ready' WHERE id = $1", [orderId]);
    await shop.walkTo(orderId, 'delivered', driver);
    expect(outcomes).toEqual(['done', 'done']);
  });
});

it('leaves books that balance after all of this', async () => {
  const [first, ...copies] = orders;
  expect(first).toBeDefined();
  await shop.sql('DELETE FROM delivery_timeline');
  await shop.sql('DELETE FROM deliveries WHERE order_id = ANY($1)', [copies]);
  await shop.sql('DELETE FROM orders WHERE id = ANY($1)', [copies]);
  await expectBooksToBalance(larder);
});
