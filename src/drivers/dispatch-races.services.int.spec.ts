// Rounds by hand: ROUNDS=200 npx vitest run --project services src/drivers/dispatch-races
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acceptedOrders, barrier, settled, withoutIndex } from '../../test/support/crowds.js';
import { searchAnew } from '../../test/support/dispatching.js';
import { Larder } from '../../test/support/larder.js';
import { openShop, type Shop } from '../../test/support/shop.js';
import { OrderLifecycle } from '../orders/index.js';
import { LocationStore } from './location/location.port.js';
import { DeliveryRepository } from './persistence/delivery.repository.js';
import { AnswerOffer } from './use-cases/answer-offer.service.js';
import { AssignOrder } from './use-cases/assign-order.service.js';
import { Shifts } from './use-cases/shifts.service.js';

const rounds = Number(process.env.ROUNDS ?? 2);
const timeout = 60_000 + rounds * 15_000;
const crowd = 50;
const driverWith = (accountId: string) => ({ accountId, role: 'driver' });
const dispatcher = { accountId: randomUUID(), role: 'dispatcher' as const, stores: 'all' as const };

let larder: Larder;
let shop: Shop;
let drivers: { id: string; epoch: number }[];
/** Complete orders that can be offered, and bare rows that can only be assigned. */
let orders: string[];
let copies: string[];
let seq = 0;

beforeAll(async () => {
  // The whole crowd is in the database at once.
  larder = await Larder.open({ env: { DATABASE_POOL: '60' } });
  shop = await openShop(larder, { products: [{ sku: 'THING', stock: 10_000 }] });
  const customer = await larder.person('customer');
  drivers = [];
  for (let n = 0; n < crowd; n += 1) {
    const id = randomUUID();
    const { epoch } = await larder.app.get(Shifts).goOnDuty(driverWith(id), { capacity: 1 });
    drivers.push({ id, epoch });
  }
  const [first, ...rest] = await acceptedOrders(shop, customer, 'THING', crowd);
  copies = rest;
  orders = [first!];
  while (orders.length < 10) {
    const order = await shop.order(customer, [['THING', 1]]);
    await shop.walkTo(order, 'accepted');
    orders.push(order);
  }
  await larder.delivered();
}, 180_000);
afterAll(() => larder?.close());

const beginAnew = (waiting: readonly string[]) => searchAnew(larder, shop, waiting);

const unsaid = { accuracyM: null, headingDeg: null, speedMps: null, recordedAt: null };
const near = { lat: 0.4, lng: 0.41, ...unsaid };
async function seen(heardOf: readonly { id: string; epoch: number }[]): Promise<void> {
  for (const { id, epoch } of heardOf) {
    await larder.app.get(LocationStore).record(id, { ...near, epoch, seq: (seq += 1) });
  }
}

const open = () =>
  shop.sql<{ id: string; driver: string }>(
    "SELECT id, driver_id AS driver FROM offers WHERE status = 'offered'",
  );
const active = async () => (await shop.sql('SELECT FROM deliveries')).length;
const assign = (orderId: string, driverId: string) =>
  larder.app.get(AssignOrder).assign({ orderId, driverId }, dispatcher);
const accept = ({ id, driver }: { id: string; driver: string }) =>
  larder.app.get(AnswerOffer).accept(driver, id);

/** The order’s offer, whichever driver has it. */
async function offered(orderId: string) {
  const step = await beginAnew([orderId]);
  await seen(drivers.slice(0, 3));
  await step(orderId);
  const [offer] = await open();
  return offer!;
}

/** Puts `one` among the others, at another place each round. */
const among = <T>(others: readonly T[], one: T, round: number): T[] =>
  others.toSpliced((round * 7) % (others.length + 1), 0, one);

