import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { dayAhead, Dispatching, type WaitingDriver } from '../../test/support/dispatching.js';
import { Larder } from '../../test/support/larder.js';
import { wanted } from '../../test/support/people.js';
import { openShop, type Shop } from '../../test/support/shop.js';
import { LocationStoreUnavailable } from './drivers.errors.js';
import { LocationStore } from './location/location.port.js';
import { ReleaseSilentJob } from './use-cases/release-silent.job.js';
import { WakeOrdersJob } from './use-cases/wake-orders.job.js';

const clock = dayAhead();
const seconds = (count: number) => clock.advance(count * 1000);

let larder: Larder;
let shop: Shop;
let dispatching: Dispatching;

beforeAll(async () => {
  larder = await Larder.open({ clock });
});
beforeEach(async () => {
  shop = await openShop(larder, { products: [{ sku: 'THING', stock: 1000 }] });
  dispatching = new Dispatching(larder, shop);
});
afterAll(() => larder?.close());

const order = async () => dispatching.order(await larder.person('customer'), 'THING');
const stateOf = async (orderId: string) => {
  const { status, search, round, flagged } = await dispatching.of(orderId);
  return [status, search, round, flagged];
};

describe('an order that comes back from its driver', () => {
  async function taken(driver: WaitingDriver): Promise<{ orderId: string; deliveryId: string }> {
    const orderId = await order();
    await dispatching.step(orderId);
    const { id } = await dispatching.offerTo(driver);
    const delivery = await wanted(201, dispatching.accept(driver, id));
    return { orderId, deliveryId: delivery.id };
  }
  const release = ({ person }: WaitingDriver, id: string) =>
    wanted(200, person.post(`/v1/driver/deliveries/${id}/release`));

  it('is offered to others, but not to the driver who released it', async () => {
    const [near, far] = [await dispatching.driverAt(1), await dispatching.driverAt(2)];
    const { orderId, deliveryId } = await taken(near);
    await release(near, deliveryId);
    expect(await stateOf(orderId)).toEqual(['searching', 2, 1, false]);
    await dispatching.step(orderId);
    expect(await dispatching.offerTo(far)).not.toBe(null);
    expect(await dispatching.offerTo(near)).toBe(null);
  });

  it('is offered to others, but not to the driver whom a dispatcher took it from', async () => {
    const [near, far] = [await dispatching.driverAt(1), await dispatching.driverAt(2)];
    const { orderId } = await taken(near);
    const { dispatcher } = await shop.staff();
    await wanted(200, dispatcher.post(`/v1/ops/orders/${orderId}/unassign`));
    await dispatching.step(orderId);
    expect((await dispatching.asked(orderId)).map((offer) => offer.driver)).toEqual([
      near.id,
      far.id,
    ]);
  });

  it('is offered again three times; the fourth time it is left to staff', async () => {
    const orderId = await order();
    for (let times = 1; times <= 4; times += 1) {
      const driver = await dispatching.driverAt(1);
      await dispatching.step(orderId);
      const { id } = await dispatching.offerTo(driver);
      await release(driver, (await wanted(201, dispatching.accept(driver, id))).id);
      await wanted(200, driver.person.post('/v1/driver/shift', { onDuty: false }));
    }
    expect(await stateOf(orderId)).toEqual(['given_up', 4, 1, true]);
    await dispatching.driverAt(1);
    await larder.app.get(WakeOrdersJob).wake(shop.storeId);
    expect(await stateOf(orderId)).toEqual(['given_up', 4, 1, true]);
  });

  it('is offered to others after five minutes of the driver’s silence', async () => {
    const [near, far] = [await dispatching.driverAt(1), await dispatching.driverAt(2)];
    const { orderId, deliveryId } = await taken(near);
    await wanted(200, near.person.post(`/v1/driver/deliveries/${deliveryId}/arrive`));
    const look = () => larder.app.get(ReleaseSilentJob).look();
    // The position is old, or gone, by the third look; five minutes of silence follow.
    for (let minute = 0; minute < 7; minute += 1) {
      await look();
      expect(await stateOf(orderId)).toEqual(['settled', 1, 1, false]);
      seconds(60);
    }
    const store = larder.app.get(LocationStore);
    const away = vi.spyOn(store, 'sessionsOf');
    away.mockRejectedValue(LocationStoreUnavailable.because('It is away.'));
    await look();
    away.mockRestore();
    expect(await stateOf(orderId)).toEqual(['settled', 1, 1, false]);
    await dispatching.ping(far);
    await look();
    expect(await stateOf(orderId)).toEqual(['searching', 2, 1, false]);
    await dispatching.step(orderId);
    expect(await dispatching.offerTo(far)).not.toBe(null);
  });

  it('stays with a driver who still sends positions', async () => {
    const driver = await dispatching.driverAt(1);
    const { orderId } = await taken(driver);
    for (let minute = 0; minute < 7; minute += 1) {
      await dispatching.ping(driver);
      await larder.app.get(ReleaseSilentJob).look();
      seconds(60);
    }
    expect(await stateOf(orderId)).toEqual(['settled', 1, 1, false]);
  });

  it('stays with a driver who is heard, even if no ping can be shown, and who is still asked', async () => {
    const driver = await dispatching.driverAt(1);
    const { orderId } = await taken(driver);
    const { session } = await wanted(200, driver.person.get('/v1/driver/shift'));
    const refused = [
      { seq: session.lastSeq, lat: 0.4, lng: 0.4 },
      { seq: 1e6, lat: 0, lng: 0 },
      { seq: 1e6, lat: 0.4, lng: 3 },
      { seq: 1e6, lat: 'here', lng: 0.4 },
    ];
    for (let minute = 0; minute < 8; minute += 1) {
      const fixes = [refused[minute % refused.length]!];
      const body = { epoch: driver.epoch, fixes };
      const answer = await wanted(200, driver.person.post('/v1/driver/location', body));
      expect(answer.applied).toBe(false);
      await larder.app.get(ReleaseSilentJob).look();
      seconds(59);
    }
    expect(await stateOf(orderId)).toEqual(['settled', 1, 1, false]);
    const other = await order();
    await dispatching.step(other);
    expect(await dispatching.offerTo(driver)).not.toBe(null);
  });
});
