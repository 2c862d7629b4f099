import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dayAhead, Dispatching } from '../../test/support/dispatching.js';
import { type Answer, Larder, type Person } from '../../test/support/larder.js';
import { wanted } from '../../test/support/people.js';
import { openShop, type Shop } from '../../test/support/shop.js';

const clock = dayAhead();
const seconds = (count: number) => clock.advance(count * 1000);
const refusal = ({ status, body }: Answer) => [status, body.code];

let larder: Larder;
let customer: Person;
let shop: Shop;
let dispatching: Dispatching;

beforeAll(async () => {
  larder = await Larder.open({ clock });
  customer = await larder.person('customer');
});
beforeEach(async () => {
  shop = await openShop(larder, { products: [{ sku: 'THING', stock: 1000 }] });
  dispatching = new Dispatching(larder, shop);
});
afterAll(() => larder?.close());

const order = () => dispatching.order(customer, 'THING');
const tripsOf = (orderId: string) =>
  shop.sql<{ driver: string; status: string }>(
    'SELECT driver_id AS driver, status FROM deliveries WHERE order_id = $1 ORDER BY id',
    [orderId],
  );

describe('an order that the store has accepted', () => {
  it('is offered to the nearest driver, who sees the effort and no address', async () => {
    const [far, near] = [await dispatching.driverAt(2), await dispatching.driverAt(1)];
    const orderId = await order();
    await dispatching.step(orderId);
    const offer = await dispatching.offerTo(near);
    expect(offer).toEqual({
      id: expect.any(String),
      status: 'offered',
      expiresAt: new Date(clock.now().getTime() + 40_000).toISOString(),
      store: {
        id: shop.storeId,
        name: 'Test Shop',
        location: { lat: 0.4, lng: 0.4 },
        distanceM: 1000,
      },
      drop: { area: { lat: 0.5, lng: 0.5 }, distanceM: 15_700 },
      lineCount: 1,
      togetherWith: [],
    });
    expect(await dispatching.offerTo(far)).toBe(null);
  });

  it('is accepted with one answer, which may be repeated', async () => {
    const driver = await dispatching.driverAt(1);
    const orderId = await order();
    await dispatching.step(orderId);
    const { id } = await dispatching.offerTo(driver);
    const taken = await wanted(201, dispatching.accept(driver, id));
    expect(taken).toMatchObject({
      status: 'assigned',
      order: { id: orderId },
      deliverTo: { line1: '1 Test Street' },
    });
    expect(await wanted(201, dispatching.accept(driver, id))).toEqual(taken);
    expect(await tripsOf(orderId)).toEqual([{ driver: driver.id, status: 'assigned' }]);
    expect(await dispatching.of(orderId)).toMatchObject({ status: 'settled', flagged: false });
    expect(refusal(await dispatching.decline(driver, id))).toEqual([409, 'offer-not-open']);
  });

  it('can be answered by no other driver', async () => {
    const [driver, other] = [await dispatching.driverAt(1), await dispatching.driverAt(2)];
    const orderId = await order();
    await dispatching.step(orderId);
    const { id } = await dispatching.offerTo(driver);
    for (const answered of [dispatching.accept(other, id), dispatching.decline(other, id)]) {
      expect(refusal(await answered)).toEqual([404, 'offer-not-found']);
    }
  });

  it('cannot be accepted after forty seconds, whether the job has run or not', async () => {
    const driver = await dispatching.driverAt(1);
    const orderId = await order();
    await dispatching.step(orderId);
    const { id } = await dispatching.offerTo(driver);
    seconds(40);
    expect(await dispatching.offerTo(driver)).toBe(null);
    const late = await dispatching.accept(driver, id);
    expect(late.body).toMatchObject({ code: 'offer-not-open', offerStatus: 'lapsed' });
    await dispatching.step(orderId);
    expect(await dispatching.asked(orderId)).toMatchObject([{ status: 'lapsed' }]);
    expect((await dispatching.accept(driver, id)).body).toMatchObject({ offerStatus: 'lapsed' });
    expect(await tripsOf(orderId)).toEqual([]);
  });

  it('goes to the next driver at once when it is declined, and not back in this round', async () => {
    const [near, far] = [await dispatching.driverAt(1), await dispatching.driverAt(2)];
    const orderId = await order();
    await dispatching.step(orderId);
    const { id } = await dispatching.offerTo(near);
    const declined = await wanted(200, dispatching.decline(near, id));
    expect(declined).toEqual({ id, status: 'declined' });
    expect(await wanted(200, dispatching.decline(near, id))).toEqual(declined);
    await dispatching.step(orderId);
    expect(await dispatching.asked(orderId)).toEqual([
      { driver: near.id, round: 1, search: 1, status: 'declined' },
      { driver: far.id, round: 1, search: 1, status: 'offered' },
    ]);
  });

  it('goes to the next when the driver goes off duty', async () => {
    const [near, far] = [await dispatching.driverAt(1), await dispatching.driverAt(2)];
    const orderId = await order();
    await dispatching.step(orderId);
    await wanted(200, near.person.post('/v1/driver/shift', { onDuty: false }));
    await dispatching.step(orderId);
    expect(await dispatching.asked(orderId)).toMatchObject([
      { driver: near.id, status: 'withdrawn' },
      { driver: far.id, status: 'offered' },
    ]);
  });

  it('is offered to one driver at a time, and a driver is asked for one order at a time', async () => {
    const driver = await dispatching.driverAt(1);
    const [first, second] = [await order(), await order()];
    await dispatching.step(first);
    await dispatching.step(first);
    await dispatching.step(second);
    expect(await dispatching.asked(first)).toMatchObject([{ status: 'offered' }]);
    expect(await dispatching.asked(second)).toEqual([]);
    await wanted(201, dispatching.accept(driver, (await dispatching.offerTo(driver)).id));
    await dispatching.step(second);
    expect(await dispatching.asked(second)).toMatchObject([{ status: 'offered' }]);
  });

  it('is not offered to drivers who are full, silent, or on shift elsewhere', async () => {
    const busy = await dispatching.driverAt(0.5, { capacity: 1 });
    await wanted(201, shop.assign(await order(), busy.person));
    const silent = await dispatching.driverAt(0.6);
    const there = await openShop(larder, { products: [{ sku: 'ELSE', stock: 1 }] });
    await new Dispatching(larder, there).driverAt(0.7);
    seconds(61);
    await dispatching.ping(busy);
    const far = await dispatching.driverAt(2.9);
    const orderId = await order();
    await dispatching.step(orderId);
    expect(await dispatching.asked(orderId)).toMatchObject([{ driver: far.id }]);
    expect(silent.id).not.toBe(far.id);
  });
});

