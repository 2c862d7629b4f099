import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectBooksToBalance } from '../../test/support/books.js';
import { eventually } from '../../test/support/eventually.js';
import { type Answer, Larder, type Person } from '../../test/support/larder.js';
import { collect, goOnDuty, idOf, tally, wanted } from '../../test/support/people.js';
import { door, fresh, openShop, type Shop } from '../../test/support/shop.js';
import { ManualClock } from '../kernel/clock.js';

const clock = new ManualClock(new Date());
const minutes = (count: number) => clock.advance(count * 60_000);
let larder: Larder;
let shop: Shop;
let customer: Person;
let dispatcher: Person;
let picker: Person;
let driver: Person;
let otherDriver: Person;

beforeAll(async () => {
  larder = await Larder.open({ clock });
  shop = await openShop(larder, {
    products: [
      { sku: 'THING', stock: 1000, priceMinor: 1234 },
      { sku: 'OTHER', stock: 1000, priceMinor: 500 },
      { sku: 'WINE', stock: 1000, minimumAge: 18 },
    ],
  });
  customer = await larder.person('customer');
  ({ picker, dispatcher } = await shop.staff());
});
beforeEach(async () => {
  [driver, otherDriver] = await Promise.all([larder.person('driver'), larder.person('driver')]);
  await Promise.all([goOnDuty(driver), goOnDuty(otherDriver)]);
});
afterAll(() => larder?.close());

interface Wishes {
  readonly lines?: readonly (readonly [string, number])[];
  readonly deliverTo?: object;
  readonly place?: object;
}
const things = [['THING', 2]] as const;

async function order(status: 'accepted' | 'ready', wishes: Wishes = {}): Promise<string> {
  const { lines = things, deliverTo = {}, place = {} } = wishes;
  const quote = await wanted(
    201,
    customer.post('/v1/quotes', {
      store: shop.storeId,
      lines: lines.map(([sku, quantity]) => ({ productId: shop.productId(sku), quantity })),
      deliverTo: { ...door, ...deliverTo },
    }),
  );
  const { id } = await wanted(201, shop.place(customer, quote.id, fresh('key'), place));
  await shop.walkTo(id, status);
  return id;
}

interface Trip {
  readonly orderId: string;
  readonly id: string;
}

async function assigned(status: 'accepted' | 'ready', wishes: Wishes = {}): Promise<Trip> {
  const orderId = await order(status, wishes);
  const { deliveryId } = await wanted(201, shop.assign(orderId, driver));
  return { orderId, id: deliveryId };
}
async function collected(wishes: Wishes = {}): Promise<Trip> {
  const trip = await assigned('ready', wishes);
  await wanted(200, collect(driver, trip.id));
  return trip;
}
async function failed(wishes: Wishes = {}): Promise<Trip> {
  const trip = await collected(wishes);
  await wanted(200, step(trip.id, 'fail', { reasonCode: 'wrong_address', note: 'No such house' }));
  return trip;
}

const step = (id: string, action: string, body?: object, who: Person = driver) =>
  who.post(`/v1/driver/deliveries/${id}/${action}`, body);
const ops = (orderId: string, action: string, body?: object) =>
  dispatcher.post(`/v1/ops/orders/${orderId}/${action}`, body);
const statusOf = async (orderId: string) =>
  (await customer.get(`/v1/orders/${orderId}`)).body.status;
const trips = (orderId: string) =>
  shop.sql<{ status: string; attempt: number; driver: string }>(
    `SELECT status, attempt, driver_id AS driver FROM deliveries WHERE order_id = $1 ORDER BY id`,
    [orderId],
  );
const timeline = (id: string) =>
  shop.sql(
    `SELECT version, action, from_status AS "from", to_status AS "to", actor_role AS by
     FROM delivery_timeline WHERE delivery_id = $1 ORDER BY version`,
    [id],
  );
const factsOf = async (id: string) => {
  const rows = await shop.sql<{ type: string; payload: { version: number } }>(
    `SELECT type, payload FROM outbox WHERE aggregate_type = 'delivery' AND aggregate_id = $1
     ORDER BY id`,
    [id],
  );
  return rows.map(({ type, payload }) => [payload.version, type]);
};
const refusal = ({ status, body }: Answer) => [status, body.code];
/** Two things for 12.34 and the delivery for 7.00, in quarters. */
const cash = { cashCollectedMinor: 3175 };

