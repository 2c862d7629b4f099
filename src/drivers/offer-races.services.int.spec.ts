// Rounds by hand: ROUNDS=200 npx vitest run --project services src/drivers/offer-races
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { barrier, settled, withoutIndex } from '../../test/support/crowds.js';
import { Dispatching, searchAnew, type WaitingDriver } from '../../test/support/dispatching.js';
import { Larder } from '../../test/support/larder.js';
import { openShop, type Shop } from '../../test/support/shop.js';
import { UnitOfWork } from '../platform/index.js';
import { type NewOffer, OfferRepository } from './persistence/offer.repository.js';
import { AnswerOffer } from './use-cases/answer-offer.service.js';
import { AssignOrder } from './use-cases/assign-order.service.js';

const rounds = Number(process.env.ROUNDS ?? 2);
const timeout = 60_000 + rounds * 15_000;
const dispatcher = { accountId: randomUUID(), role: 'dispatcher' as const, stores: 'all' as const };

let larder: Larder;
let shop: Shop;
let dispatching: Dispatching;
let drivers: WaitingDriver[];
/** Orders that are all ready, and all for one door. */
let orders: string[];

beforeAll(async () => {
  larder = await Larder.open({ env: { DATABASE_POOL: '30' } });
  shop = await openShop(larder, { products: [{ sku: 'THING', stock: 100 }] });
  dispatching = new Dispatching(larder, shop);
  drivers = [];
  for (const km of [0.5, 1, 1.5]) drivers.push(await dispatching.driverAt(km));
  const customer = await larder.person('customer');
  orders = [];
  for (let n = 0; n < 6; n += 1) orders.push(await dispatching.readyOrder(customer, 'THING'));
}, 120_000);
afterAll(() => larder?.close());

const accept = ({ id, driver }: OpenOffer) => larder.app.get(AnswerOffer).accept(driver, id);
const assign = (orderId: string, driverId: string) =>
  larder.app.get(AssignOrder).assign({ orderId, driverId }, dispatcher);

interface OpenOffer {
  readonly id: string;
  readonly order: string;
  readonly driver: string;
}
const open = () =>
  shop.sql<OpenOffer>(
    `SELECT id, order_id AS order, driver_id AS driver FROM offers
     WHERE status = 'offered' ORDER BY id`,
  );

describe('orders that are offered together', () => {
  it(
    'are each asked of one driver, and two of a driver, by jobs that race',
    { timeout },
    async () => {
      for (let round = 0; round < rounds; round += 1) {
        const step = await searchAnew(larder, shop, orders);
        // A position counts for a minute, and a driver may send only so many.
        if (round % 10 === 0) await dispatching.ping(...drivers);
        await Promise.all(orders.map(step));
        const offers = await open();
        expect(new Set(offers.map(({ driver }) => driver)).size).toBe(drivers.length);
        expect(new Set(offers.map(({ order }) => order)).size).toBe(offers.length);
        const tooMany = await shop.sql(
          `SELECT driver_id FROM offers WHERE status = 'offered' GROUP BY driver_id
         HAVING count(*) > 2`,
        );
        expect(tooMany).toEqual([]);
      }
    },
  );

  it('have one delivery each, however they are taken or assigned', { timeout }, async () => {
    const [first, second] = orders as [string, string];
    for (let round = 0; round < rounds; round += 1) {
      const step = await searchAnew(larder, shop, [first, second]);
      if (round % 10 === 0) await dispatching.ping(...drivers);
      await step(first);
      const offers = await open();
      expect(offers.map(({ order }) => order)).toEqual([first, second]);
      const others = drivers.filter(({ id }) => id !== offers[0]!.driver);
      const attempts = [
        ...offers.map((offer) => () => accept(offer) as Promise<unknown>),
        ...others.flatMap(({ id }) => [() => assign(second, id), () => assign(first, id)]),
      ];
      // Rotated, so that each begins a little before the others once in a while.
      const turned = attempts.map((_, n) => attempts[(n + round) % attempts.length]!());
      expect(await settled(turned)).toEqual({ done: 2, 'order-already-assigned': 4 });
      const trips = await shop.sql<{ order: string }>('SELECT order_id AS order FROM deliveries');
      expect(trips.map(({ order }) => order).toSorted()).toEqual([first, second].toSorted());
    }
  });
});

describe('without its unique index', () => {
  it.each([
    ['two drivers would be asked for one order', 'offers_one_open_per_order'],
    ['one driver would be asked for two orders', 'offers_one_open_per_driver'],
    ['one driver would be asked for two more with an order', 'offers_one_open_beside'],
  ])('%s, by whoever looked first and wrote then', async (_, index) => {
    const offers = larder.app.get(OfferRepository);
    const race = async () => {
      await searchAnew(larder, shop, orders);
      const first = offerOf(drivers[0]!, orders[0]!);
      const isBeside = index === 'offers_one_open_beside';
      if (isBeside) await larder.app.get(UnitOfWork).run((tx) => offers.insert(tx, first));
      const bothHaveLooked = barrier(2);
      const ask = (offer: NewOffer) =>
        larder.app.get(UnitOfWork).run(async (tx) => {
          const isAsked = (await offers.openOfOrder(tx, offer.orderId)) !== null;
          await bothHaveLooked();
          return !isAsked && offers.insert(tx, offer);
        });
      const besideOfferId = isBeside ? first.id : null;
      return index === 'offers_one_open_per_order'
        ? Promise.all(drivers.slice(0, 2).map((driver) => ask(offerOf(driver, orders[1]!))))
        : Promise.all(
            orders.slice(1, 3).map((id) => ask({ ...offerOf(drivers[0]!, id), besideOfferId })),
          );
    };
    expect((await race()).toSorted()).toEqual([false, true]);
    expect(await withoutIndex(shop, index, race)).toEqual([true, true]);
  });

  let shiftIds: Map<string, string>;
  beforeAll(async () => {
    const rows = await shop.sql<{ id: string; driver: string }>(
      'SELECT id, driver_id AS driver FROM shifts',
    );
    shiftIds = new Map(rows.map(({ id, driver }) => [driver, id]));
  });

  function offerOf({ id: driverId }: WaitingDriver, orderId: string): NewOffer {
    const offeredAt = new Date();
    return {
      id: randomUUID(),
      orderId,
      driverId,
      shiftId: shiftIds.get(driverId)!,
      storeId: shop.storeId,
      besideOfferId: null,
      search: 1,
      round: 1,
      distanceM: 1,
      lineCount: 1,
      dropLat: 0,
      dropLng: 0,
      tripM: 1,
      offeredAt,
      expiresAt: new Date(offeredAt.getTime() + 40_000),
    };
  }
});