describe('an order that is offered', () => {
  it('is assigned by hand: nobody can take it any more', async () => {
    const [asked, other] = [await dispatching.driverAt(1), await dispatching.driverAt(2)];
    const orderId = await order();
    await dispatching.step(orderId);
    const { id } = await dispatching.offerTo(asked);
    await wanted(201, shop.assign(orderId, other.person));
    expect(await dispatching.offerTo(asked)).toBe(null);
    expect(refusal(await dispatching.accept(asked, id))).toEqual([409, 'order-already-assigned']);
    expect(await dispatching.asked(orderId)).toMatchObject([{ status: 'withdrawn' }]);
  });

  it('is cancelled: nobody can take it any more', async () => {
    const driver = await dispatching.driverAt(1);
    const orderId = await order();
    await dispatching.step(orderId);
    const { id } = await dispatching.offerTo(driver);
    await wanted(200, customer.post(`/v1/orders/${orderId}/cancel`, {}));
    expect(refusal(await dispatching.accept(driver, id))).toEqual([409, 'order-not-assignable']);
    await larder.delivered();
    expect(await dispatching.offerTo(driver)).toBe(null);
    expect(await dispatching.of(orderId)).toMatchObject({ status: 'settled', flagged: false });
  });

  it('stays open for others when the driver is full by now', async () => {
    const driver = await dispatching.driverAt(1, { capacity: 1 });
    const [first, second] = [await order(), await order()];
    await dispatching.step(first);
    const { id } = await dispatching.offerTo(driver);
    await wanted(201, shop.assign(second, driver.person));
    expect(refusal(await dispatching.accept(driver, id))).toEqual([409, 'driver-busy']);
    expect(await dispatching.asked(first)).toMatchObject([{ status: 'offered' }]);
  });
});

it('writes a fact for every step of an offer', async () => {
  const driver = await dispatching.driverAt(1);
  const orderId = await order();
  await dispatching.step(orderId);
  const { id } = await dispatching.offerTo(driver);
  await wanted(201, dispatching.accept(driver, id));
  const facts = await shop.sql(
    `SELECT type, payload FROM outbox WHERE aggregate_type = 'offer' AND aggregate_id = $1
     ORDER BY id`,
    [id],
  );
  const payload = { offerId: id, orderId, driverId: driver.id, search: 1, round: 1 };
  expect(facts).toEqual([
    { type: 'offer.offered', payload: { ...payload, status: 'offered' } },
    { type: 'offer.accepted', payload: { ...payload, status: 'accepted' } },
  ]);
});
