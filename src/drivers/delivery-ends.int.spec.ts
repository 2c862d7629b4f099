// Staff end a delivery for its driver, hand it over, or take it back; and a driver resumes.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectBooksToBalance } from '../../test/support/books.js';
import { barrier } from '../../test/support/crowds.js';
import { eventually } from '../../test/support/eventually.js';
import { type Answer, Larder, type Person } from '../../test/support/larder.js';
import { illegalSteps } from '../../test/support/legal-paths.js';
import { orderByCard } from '../../test/support/payments.js';
import { goOnDuty, idOf, tally, wanted } from '../../test/support/people.js';
import { fresh, openShop, type Shop } from '../../test/support/shop.js';
import { ManualClock } from '../kernel/clock.js';

const clock = new ManualClock(new Date());
const minutes = (count: number) => clock.advance(count * 60_000);
let larder: Larder;
let shop: Shop;
let customer: Person;
let dispatcher: Person;
let admin: Person;
let picker: Person;
let driver: Person;
let otherDriver: Person;

beforeAll(async () => {
  const env = { PAYMENT_PROVIDER: 'fake', ACCESS_TOKEN_MINUTES: '600' };
  larder = await Larder.open({ clock, env });
  shop = await openShop(larder, {
    products: [
      { sku: 'THING', stock: 1000 },
      { sku: 'WINE', stock: 1000, minimumAge: 18 },
    ],
  });
  customer = await larder.person('customer');
  admin = await larder.person('admin');
  ({ picker, dispatcher } = await shop.staff());
});
beforeEach(async () => {
  driver = await larder.person('driver', 'Wei Zhang');
  otherDriver = await larder.person('driver', 'Ana Lima');
  await Promise.all([goOnDuty(driver), goOnDuty(otherDriver)]);
});
afterAll(() => larder?.close());

const step = (id: string, action: string, body?: object, who: Person = driver) =>
  who.post(`/v1/driver/deliveries/${id}/${action}`, body);
const ops = (orderId: string, action: string, body?: object, who: Person = dispatcher) =>
  who.post(`/v1/ops/orders/${orderId}/${action}`, body);
const takeBack = (orderId: string, who: Person = dispatcher, body: object = {}) =>
  who.post(`/v1/picking/orders/${orderId}/return`, body);
const refusal = ({ status, body }: Answer) => [status, body.code];
const cash = { cashCollectedMinor: 1000 + 700 };

/** An order that the driver has collected. */
async function collected(sku = 'THING', place: object = {}) {
  const quoteId = await shop.quoteFor(customer, [[sku, 1]]);
  const { id: orderId } = await wanted(201, shop.place(customer, quoteId, fresh('key'), place));
  await shop.walkTo(orderId, 'out_for_delivery', driver);
  const { items } = await wanted(200, driver.get('/v1/driver/deliveries'));
  return { orderId: orderId as string, id: items[0].id as string };
}

const seen = (orderId: string, who = customer) => wanted(200, who.get(`/v1/orders/${orderId}`));
const lastStep = async (orderId: string) => (await seen(orderId)).timeline.at(-1);
const trips = (orderId: string) =>
  shop.sql(
    `SELECT status, attempt, driver_id AS driver, failure_reason AS reason FROM deliveries
     WHERE order_id = $1 ORDER BY id`,
    [orderId],
  );
const work = async (who: Person) => (await wanted(200, who.get('/v1/driver/deliveries'))).items;