describe('a trip', () => {
  it('records every step, and each may be sent again', async () => {
    const { orderId, id } = await assigned('ready');
    const taken: [string, object?][] = [
      ['arrive'],
      ['collect'],
      ['arrive'],
      ['deliver', { ...cash, pin: await shop.pinOf(id) }],
    ];
    for (const [action, body] of taken) {
      const first = await wanted(200, step(id, action, body));
      expect(await wanted(200, step(id, action, body))).toEqual(first);
    }
    expect(await timeline(id)).toEqual([
      { version: 1, action: 'assign', from: null, to: 'assigned', by: 'dispatcher' },
      { version: 2, action: 'arrive', from: 'assigned', to: 'at_store', by: 'driver' },
      { version: 3, action: 'collect', from: 'at_store', to: 'collected', by: 'driver' },
      { version: 4, action: 'arrive', from: 'collected', to: 'at_customer', by: 'driver' },
      { version: 5, action: 'deliver', from: 'at_customer', to: 'delivered', by: 'driver' },
    ]);
    expect(await factsOf(id)).toEqual([
      [1, 'delivery.assigned'],
      [2, 'delivery.at_store'],
      [3, 'delivery.collected'],
      [4, 'delivery.at_customer'],
      [5, 'delivery.delivered'],
    ]);
    expect(await statusOf(orderId)).toBe('delivered');
  });

  it('shows the PIN to the customer from packing to delivery', async () => {
    const { orderId, id } = await assigned('accepted');
    const shown = async (who: Person) => (await who.get(`/v1/orders/${orderId}`)).body.deliveryPin;
    expect(await shown(customer)).toBe(null);
    await shop.walkTo(orderId, 'ready');
    expect(await shown(customer)).toMatch(/^\d{4}$/);
    expect(await shown(customer)).toBe(await shop.pinOf(id));
    for (const who of [picker, dispatcher]) expect(await shown(who)).toBe(null);
    expect((await driver.get('/v1/driver/deliveries')).text).not.toContain('deliveryPin');
    await shop.walkTo(orderId, 'delivered', driver);
    expect(await shown(customer)).toBe(null);
  });
});

describe('handing over', () => {
  const wrongPin = async (id: string) =>
    String((Number(await shop.pinOf(id)) + 1) % 10_000).padStart(4, '0');

  it('takes a PIN five times wrong, then a dispatcher', async () => {
    const { orderId, id } = await collected();
    const pin = await shop.pinOf(id);
    expect((await step(id, 'deliver', cash)).body).toMatchObject({
      code: 'proof-required',
      errors: [{ pointer: '/pin', code: 'proof-required' }],
    });
    for (const triesLeft of [4, 3, 2, 1, 0]) {
      const refused = await step(id, 'deliver', { ...cash, pin: await wrongPin(id) });
      expect(refused.status).toBe(422);
      expect(refused.body).toMatchObject({ code: 'wrong-pin', triesLeft });
    }
    expect(refusal(await step(id, 'deliver', { ...cash, pin }))).toEqual([409, 'pin-locked']);
    const { items } = (await driver.get('/v1/driver/deliveries')).body;
    expect(items[0].allowedActions).toEqual(['arrive', 'contact-attempts', 'fail']);
    await wanted(200, ops(orderId, 'unlock-pin'));
    expect((await wanted(200, step(id, 'deliver', { ...cash, pin }))).status).toBe('delivered');
  });

  it('leaves the goods at the door for a photo, where the customer wished it', async () => {
    const { orderId, id } = await collected({ deliverTo: { leaveAtDoor: true } });
    expect((await customer.get(`/v1/orders/${orderId}`)).body.deliveryPin).toBe(null);
    const pin = await shop.pinOf(id);
    expect((await step(id, 'deliver', { ...cash, pin })).body).toMatchObject({
      code: 'proof-required',
      errors: [{ pointer: '/photoReference', code: 'proof-required' }],
    });
    await wanted(200, step(id, 'deliver', { ...cash, photoReference: 'photos/1.jpg' }));
    const [kept] = await shop.sql('SELECT photo_reference FROM deliveries WHERE id = $1', [id]);
    expect(kept).toEqual({ photo_reference: 'photos/1.jpg' });
  });

  it('needs a look at an identity card where the order holds wine', async () => {
    const { id } = await collected({ lines: [['WINE', 1]], place: { ageConfirmed: true } });
    const body = { cashCollectedMinor: 1700, pin: await shop.pinOf(id) };
    const refused = await step(id, 'deliver', body);
    expect(refused.body).toMatchObject({ code: 'age-check-required', minimumAge: 18 });
    await wanted(200, step(id, 'deliver', { ...body, ageChecked: true }));
  });

  it('takes no cash where a card pays', async () => {
    const { id } = await collected({ place: { paymentMethod: 'card_on_delivery' } });
    const pin = await shop.pinOf(id);
    expect((await step(id, 'deliver', { ...cash, pin })).body).toMatchObject({
      code: 'cash-mismatch',
      expected: { amountMinor: 0 },
    });
    await wanted(200, step(id, 'deliver', { cashCollectedMinor: 0, pin }));
  });
});

