import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { eventually } from '../../test/support/eventually.js';
import { Larder, type Person } from '../../test/support/larder.js';
import { goOnDuty, idOf, wanted } from '../../test/support/people.js';
import { Pick } from '../../test/support/picks.js';
import { openShop, type Shop } from '../../test/support/shop.js';
import { LocationStore, LocationStoreUnavailable } from '../drivers/index.js';
import { ManualClock } from '../kernel/clock.js';
import { RedisConnection } from '../platform/index.js';
import { BoardService } from './board.service.js';

const clock = new ManualClock(new Date());

let larder: Larder;
let shop: Shop;
let customer: Person;
let dispatcher: Person;
beforeAll(async () => {
  larder = await Larder.open({ clock });
  const redis = larder.app.get(RedisConnection);
  await eventually('Redis is there, if there is to be one', () => !redis.client || redis.isReady);
  shop = await openShop(larder, {
    products: [
      { sku: 'THING', stock: 1000 },
      { sku: 'OTHER', stock: 1000 },
    ],
    terms: { asap: { fromMinutes: 20, untilMinutes: 45 } },
  });
  customer = await larder.person('customer');
  ({ dispatcher } = await shop.staff());
});
afterAll(() => larder?.close());

const board = () => wanted(200, dispatcher.get('/v1/ops/board'));
const ids = (orders: { id: string }[]) => orders.map(({ id }) => id);
const ping = async (driver: Person, seq = 1) => {
  const epoch = await goOnDuty(driver);
  const fixes = [{ seq, lat: 0.41, lng: 0.42 }];
  await wanted(200, driver.post('/v1/driver/location', { epoch, fixes }));
};

describe('the board', () => {
  it('costs four statements and one read of positions, whatever there is', async () => {
    const cost = async () => {
      const read = vi.spyOn(larder.app.get(LocationStore), 'latestOfMany');
      const before = larder.sqlForRequests;
      const { unassigned, drivers, onTheWay } = await board();
      const reads = read.mock.calls.length;
      read.mockRestore();
      return [
        larder.sqlForRequests - before,
        reads,
        unassigned.length,
        drivers.length,
        ids(onTheWay),
      ];
    };
    // Where somebody of staff works is asked once a minute.
    await board();
    expect(await cost()).toEqual([4, 1, 0, 0, []]);
    const drivers = await Promise.all([1, 2, 3, 4].map(() => larder.person('driver')));
    for (const driver of drivers) await ping(driver);
    const orders = [];
    for (let n = 0; n < 6; n += 1) orders.push(await shop.order(customer, [['THING', 1]]));
    for (const order of orders) await shop.walkTo(order, 'accepted');
    await shop.walkTo(orders[0]!, 'out_for_delivery', drivers[0]);
    expect(await cost()).toEqual([4, 1, 5, 4, [orders[0]]]);
    await shop.walkTo(orders[0]!, 'delivered', drivers[0]);
    for (const driver of drivers) {
      await wanted(200, driver.post('/v1/driver/shift', { onDuty: false }));
    }
  });

  it('lists silent drivers, and the positions of the others', async () => {
    const [moving, silent] = [await larder.person('driver'), await larder.person('driver')];
    await goOnDuty(silent);
    await ping(moving);
    const driversOf = async () => {
      const { drivers } = await board();
      const of = async (driver: Person) => {
        const driverId = await idOf(driver);
        return drivers.find((one: { driverId: string }) => one.driverId === driverId);
      };
      return [await of(moving), await of(silent)];
    };
    const unseen = { position: null, lastSeenSecondsAgo: null, stale: true };
    const place = { lat: 0.41, lng: 0.42 };
    expect(await driversOf()).toMatchObject([
      { position: place, lastSeenSecondsAgo: 0, stale: false },
      unseen,
    ]);
    clock.advance(15_001);
    expect(await driversOf()).toMatchObject([
      { position: place, lastSeenSecondsAgo: 15, stale: true },
      unseen,
    ]);
    const away = vi.spyOn(larder.app.get(LocationStore), 'latestOfMany');
    away.mockRejectedValue(LocationStoreUnavailable.because('It is away.'));
    const unknown = { position: null, lastSeenSecondsAgo: null, stale: null };
    expect(await driversOf()).toMatchObject([unknown, unknown]);
    away.mockRestore();
    for (const driver of [moving, silent]) {
      await wanted(200, driver.post('/v1/driver/shift', { onDuty: false }));
    }
  });

  it('lists orders that wait for the customer, and requests that the customer waits for', async () => {
    const pick = await Pick.start(shop, customer, [['THING', 2, { preference: 'contact' }]]);
    await wanted(200, pick.line('propose', { sku: 'OTHER', quantity: 2 }));
    const { answerBy } = await pick.seen();
    await wanted(200, customer.post(`/v1/orders/${pick.orderId}/request-cancel`, {}));
    const id = pick.orderId;
    const seen = await board();
    expect(seen.substitutions).toMatchObject([{ id, status: 'picking', answerBy }]);
    const cancelRequestedAt = clock.now().toISOString();
    expect(seen.cancelRequests).toMatchObject([{ id, cancelRequestedAt }]);
    expect(ids(seen.unassigned)).toContain(id);
    await wanted(200, pick.decide('decline'));
    const { picker } = await shop.staff();
    await wanted(200, picker.post(`/v1/picking/orders/${id}/ready`));
    const { substitutions, cancelRequests } = await board();
    expect([substitutions, cancelRequests]).toEqual([[], []]);
  });

  it('lists orders as late when their promised time has passed', async () => {
    const soon = await shop.order(customer, [['THING', 1]]);
    const inSlot = await shop.order(customer, [['THING', 1]], { inSlot: true });
    const placedAt = clock.now().getTime();
    const lateAt = async (from: number) => {
      clock.advance(placedAt + from - clock.now().getTime());
      // Not by HTTP: an access token would expire before the slot comes.
      const { late } = await larder.app.get(BoardService).board({ role: 'system' });
      return ids([...late]).filter((id) => id === soon || id === inSlot);
    };
    const minute = 60_000;
    expect(await lateAt(45 * minute)).toEqual([]);
    expect(await lateAt(45 * minute + 1)).toEqual([soon]);
    expect(await lateAt(6 * 60 * minute)).toEqual([soon, inSlot]);
  });
});