describe('a delivery that its driver cannot go on with', () => {
  const accident = { reasonCode: 'accident', note: 'Hit by a car, is well' };

  it.each([
    ['collected', 'a dispatcher'],
    ['at_customer', 'an admin'],
  ] as const)('that is %s is ended by %s, who says why, and goes on or back', async (at, role) => {
    const who = role === 'an admin' ? admin : dispatcher;
    const { orderId, id } = await collected();
    if (at === 'at_customer') await wanted(200, step(id, 'arrive'));
    const done = await wanted(200, ops(orderId, 'fail', accident, who));
    expect(done).toMatchObject({ deliveryId: id, status: 'failed' });
    expect(await wanted(200, ops(orderId, 'fail', accident, who))).toEqual(done);
    expect(await lastStep(orderId)).toMatchObject({
      action: 'fail',
      status: 'delivery_failed',
      by: role.split(' ')[1],
      reasonCode: 'accident',
      reason: accident.note,
    });
    const actors = await shop.sql(
      `SELECT actor_id AS actor, actor_role AS role FROM delivery_timeline
       WHERE delivery_id = $1 AND action = 'fail'`,
      [id],
    );
    expect(actors).toEqual([{ actor: await idOf(who), role: role.split(' ')[1] }]);
    expect(refusal(await step(id, 'resume'))).toEqual([409, 'resume-too-late']);
    const { failed, onTheWay } = await wanted(200, dispatcher.get('/v1/ops/board'));
    expect(failed).toMatchObject([{ id: orderId, deliveryId: id, driverId: await idOf(driver) }]);
    expect(onTheWay).toEqual([]);

    const driverId = await idOf(otherDriver);
    const again = await wanted(201, ops(orderId, 'redeliver', { driverId }, who));
    expect(again).toMatchObject({ driverId, status: 'collected', attempt: 2 });
    await wanted(200, shop.deliver(otherDriver, again.deliveryId));
  });

  it('comes back to the store, which counts it for the driver whose phone is gone', async () => {
    const before = await shop.stockOf('THING');
    const { orderId } = await collected();
    expect(refusal(await takeBack(orderId))).toEqual([409, 'illegal-transition']);
    await wanted(200, ops(orderId, 'fail', { reasonCode: 'vehicle' }));
    const done = await wanted(200, takeBack(orderId));
    expect(done).toMatchObject({ status: 'returned', payment: { status: 'voided' } });
    expect(await wanted(200, takeBack(orderId))).toEqual(done);
    await larder.delivered();
    expect(await trips(orderId)).toMatchObject([{ status: 'returned', reason: 'vehicle' }]);
    expect(await shop.stockOf('THING')).toEqual(before);
    await wanted(200, driver.post('/v1/driver/shift', { onDuty: false }));
  });

  it('lets the hold on the card go when nothing of it is left', async () => {
    const before = await shop.stockOf('THING');
    const orderId = await orderByCard(shop, customer, [['THING', 1]]);
    await eventually('the card is held', async () => {
      return (await seen(orderId)).payment.status === 'authorized';
    });
    await shop.walkTo(orderId, 'out_for_delivery', driver);
    await wanted(200, ops(orderId, 'fail', accident));
    const { lines, payment } = await seen(orderId, picker);
    expect(payment.status).toBe('authorized');
    const lost = { lines: [{ lineId: lines[0].id, disposition: 'write_off' }] };
    const { payment: after } = await wanted(200, takeBack(orderId, admin, lost));
    expect(['void_pending', 'voided']).toContain(after.status);
    expect(after.captured.amountMinor).toBe(0);
    expect(await shop.stockOf('THING')).toEqual({ ...before, onHand: before.onHand - 1 });
  });

  it('is delivered for the driver: with a note for a proof, and the exact cash', async () => {
    const { orderId, id } = await collected('WINE', { ageConfirmed: true });
    const told = { ...cash, note: 'Customer called: has the bags' };
    expect((await ops(orderId, 'deliver', told)).body.code).toBe('age-check-required');
    const checked = { ...told, ageChecked: true };
    const less = { ...checked, cashCollectedMinor: 1 };
    expect((await ops(orderId, 'deliver', less)).body.code).toBe('cash-mismatch');
    const done = await wanted(200, ops(orderId, 'deliver', checked));
    expect(done).toMatchObject({ deliveryId: id, status: 'delivered' });
    expect(await wanted(200, ops(orderId, 'deliver', checked))).toEqual(done);
    const { payment, timeline } = await seen(orderId);
    expect(payment).toMatchObject({ status: 'captured', captured: { amountMinor: 1700 } });
    expect(timeline.at(-1)).toMatchObject({ by: 'dispatcher', reason: told.note });
    expect(refusal(await ops(orderId, 'fail', accident))).toEqual([409, 'illegal-delivery-step']);
  });

  it('is not ended before it is collected, or where nobody was to bring it', async () => {
    const orderId = await shop.order(customer, [['THING', 1]]);
    await shop.walkTo(orderId, 'ready');
    expect(refusal(await ops(orderId, 'fail', accident))).toEqual([409, 'order-not-assigned']);
    await wanted(201, shop.assign(orderId, driver));
    const early = await ops(orderId, 'fail', accident);
    expect(refusal(early)).toEqual([409, 'illegal-delivery-step']);
    expect(early.body.allowed).toEqual(['unassign', 'reassign']);
    await wanted(200, ops(orderId, 'unassign'));
  });
});

