import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../../test/support/eventually.js';
import { Larder, type Person } from '../../test/support/larder.js';
import { goOnDuty, idOf, tally, wanted } from '../../test/support/people.js';
import { openShop, type Shop } from '../../test/support/shop.js';
import { ManualClock } from '../kernel/clock.js';
import { RedisConnection } from '../platform/index.js';

const clock = new ManualClock(new Date());

let larder: Larder;
let shop: Shop;
let dispatcher: Person;
let orderId: string;
beforeAll(async () => {
  larder = await Larder.open({ clock });
  const redis = larder.app.get(RedisConnection);
  await eventually('Redis is there, if there is to be one', () => !redis.client || redis.isReady);
  shop = await openShop(larder, { products: [{ sku: 'THING', stock: 100 }] });
  const customer = await larder.person('customer');
  dispatcher = await larder.person('dispatcher');
  orderId = await shop.order(customer, [['THING', 1]]);
  await shop.walkTo(orderId, 'accepted');
});
afterAll(() => larder?.close());

const nearby = (query: string) => dispatcher.get(`/v1/ops/drivers/nearby?${query}`);

/** Opens the shift of a driver this many degrees north of the store. */
async function driverAt(name: string, degrees: number) {
  const driver = await larder.person('driver', name);
  const epoch = await goOnDuty(driver);
  const { lat, lng } = (
    await shop.sql<{ lat: number; lng: number }>('SELECT lat, lng FROM stores')
  )[0]!;
  const fix = { seq: 1, lat: lat + degrees, lng };
  await wanted(200, driver.post('/v1/driver/location', { epoch, fixes: [fix] }));
  return { driver, driverId: await idOf(driver), position: { lat: fix.lat, lng: fix.lng } };
}

it('lists drivers near the order’s store, nearest first, with how busy they are', async () => {
  const far = await driverAt('Fay Far', 0.03);
  const near = await driverAt('Ned Near', 0.01);
  const away = await driverAt('Ava Away', 0.06);
  clock.advance(3000);
  const { items } = await wanted(200, nearby(`orderId=${orderId}`));
  const idle = { ageSeconds: 3, ageKnown: false, activeDeliveries: 0, capacity: 2 };
  const listed = ({ driverId, position }: typeof near, name: string, distanceM: number) => ({
    driverId,
    name,
    distanceM,
    position,
    ...idle,
  });
  expect(items).toEqual([listed(near, 'Ned Near', 1112), listed(far, 'Fay Far', 3336)]);
  const wider = await wanted(200, nearby(`orderId=${orderId}&radiusM=8000&limit=3`));
  expect(wider.items[2]).toEqual(listed(away, 'Ava Away', 6672));

  await wanted(
    201,
    dispatcher.post(`/v1/ops/orders/${orderId}/assign`, { driverId: near.driverId }),
  );
  const after = await wanted(200, nearby(`orderId=${orderId}&limit=1`));
  expect(after.items).toMatchObject([{ driverId: near.driverId, activeDeliveries: 1 }]);
});

it('refuses questions that it cannot answer', async () => {
  const none = '00000000-0000-7000-8000-000000000000';
  const queries = ['', 'orderId=x', `orderId=${orderId}&radiusM=0`, `orderId=${orderId}&limit=51`];
  const answers = await Promise.all(queries.map(nearby));
  expect(tally(answers)).toEqual({ '400 validation-failed': 4 });
  expect(tally([await nearby(`orderId=${orderId}&near=1`)])).toEqual({ '400 unknown-field': 1 });
  expect(tally([await nearby(`orderId=${none}`)])).toEqual({ '404 order-not-found': 1 });
});