describe('an order that cannot be handed over', () => {
  const noAnswer = { reasonCode: 'no_answer' };

  it('fails for no answer five minutes after the first attempt', async () => {
    const { orderId, id } = await collected();
    expect((await step(id, 'fail', noAnswer)).body).toMatchObject({
      code: 'contact-required',
      failFrom: null,
    });
    const first = await wanted(200, step(id, 'contact-attempts', { channel: 'call' }));
    expect(first.contactedAt).toBe(clock.now().toISOString());
    minutes(4);
    await wanted(200, step(id, 'contact-attempts', { channel: 'doorbell' }));
    const failFrom = new Date(Date.parse(first.contactedAt) + 5 * 60_000).toISOString();
    expect((await step(id, 'fail', noAnswer)).body).toMatchObject({ failFrom });
    minutes(1);
    const failure = { ...noAnswer, note: 'Dark windows' };
    const done = await wanted(200, step(id, 'fail', failure));
    expect(done).toMatchObject({ status: 'failed', allowedActions: ['resume', 'return'] });
    expect(await wanted(200, step(id, 'fail', failure))).toEqual(done);
    const { body } = await customer.get(`/v1/orders/${orderId}`);
    expect(body.status).toBe('delivery_failed');
    expect(body.timeline.at(-1)).toMatchObject({ reasonCode: 'no_answer', reason: 'Dark windows' });
  });

  it('keeps its driver on duty, who may try once more', async () => {
    const { orderId, id } = await failed();
    const offDuty = await driver.post('/v1/driver/shift', { onDuty: false });
    expect(refusal(offDuty)).toEqual([409, 'shift-has-deliveries']);
    const again = await wanted(201, ops(orderId, 'redeliver', {}));
    expect(again).toMatchObject({ status: 'collected', attempt: 2, driverId: await idOf(driver) });
    expect(refusal(await step(id, 'return'))).toEqual([409, 'illegal-delivery-step']);
    const pin = await shop.pinOf(id);
    await wanted(200, step(again.deliveryId, 'deliver', { ...cash, pin }));
    expect((await trips(orderId)).map(({ status, attempt }) => [status, attempt])).toEqual([
      ['retried', 1],
      ['delivered', 2],
    ]);
    await wanted(200, driver.post('/v1/driver/shift', { onDuty: false }));
  });

  it('may go to another driver, once, however many dispatchers ask', async () => {
    const { orderId } = await failed();
    const driverId = await idOf(otherDriver);
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => ops(orderId, 'redeliver', { driverId })),
    );
    expect(tally(answers)).toEqual({ '201': 1, '409 illegal-transition': 5 });
    expect(await trips(orderId)).toMatchObject([{ status: 'retried' }, { driver: driverId }]);
    expect((await driver.get('/v1/driver/deliveries')).body.items).toEqual([]);
    expect(await statusOf(orderId)).toBe('out_for_delivery');
  });

  it('comes back to the store: per line on the shelf, or written off', async () => {
    const before = { thing: await shop.stockOf('THING'), other: await shop.stockOf('OTHER') };
    const { orderId, id } = await failed({ lines: [...things, ['OTHER', 3]] });
    const returning = await wanted(200, step(id, 'return'));
    expect(returning).toMatchObject({ status: 'returning', allowedActions: ['resume', 'arrive'] });
    expect(await wanted(200, step(id, 'return'))).toEqual(returning);
    expect((await wanted(200, step(id, 'arrive'))).status).toBe('returned');

    const { body } = await customer.get(`/v1/orders/${orderId}`);
    const spoilt = body.lines.find(({ sku }: { sku: string }) => sku === 'OTHER').id;
    const lines = [{ lineId: spoilt, disposition: 'write_off' }];
    const takeBack = () => picker.post(`/v1/picking/orders/${orderId}/return`, { lines });
    const foreign = { lines: [{ lineId: id, disposition: 'put_back' }] };
    const unknown = await picker.post(`/v1/picking/orders/${orderId}/return`, foreign);
    expect(refusal(unknown)).toEqual([404, 'line-not-found']);
    const done = await wanted(200, takeBack());
    expect(done).toMatchObject({ status: 'returned', payment: { status: 'voided' } });
    expect(await wanted(200, takeBack())).toEqual(done);
    expect(await shop.stockOf('THING')).toEqual(before.thing);
    const { onHand } = before.other;
    expect(await shop.stockOf('OTHER')).toEqual({ ...before.other, onHand: onHand - 3 });
    await expectBooksToBalance(larder);
  });

  it('leaves the driver’s list when the store confirms that it has the goods', async () => {
    const { orderId, id } = await failed();
    await wanted(200, picker.post(`/v1/picking/orders/${orderId}/return`, {}));
    await larder.delivered();
    expect(await trips(orderId)).toMatchObject([{ status: 'returned' }]);
    expect((await timeline(id)).at(-1)).toMatchObject({ action: 'take-back', by: 'system' });
  });

  it('is not taken back while it is under way', async () => {
    const { orderId } = await collected();
    const early = await picker.post(`/v1/picking/orders/${orderId}/return`, {});
    expect(refusal(early)).toEqual([409, 'illegal-transition']);
  });
});