describe('goods that go from one driver to another', () => {
  const breakdown = { reasonCode: 'vehicle', note: 'Flat tyre' };

  it('are the new driver’s from then on, for the customer too', async () => {
    const { orderId, id } = await collected();
    const fix = { seq: 1, lat: 0.45, lng: 0.45 };
    const epoch = await goOnDuty(otherDriver);
    await wanted(200, otherDriver.post('/v1/driver/location', { epoch, fixes: [fix] }));
    const track = () => wanted(200, customer.get(`/v1/orders/${orderId}/tracking`));
    expect((await track()).driver.firstName).toBe('Wei');

    const body = { driverId: await idOf(otherDriver), replaces: id, ...breakdown };
    const taken = await wanted(201, ops(orderId, 'hand-over', body));
    expect(taken).toMatchObject({ driverId: body.driverId, status: 'collected', attempt: 1 });
    expect(await wanted(201, ops(orderId, 'hand-over', body))).toEqual(taken);
    expect(await trips(orderId)).toMatchObject([
      { status: 'retried', driver: await idOf(driver), reason: 'vehicle' },
      { status: 'collected', driver: body.driverId },
    ]);
    expect(await lastStep(orderId)).toMatchObject({
      action: 'hand-over',
      status: 'out_for_delivery',
      by: 'dispatcher',
      reasonCode: 'vehicle',
      reason: 'Flat tyre',
    });

    const { driver: shown, position, positionStatus } = await track();
    expect([shown.firstName, positionStatus]).toEqual(['Ana', 'live']);
    expect(position).toMatchObject({ lat: 0.45, lng: 0.45 });
    expect(await work(driver)).toEqual([]);
    const pin = await shop.pinOf(taken.deliveryId);
    for (const [action, said] of [
      ['arrive'],
      ['deliver', { ...cash, pin }],
      ['fail', { reasonCode: 'refused' }],
      ['resume'],
      ['return'],
    ] as [string, object?][]) {
      expect(refusal(await step(id, action, said))).toEqual([409, 'illegal-delivery-step']);
    }
    const foreign = await step(taken.deliveryId, 'arrive');
    expect(refusal(foreign)).toEqual([404, 'delivery-not-found']);
    await wanted(200, driver.post('/v1/driver/shift', { onDuty: false }));
    await wanted(200, shop.deliver(otherDriver, taken.deliveryId));
    expect((await seen(orderId)).payment).toMatchObject({ status: 'captured' });
  });

  it('stay where they are when the other driver cannot take them', async () => {
    const { orderId, id } = await collected();
    const away = await larder.person('driver');
    const to = async (who: Person, replaces = id) =>
      ops(orderId, 'hand-over', { driverId: await idOf(who), replaces, ...breakdown });
    expect(refusal(await to(away))).toEqual([409, 'driver-off-shift']);
    const full = { onDuty: true, capacity: 1 };
    await wanted(200, otherDriver.post('/v1/driver/shift', full));
    const waiting = await shop.order(customer, [['THING', 1]]);
    await shop.walkTo(waiting, 'ready');
    const { deliveryId } = await wanted(201, shop.assign(waiting, otherDriver));
    expect(refusal(await to(otherDriver))).toEqual([409, 'driver-busy']);
    expect((await to(otherDriver, deliveryId)).body).toMatchObject({
      code: 'order-already-assigned',
      deliveryId: id,
    });
    const early = { driverId: await idOf(driver), replaces: deliveryId, ...breakdown };
    const uncollected = await ops(waiting, 'hand-over', early);
    expect(refusal(uncollected)).toEqual([409, 'illegal-delivery-step']);
    expect(await trips(orderId)).toMatchObject([{ status: 'collected' }]);
    await wanted(200, shop.deliver(driver, id));
    expect(refusal(await to(otherDriver))).toEqual([409, 'order-not-assigned']);
  });

  it('go once, however many dispatchers ask, and the rest learn who has them', async () => {
    const { orderId, id } = await collected();
    const third = await larder.person('driver');
    await goOnDuty(third);
    const ids = [await idOf(otherDriver), await idOf(third)];
    const ready = barrier(6);
    const answers = await Promise.all(
      Array.from({ length: 6 }, async (_, index) => {
        await ready();
        const body = { driverId: ids[index % 2], replaces: id, ...breakdown };
        return ops(orderId, 'hand-over', body);
      }),
    );
    expect(tally(answers)).toEqual({ '201': 3, '409 order-already-assigned': 3 });
    expect((await trips(orderId)).map(({ status }) => status)).toEqual(['retried', 'collected']);
  });
});

