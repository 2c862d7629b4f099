import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dayAhead, Dispatching, type WaitingDriver } from '../../test/support/dispatching.js';
import { Larder, type Person } from '../../test/support/larder.js';
import { wanted } from '../../test/support/people.js';
import { openShop, type Shop } from '../../test/support/shop.js';

const clock = dayAhead();

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

const ready = (doorNorthM = 0) => dispatching.readyOrder(customer, 'THING', { doorNorthM });
const statusesOf = async (orderId: string) =>
  (await dispatching.asked(orderId)).map(({ driver, status }) => [driver, status]);

/** Two ready orders to near doors, offered to one driver. */
async function asked() {
  const driver = await dispatching.driverAt(1);
  const [first, second] = [await ready(), await ready(900)];
  await dispatching.step(first);
  return { driver, first, second };
}

describe('two orders that are ready at a store and go to near doors', () => {
  it('are offered together, and each is answered for itself', async () => {
    const { driver, first, second } = await asked();
    const offers = await dispatching.offersTo(driver);
    expect(offers).toMatchObject([
      { status: 'offered', togetherWith: [offers[1].id], expiresAt: offers[1].expiresAt },
      { status: 'offered', togetherWith: [offers[0].id] },
    ]);
    await wanted(201, dispatching.accept(driver, offers[1].id));
    expect(await dispatching.offersTo(driver)).toMatchObject([
      { id: offers[0].id, togetherWith: [] },
    ]);
    await wanted(201, dispatching.accept(driver, offers[0].id));
    const { items } = await wanted(200, driver.person.get('/v1/driver/deliveries'));
    expect(items.map((delivery: { order: { id: string } }) => delivery.order.id)).toEqual([
      second,
      first,
    ]);
    for (const id of [first, second]) {
      expect(await dispatching.of(id)).toMatchObject({ status: 'settled', flagged: false });
    }
  });

  it('go on alone when one of them is declined', async () => {
    const { driver, first, second } = await asked();
    const other = await dispatching.driverAt(2);
    const [{ id }] = await dispatching.offersTo(driver);
    await wanted(200, dispatching.decline(driver, id));
    await dispatching.step(first);
    expect(await statusesOf(first)).toEqual([
      [driver.id, 'declined'],
      [other.id, 'offered'],
    ]);
    expect(await statusesOf(second)).toEqual([[driver.id, 'offered']]);
  });

  it('both go on when the driver does not answer', async () => {
    const { driver, first, second } = await asked();
    clock.advance(40_000);
    for (const id of [first, second]) {
      await dispatching.step(id);
      expect(await statusesOf(id)).toEqual([[driver.id, 'lapsed']]);
    }
    expect(await dispatching.offersTo(driver)).toEqual([]);
  });

  it('are two of three: the nearest goes with the first', async () => {
    const driver = await dispatching.driverAt(1, { capacity: 3 });
    const [first, far, near] = [await ready(), await ready(-800), await ready(200)];
    await dispatching.step(first);
    expect(await statusesOf(near)).toEqual([[driver.id, 'offered']]);
    expect(await statusesOf(far)).toEqual([]);
    await dispatching.step(far);
    expect(await statusesOf(far)).toEqual([]);
  });

  it('both are withdrawn from a driver who goes off duty', async () => {
    const { driver, first, second } = await asked();
    await wanted(200, driver.person.post('/v1/driver/shift', { onDuty: false }));
    const other = await dispatching.driverAt(2);
    await dispatching.step(second);
    expect(await statusesOf(first)).toEqual([
      [driver.id, 'withdrawn'],
      [other.id, 'offered'],
    ]);
    expect(await dispatching.offersTo(other)).toHaveLength(2);
  });
});

describe('an order is offered alone', () => {
  /** The states of two orders when the search for the first begins. */
  const begun = async (first: string, second: string) => {
    await dispatching.step(first);
    return [await statusesOf(first), await statusesOf(second)];
  };
  const alone = ({ id }: WaitingDriver) => [[[id, 'offered']], []];

  it('where the other’s door is further than a kilometre from its own', async () => {
    const driver = await dispatching.driverAt(1);
    expect(await begun(await ready(), await ready(1001))).toEqual(alone(driver));
  });

  it('while the other is not picked yet', async () => {
    const driver = await dispatching.driverAt(1);
    const picking = await dispatching.order(customer, 'THING');
    expect(await begun(await ready(), picking)).toEqual(alone(driver));
  });

  it('while it is not picked yet itself', async () => {
    const driver = await dispatching.driverAt(1);
    const picking = await dispatching.order(customer, 'THING');
    expect(await begun(picking, await ready())).toEqual(alone(driver));
  });

  it('to a driver with room for one more', async () => {
    const small = await dispatching.driverAt(1, { capacity: 1 });
    expect(await begun(await ready(), await ready())).toEqual(alone(small));
  });

  it('where the other is of another store, or assigned, or declined by the driver', async () => {
    const driver = await dispatching.driverAt(1);
    const there = await openShop(larder, { products: [{ sku: 'ELSE', stock: 1 }] });
    const elsewhere = new Dispatching(larder, there);
    const foreign = await elsewhere.readyOrder(customer, 'ELSE');
    const assigned = await ready();
    const busy = await dispatching.driverAt(7, { capacity: 1 });
    await wanted(201, shop.assign(assigned, busy.person));
    const declined = await ready();
    await dispatching.step(declined);
    const [{ id }] = await dispatching.offersTo(driver);
    await wanted(200, dispatching.decline(driver, id));
    const first = await ready();
    await dispatching.step(first);
    expect(await dispatching.offersTo(driver)).toMatchObject([{ togetherWith: [] }]);
    for (const other of [foreign, assigned]) expect(await statusesOf(other)).toEqual([]);
    expect(await statusesOf(declined)).toEqual([[driver.id, 'declined']]);
  });
});