describe('an order that its driver has not collected', () => {
  it('is taken away, once, and can be given to another', async () => {
    const { orderId, id } = await assigned('accepted');
    await wanted(200, step(id, 'arrive'));
    const done = await wanted(200, ops(orderId, 'unassign'));
    expect(done).toMatchObject({ deliveryId: id, status: 'cancelled' });
    expect(await wanted(200, ops(orderId, 'unassign'))).toEqual(done);
    expect(refusal(await collect(driver, id))).toEqual([409, 'illegal-delivery-step']);
    await wanted(201, shop.assign(orderId, otherDriver));
    expect((await customer.get(`/v1/orders/${orderId}/tracking`)).body.driver).not.toBe(null);
  });

  it('is not taken away when it is collected, or was never assigned', async () => {
    const { orderId } = await collected();
    expect(refusal(await ops(orderId, 'unassign'))).toEqual([409, 'illegal-delivery-step']);
    const unassigned = await ops(await order('accepted'), 'unassign');
    expect(refusal(unassigned)).toEqual([409, 'order-not-assigned']);
  });

  it('goes to another driver in one step that names the delivery it replaces', async () => {
    const { orderId, id } = await assigned('ready');
    const driverId = await idOf(otherDriver);
    const blind = await ops(orderId, 'assign', { driverId });
    expect(blind.body).toMatchObject({
      code: 'order-already-assigned',
      deliveryId: id,
      driverId: await idOf(driver),
    });
    const moved = await wanted(201, ops(orderId, 'assign', { driverId, replaces: id }));
    expect(await wanted(201, ops(orderId, 'assign', { driverId, replaces: id }))).toEqual(moved);
    expect((await trips(orderId)).map(({ status }) => status)).toEqual(['cancelled', 'assigned']);
    expect(refusal(await collect(driver, id))).toEqual([409, 'illegal-delivery-step']);
    await wanted(200, collect(otherDriver, moved.deliveryId));
    const back = await ops(orderId, 'assign', {
      driverId: await idOf(driver),
      replaces: moved.deliveryId,
    });
    expect(refusal(back)).toEqual([409, 'order-already-assigned']);
  });

  it('stays where it is when the other driver cannot take it', async () => {
    const { orderId, id } = await assigned('ready');
    await wanted(200, otherDriver.post('/v1/driver/shift', { onDuty: false }));
    const driverId = await idOf(otherDriver);
    const refused = await ops(orderId, 'assign', { driverId, replaces: id });
    expect(refusal(refused)).toEqual([409, 'driver-off-shift']);
    expect(await trips(orderId)).toMatchObject([{ status: 'assigned' }]);
    await wanted(200, collect(driver, id));
  });

  it('is released by the driver', async () => {
    const { orderId, id } = await assigned('ready');
    const done = await wanted(200, step(id, 'release'));
    expect(done).toMatchObject({ status: 'cancelled', allowedActions: [] });
    expect(await wanted(200, step(id, 'release'))).toEqual(done);
    expect((await customer.get(`/v1/orders/${orderId}/tracking`)).body.driver).toBe(null);
    await wanted(200, driver.post('/v1/driver/shift', { onDuty: false }));
  });

  it('is cancelled: so is its delivery', async () => {
    const { orderId, id } = await assigned('accepted');
    await wanted(200, customer.post(`/v1/orders/${orderId}/cancel`, {}));
    await eventually('the driver is free', async () => {
      const { items } = (await driver.get('/v1/driver/deliveries')).body;
      return items.length === 0;
    });
    expect((await timeline(id)).at(-1)).toMatchObject({ action: 'cancel', by: 'system' });
  });
});

it('leaves books that balance after all of this', () => expectBooksToBalance(larder));
