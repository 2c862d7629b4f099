import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { eventually } from '../../test/support/eventually.js';
import { Larder, type Person } from '../../test/support/larder.js';
import { goOnDuty, wanted } from '../../test/support/people.js';
import { door, openShop, type Shop } from '../../test/support/shop.js';
import { ManualClock } from '../kernel/clock.js';
import { Database } from '../platform/index.js';
import { LocationStoreUnavailable } from './drivers.errors.js';
import { LocationStore } from './location/location.port.js';
import { NoteApproachesJob } from './use-cases/note-approaches.job.js';

const clock = new ManualClock(new Date());

let larder: Larder;
let shop: Shop;
let customer: Person;
let driver: Person;
let orderId: string;
let epoch: number;
let seq: number;
beforeAll(async () => {
  larder = await Larder.open({ clock });
  shop = await openShop(larder, { products: [{ sku: 'THING', stock: 1000 }] });
  customer = await larder.person('customer');
});
beforeEach(async () => {
  driver = await larder.person('driver', 'Wei Zhang');
  orderId = await shop.order(customer, [['THING', 1]]);
  await shop.walkTo(orderId, 'out_for_delivery', driver);
  epoch = await goOnDuty(driver);
  seq = 0;
});
afterAll(() => larder?.close());

const look = () => larder.app.get(NoteApproachesJob).look();

async function comeTo(metresNorthOfDoor: number): Promise<void> {
  seq += 1;
  const fixes = [{ seq, lat: door.lat + metresNorthOfDoor / 111_195, lng: door.lng }];
  await wanted(200, driver.post('/v1/driver/location', { epoch, fixes }));
}

async function approachedAt(): Promise<string | null> {
  const tracked = await wanted(200, customer.get(`/v1/orders/${orderId}/tracking`));
  return tracked.driver.approachedAt;
}

async function events(): Promise<{ orderId: string }[]> {
  const rows = await larder.app
    .get(Database)
    .query<{ payload: { orderId: string } }>(
      "SELECT payload FROM outbox WHERE type = 'delivery.approached' AND payload ->> 'orderId' = $1",
      [orderId],
    );
  return rows.map(({ payload }) => payload);
}

describe('a driver who comes near the door', () => {
  it('is announced once: in polls, through the link, and by an event', async () => {
    const { token } = await wanted(201, customer.post(`/v1/orders/${orderId}/share`));
    await comeTo(400);
    await look();
    expect([await approachedAt(), await events()]).toEqual([null, []]);

    clock.advance(10_000);
    await comeTo(250);
    await look();
    const noted = clock.now().toISOString();
    expect(await approachedAt()).toBe(noted);
    const shared = await wanted(200, larder.anyone.get(`/v1/track/${token}`));
    expect(shared.driver).toEqual({ firstName: 'Wei', approachedAt: noted });

    clock.advance(10_000);
    await comeTo(350);
    await look();
    await comeTo(100);
    await Promise.all([look(), look()]);
    expect(await approachedAt()).toBe(noted);
    expect(await events()).toMatchObject([{ orderId, status: 'collected', action: 'approach' }]);
  });

  it('is looked for every ten seconds', async () => {
    clock.advance(60_000);
    const now = clock.now().getTime();
    await comeTo(100);
    await larder.app.get(NoteApproachesJob).watch();
    expect(await eventually('somebody has looked', approachedAt)).toBe(new Date(now).toISOString());
    const later = await larder.app.get(Database).query<{ at: Date }>(
      `SELECT DISTINCT start_after AS at FROM pgboss.job
         WHERE name = 'drivers.note-approaches' AND start_after > $1 ORDER BY at`,
      [new Date(now)],
    );
    expect(later.map(({ at }) => at.getTime() - now)).toEqual(
      [1, 2, 3, 4, 5].map((n) => n * 10_000),
    );
  });

  it('has come near at the latest when at the door', async () => {
    const [delivery] = (await wanted(200, driver.get('/v1/driver/deliveries'))).items;
    await wanted(200, driver.post(`/v1/driver/deliveries/${delivery.id}/arrive`));
    expect(await approachedAt()).toBe(clock.now().toISOString());
    await comeTo(0);
    await look();
    expect(await events()).toEqual([]);
  });

  it('is not looked for at a position of half a minute ago', async () => {
    await comeTo(0);
    clock.advance(30_001);
    await look();
    expect(await approachedAt()).toBeNull();
  });

  it('is not looked for at a position that waited for a network as long', async () => {
    const recordedAt = new Date(clock.now().getTime() - 30_001).toISOString();
    await wanted(
      200,
      driver.post('/v1/driver/location', { epoch, fixes: [{ seq: 1, ...door, recordedAt }] }),
    );
    await look();
    expect(await approachedAt()).toBeNull();
  });

  it('is not looked for while positions are unavailable', async () => {
    await comeTo(0);
    const store = larder.app.get(LocationStore);
    const away = vi
      .spyOn(store, 'latestOfMany')
      .mockRejectedValue(LocationStoreUnavailable.because('Away.'));
    await look();
    away.mockRestore();
    expect(await approachedAt()).toBeNull();
  });

  it('comes near one door of two', async () => {
    const first = orderId;
    orderId = await shop.order(customer, [['THING', 1]], { doorNorthM: 5000 });
    await shop.walkTo(orderId, 'out_for_delivery', driver);
    epoch = await goOnDuty(driver);
    await comeTo(5000);
    await look();
    expect(await approachedAt()).toBe(clock.now().toISOString());
    orderId = first;
    expect(await approachedAt()).toBeNull();
  });
});