describe('a driver who has given up too early', () => {
  const fail = (id: string) => wanted(200, step(id, 'fail', { reasonCode: 'refused' }));

  it('goes on within ten minutes, as if nothing had been said', async () => {
    const { orderId, id } = await collected();
    const failed = await fail(id);
    expect(failed.allowedActions).toEqual(['resume', 'return']);
    minutes(10);
    await wanted(200, step(id, 'return'));
    const resumed = await wanted(200, step(id, 'resume'));
    expect(resumed).toMatchObject({ status: 'collected', attempt: 1 });
    expect(await wanted(200, step(id, 'resume'))).toEqual(resumed);
    expect(await lastStep(orderId)).toMatchObject({ status: 'out_for_delivery', by: 'driver' });
    expect(await trips(orderId)).toMatchObject([{ status: 'collected', reason: null }]);
    await wanted(200, shop.deliver(driver, id));
    expect(await seen(orderId)).toMatchObject({
      status: 'delivered',
      payment: { captured: { amountMinor: 1700 } },
    });
  });

  it('does not after more than ten minutes, or when the goods have gone elsewhere', async () => {
    const { orderId, id } = await collected();
    await fail(id);
    clock.advance(10 * 60_000 + 1);
    expect((await work(driver))[0].allowedActions).toEqual(['return']);
    expect(refusal(await step(id, 'resume'))).toEqual([409, 'resume-too-late']);
    await wanted(200, takeBack(orderId, picker));
    await larder.delivered();
    const second = await collected();
    await fail(second.id);
    const driverId = await idOf(otherDriver);
    await wanted(201, ops(second.orderId, 'redeliver', { driverId }));
    const late = await step(second.id, 'resume');
    expect(refusal(late)).toEqual([409, 'illegal-delivery-step']);
  });

  it.each(['vehicle', 'accident', 'other'])('says %s, and what `other` is', async (reasonCode) => {
    const { orderId, id } = await collected();
    for (const note of reasonCode === 'other' ? [undefined, null, '  '] : []) {
      const bare = await step(id, 'fail', { reasonCode, note });
      expect(refusal(bare)).toEqual([400, 'validation-failed']);
      expect(bare.body.errors[0].pointer).toBe('/note');
    }
    const note = reasonCode === 'other' ? 'The road is flooded' : undefined;
    await wanted(200, step(id, 'fail', { reasonCode, note }));
    expect(await lastStep(orderId)).toMatchObject({ reasonCode, reason: note ?? null });
  });
});

it('leaves legal paths and books that balance after all of this', async () => {
  expect(await illegalSteps(larder)).toEqual([]);
  await expectBooksToBalance(larder);
});