describe('fifty drivers for one order', () => {
  it('have one winner, whoever was asked and whoever is assigned', { timeout }, async () => {
    const order = orders[0]!;
    for (let round = 0; round < rounds; round += 1) {
      const offer = await offered(order);
      const others = drivers.filter(({ id }) => id !== offer.driver);
      const assigns = others.map(
        ({ id }) =>
          () =>
            assign(order, id) as Promise<unknown>,
      );
      const attempts = among(assigns, () => accept(offer), round).map((attempt) => attempt());
      const all = { done: 1, 'order-already-assigned': crowd - 1 };
      expect([await settled(attempts), await active(), await open()]).toEqual([all, 1, []]);
    }
  });

  it('create one delivery when they answer fifty times at once', { timeout }, async () => {
    const offer = await offered(orders[0]!);
    const answers = await Promise.all(Array.from({ length: crowd }, () => accept(offer)));
    expect(new Set(answers.map(({ delivery }) => delivery.id)).size).toBe(1);
    expect(await active()).toBe(1);
  });

  it('are asked one at a time, however many jobs run', { timeout }, async () => {
    for (let round = 0; round < rounds; round += 1) {
      const step = await beginAnew([orders[0]!]);
      await seen(drivers);
      await Promise.all(Array.from({ length: crowd }, () => step(orders[0]!)));
      expect(await open()).toHaveLength(1);
    }
  });
});

describe('one driver for many orders', () => {
  it('has one of fifty, whichever was offered and whichever is assigned', { timeout }, async () => {
    for (let round = 0; round < rounds; round += 1) {
      const offer = await offered(orders[0]!);
      const assigns = copies.map((id) => () => assign(id, offer.driver) as Promise<unknown>);
      const attempts = among(assigns, () => accept(offer), round).map((attempt) => attempt());
      const all = { done: 1, 'driver-busy': crowd - 1 };
      expect([await settled(attempts), await active()]).toEqual([all, 1]);
    }
  });

  it('is asked for one of ten at a time', { timeout }, async () => {
    for (let round = 0; round < rounds; round += 1) {
      const step = await beginAnew(orders);
      for (const { id, epoch } of drivers) {
        await larder.app.get(LocationStore).closeShift(id, epoch);
      }
      const id = randomUUID();
      const { epoch } = await larder.app.get(Shifts).goOnDuty(driverWith(id));
      await seen([{ id, epoch }]);
      await Promise.all(orders.map(step));
      expect((await open()).map(({ driver }) => driver)).toEqual([id]);
      await beginAnew([]);
      await larder.app.get(Shifts).goOffDuty(id);
    }
  });
});

describe('without the unique index', () => {
  it('nobody would get the order: the statement that names it fails', async () => {
    const attempts = () => settled(drivers.slice(0, 8).map(({ id }) => assign(orders[0]!, id)));
    await beginAnew([]);
    expect(await withoutIndex(shop, 'deliveries_one_active_per_order', attempts)).toEqual({
      '42P10': 8,
    });
  });

  it('all drivers would get it by reading first and writing later; with it, one', async () => {
    const deliveries = larder.app.get(DeliveryRepository);
    const lifecycle = larder.app.get(OrderLifecycle);
    const { insert } = deliveries;
    const { lock } = lifecycle;
    const race = async () => {
      await beginAnew([]);
      const allHaveLooked = barrier(8);
      lifecycle.lock = async () => ({ status: 'accepted', storeId: shop.storeId });
      deliveries.insert = async (tx, delivery) => {
        const taken = await deliveries.activeOfOrder(tx, delivery.orderId);
        await allHaveLooked();
        if (taken) return null;
        await tx.query(
          `INSERT INTO deliveries (id, order_id, driver_id, shift_id, status, assigned_by,
             assigned_at) VALUES ($1, $2, $3, $4, 'assigned', $5, $6)`,
          [
            delivery.id,
            delivery.orderId,
            delivery.driverId,
            delivery.shiftId,
            delivery.assignedBy,
            delivery.assignedAt,
          ],
        );
        return deliveries.findOf(delivery.driverId, delivery.id, tx);
      };
      const counts = await settled(drivers.slice(0, 8).map(({ id }) => assign(copies[0]!, id)));
      Object.assign(deliveries, { insert });
      Object.assign(lifecycle, { lock });
      return counts;
    };
    expect(await race()).toEqual({ done: 1, '23505': 7 });
    expect(await withoutIndex(shop, 'deliveries_one_active_per_order', race)).toEqual({ done: 8 });
  });
});
