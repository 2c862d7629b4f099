import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../../test/support/eventually.js';
import { Larder, type Person } from '../../test/support/larder.js';
import { collect, goOnDuty, idOf, tally, wanted } from '../../test/support/people.js';
import { aed, openShop, type Shop } from '../../test/support/shop.js';
import { ManualClock } from '../kernel/clock.js';
import { RedisConnection, UnitOfWork } from '../platform/index.js';
import { LocationStore } from './location/location.port.js';
import { ShiftRepository } from './persistence/shift.repository.js';

const clock = new ManualClock(new Date());

let larder: Larder;
let shop: Shop;
let customer: Person;
let driver: Person;
let otherDriver: Person;
beforeAll(async () => {
  larder = await Larder.open({ clock });
  const redis = larder.app.get(RedisConnection);
  await eventually('Redis is there, if there is to be one', () => !redis.client || redis.isReady);
  shop = await openShop(larder, { products: [{ sku: 'THING', stock: 1000, priceMinor: 1234 }] });
  customer = await larder.person('customer');
});
beforeEach(async () => {
  [driver, otherDriver] = await Promise.all([larder.person('driver'), larder.person('driver')]);
});
afterAll(() => larder?.close());

const duty = '/v1/driver/shift';
const setDuty = (who: Person, onDuty: boolean) => who.post(duty, { onDuty });
/** Pings half a second after the ping before. */
const ping = (who: Person, epoch: number, ...seqs: number[]) => {
  clock.advance(500);
  return pingAll(
    who,
    epoch,
    seqs.map((seq) => ({ seq, lat: 0.4 + seq / 1e5, lng: 0.4 })),
  );
};
const pingAll = (who: Person, epoch: number, fixes: object[]) =>
  who.post('/v1/driver/location', { epoch, fixes });
const applied = { applied: true, reason: null };
const stale = (lastSeq: number) => ({ applied: false, reason: 'stale', lastSeq });

async function orderThatIs(status: 'accepted' | 'ready'): Promise<string> {
  const orderId = await shop.order(customer, [['THING', 2]]);
  await shop.walkTo(orderId, status);
  return orderId;
}
const shiftsOf = async (who: Person) =>
  shop.sql<{ epoch: string; open: boolean }>(
    'SELECT epoch, ended_at IS NULL AS open FROM shifts WHERE driver_id = $1 ORDER BY epoch',
    [await idOf(who)],
  );

describe('a shift', () => {
  it('is opened once, however often the driver says so', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => setDuty(driver, true)));
    expect(tally(answers)).toEqual({ '200': 3 });
    // Each sign-on is a session of its own, and the latest is the shift's.
    const epochs = answers.map(({ body }) => body.session.epoch as number);
    expect(new Set(epochs).size).toBe(3);
    const [shift, ...others] = await shiftsOf(driver);
    expect([shift?.epoch, others]).toEqual([String(Math.max(...epochs)), []]);
  });

  it('can be looked at: the open one, or that there is none', async () => {
    const off = await driver.get(duty);
    const nothing = {
      session: null,
      startedAt: null,
      storeId: null,
      vehicle: null,
      capacity: null,
    };
    expect([off.status, off.body]).toEqual([200, { onDuty: false, ...nothing }]);
    const opened = await setDuty(driver, true);
    expect((await driver.get(duty)).body).toEqual(opened.body);
    await setDuty(driver, false);
    expect((await driver.get(duty)).body).toEqual(off.body);
    expect(await shiftsOf(driver)).toHaveLength(1);
  });

  it('is opened once by requests in the same millisecond', async () => {
    const [unitOfWork, repository] = [larder.app.get(UnitOfWork), larder.app.get(ShiftRepository)];
    const now = new Date();
    // One round seldom hits the moment between the checks of two indexes.
    for (let round = 0; round < 40; round += 1) {
      const driverId = randomUUID();
      const open = () =>
        unitOfWork.run((tx) => repository.open(tx, driverId, now, { storeId: shop.storeId }));
      const shifts = await Promise.all(Array.from({ length: 8 }, open));
      expect(new Set(shifts.map(({ shift }) => shift.id)).size).toBe(1);
    }
  });

  it('defaults to the only store, an unknown vehicle and two deliveries at a time', async () => {
    const { body } = await setDuty(driver, true);
    expect(body).toMatchObject({ storeId: shop.storeId, vehicle: null, capacity: 2 });
    const terms = { vehicle: 'van', capacity: 5 };
    const { epoch } = body.session;
    const changed = await wanted(200, driver.post(duty, { onDuty: true, epoch, ...terms }));
    expect(changed).toEqual({ ...body, ...terms });
    const signedOn = (await setDuty(driver, true)).body;
    expect(signedOn).toEqual({ ...changed, session: signedOn.session });
    expect(signedOn.session.epoch).toBeGreaterThan(epoch);
    const late = await driver.post(duty, { onDuty: true, epoch });
    expect([late.status, late.body.code]).toEqual([409, 'session-replaced']);
    await setDuty(driver, false);
    const next = await wanted(200, driver.post(duty, { onDuty: true, capacity: 1 }));
    expect(next).toMatchObject({ storeId: shop.storeId, vehicle: null, capacity: 1 });
  });

  it('ends once, and the next one is another', async () => {
    const first = await goOnDuty(driver);
    for (const answer of [await setDuty(driver, false), await setDuty(driver, false)]) {
      expect(answer.status).toBe(200);
      expect(answer.body).toEqual({
        onDuty: false,
        session: null,
        startedAt: null,
        storeId: null,
        vehicle: null,
        capacity: null,
      });
    }
    expect(await goOnDuty(driver)).toBeGreaterThan(first);
    expect((await shiftsOf(driver)).map((shift) => shift.open)).toEqual([false, true]);
  });

  it('does not end while something is to be delivered', async () => {
    await goOnDuty(driver);
    await wanted(201, shop.assign(await orderThatIs('accepted'), driver));
    const refused = await setDuty(driver, false);
    expect([refused.status, refused.body.code]).toEqual([409, 'shift-has-deliveries']);
  });
});

describe('a ping', () => {
  it('is refused off shift, and for a shift that is over', async () => {
    const before = await ping(driver, Date.now(), 1);
    expect([before.status, before.body.code]).toEqual([409, 'driver-off-shift']);
    const first = await goOnDuty(driver);
    expect((await ping(driver, first, 1)).body).toEqual(applied);
    await setDuty(driver, false);
    expect((await ping(driver, first, 2)).body.code).toBe('driver-off-shift');
    const second = await goOnDuty(driver);
    expect((await ping(driver, first, 3)).body.code).toBe('session-replaced');
    expect((await ping(driver, second, 1)).body).toEqual(applied);
  });

  it('counts if it is the newest so far, and costs no SQL', async () => {
    const epoch = await goOnDuty(driver);
    await ping(driver, epoch, 0);
    const before = larder.sqlForRequests;
    for (let seq = 5; seq <= 500; seq += 5) {
      expect((await ping(driver, epoch, seq)).body).toEqual(applied);
      const again = seq % 2 === 0 ? seq : seq - 1;
      expect((await ping(driver, epoch, again)).body).toEqual(stale(seq));
    }
    expect(larder.sqlForRequests - before).toBe(0);
  });

  it('of many fixes counts as the newest of them, whatever their order', async () => {
    const epoch = await goOnDuty(driver);
    expect((await ping(driver, epoch, 3, 7, 5)).body).toEqual(applied);
    expect((await ping(driver, epoch, 6, 7, 2)).body).toEqual(stale(7));
    expect((await ping(driver, epoch, 8)).body).toEqual(applied);
  });

  it('that is not worth showing is answered with the reason', async () => {
    const epoch = await goOnDuty(driver);
    const here = { lat: 0.4, lng: 0.4 };
    const answers: [fix: object, applied: boolean, reason: string | null][] = [
      [{ ...here, seq: 1 }, true, null],
      [{ lat: 0.42, lng: 0.4, seq: 2 }, false, 'implausible'],
      [{ lat: 0, lng: 0, seq: 2 }, false, 'implausible'],
      [{ lat: 2, lng: 0.4, seq: 2 }, false, 'out-of-area'],
      [{ ...here, seq: 2, accuracyM: 101 }, false, 'inaccurate'],
      [{ ...here, seq: 2, accuracyM: 100 }, true, null],
    ];
    for (const [fix, isApplied, reason] of answers) {
      const { status, body } = await pingAll(driver, epoch, [fix]);
      expect([status, body]).toEqual([200, { applied: isApplied, reason }]);
    }
    expect((await pingAll(driver, epoch, [{ ...here, seq: 2 }])).body).toEqual(stale(2));
  });

  it('of which some cannot be understood costs those alone, and says why', async () => {
    const epoch = await goOnDuty(driver);
    const good = { seq: 1, lat: 0.4, lng: 0.4, speedMps: -1, headingDeg: -1, accuracyM: -1 };
    const bad = { ...good, lat: 'here' };
    const { status, body } = await pingAll(driver, epoch, [bad, good]);
    expect([status, body]).toMatchObject([
      200,
      { ...applied, refused: [{ pointer: '/fixes/0/lat', code: 'is-number' }] },
    ]);
    const kept = await larder.app.get(LocationStore).latest(await idOf(driver));
    expect(kept).toMatchObject({ seq: 1, speedMps: null, headingDeg: null, accuracyM: null });
    expect((await pingAll(driver, epoch, [bad])).body).toMatchObject({
      applied: false,
      reason: 'not-understood',
    });
  });

  it('says in the shift where to go on, and is another session after a sign-on', async () => {
    const first = await goOnDuty(driver);
    await ping(driver, first, 500);
    const { body } = await driver.get(duty);
    expect(body.session).toEqual({ epoch: first, lastSeq: 500 });
    await wanted(201, shop.assign(await orderThatIs('accepted'), driver));
    const second = await goOnDuty(driver);
    expect((await driver.get(duty)).body.session).toEqual({ epoch: second, lastSeq: null });
    expect((await ping(driver, second, 1)).body).toEqual(applied);
    const old = await ping(driver, first, 501);
    expect([old.status, old.body.code]).toEqual([409, 'session-replaced']);
    expect((await ping(driver, second, 2)).body).toEqual(applied);
  });

  it.each([-24 * 60 * 60_000, 24 * 60 * 60_000, -61_000, 61_000, -59_000, 0, 59_000])(
    'of a phone whose clock is %i ms ahead counts, at our time',
    async (aheadMs) => {
      const epoch = await goOnDuty(driver);
      const driverId = await idOf(driver);
      for (const seq of [1, 2]) {
        clock.advance(10_000);
        const now = clock.now();
        const recordedAt = new Date(now.getTime() + aheadMs).toISOString();
        const { body } = await pingAll(driver, epoch, [{ seq, lat: 0.4, lng: 0.4, recordedAt }]);
        // Until the clock is known, a time that is past may be right.
        const isBelieved = seq === 1 && aheadMs < 0;
        const isReplaced = Math.abs(aheadMs) > 60_000 && !isBelieved;
        expect(body).toEqual({ applied: true, reason: isReplaced ? 'recorded-at-replaced' : null });
        const kept = await larder.app.get(LocationStore).latest(driverId);
        expect(kept).toMatchObject({
          seq,
          receivedAtMs: now.getTime(),
          recordedAt: isBelieved ? recordedAt : now.toISOString(),
          isAgeKnown: seq === 2,
        });
      }
    },
  );

  it('is refused when they come too fast, until it is time', async () => {
    const epoch = await goOnDuty(driver);
    const pings = Array.from({ length: 100 }, (_, seq) =>
      pingAll(driver, epoch, [{ seq, lat: 0.4, lng: 0.4 }]),
    );
    const answers = await Promise.all(pings);
    expect(tally(answers)).toEqual({ '200': 20, '429 rate-limited': 80 });
    const { headers, body } = answers.find(({ status }) => status === 429)!;
    expect(headers).toMatchObject({
      'retry-after': '1',
      'ratelimit-policy': '"pings";q=20;w=4',
      ratelimit: '"pings";r=0;t=1',
    });
    expect(body).toMatchObject({ retryAfterSeconds: 1 });
    expect((await ping(otherDriver, await goOnDuty(otherDriver), 1)).status).toBe(200);
    clock.advance(1000);
    expect((await ping(driver, epoch, 100)).body).toEqual(applied);
  });

  it('of fifty fixes is one ping, of fifty-one none', async () => {
    const epoch = await goOnDuty(driver);
    const fixes = Array.from({ length: 51 }, (_, seq) => ({ seq, lat: 0.4, lng: 0.4 }));
    expect((await pingAll(driver, epoch, fixes)).status).toBe(400);
    expect((await pingAll(driver, epoch, fixes.slice(1))).body).toEqual(applied);
    expect((await ping(driver, epoch, 50)).body).toEqual(stale(50));
  });
});

describe('assigning', () => {
  it('gives an order to one of two drivers whom two dispatchers choose at once', async () => {
    await Promise.all([goOnDuty(driver), goOnDuty(otherDriver)]);
    const orderId = await orderThatIs('accepted');
    const answers = await Promise.all([
      shop.assign(orderId, driver),
      shop.assign(orderId, otherDriver),
    ]);
    expect(tally(answers)).toEqual({ '201': 1, '409 order-already-assigned': 1 });
    const found = await shop.sql('SELECT driver_id FROM deliveries WHERE order_id = $1', [orderId]);
    const won = answers.find((answer) => answer.status === 201);
    expect(found).toEqual([{ driver_id: won?.body.driverId }]);
  });

  it('gives a driver two deliveries and no third, even if all come at once', async () => {
    await goOnDuty(driver);
    const orders = [];
    for (let n = 0; n < 4; n += 1) orders.push(await orderThatIs('accepted'));
    const answers = await Promise.all(orders.map((orderId) => shop.assign(orderId, driver)));
    expect(tally(answers)).toEqual({ '201': 2, '409 driver-busy': 2 });
    const busy = answers.find((answer) => answer.status === 409);
    expect(busy?.body.activeDeliveries).toBe(2);
    expect((await driver.get('/v1/driver/deliveries')).body.items).toHaveLength(2);
  });

  it('needs a driver on shift, and an order that is accepted and not yet collected', async () => {
    const waiting = await orderThatIs('accepted');
    const offShift = await shop.assign(waiting, driver);
    expect([offShift.status, offShift.body.code]).toEqual([409, 'driver-off-shift']);
    await goOnDuty(driver);

    const placed = await shop.assign(await shop.order(customer, [['THING', 1]]), driver);
    expect(placed.body).toMatchObject({ code: 'order-not-assignable', orderStatus: 'placed' });
    const unknown = await shop.assign(randomUUID(), driver);
    expect([unknown.status, unknown.body.code]).toEqual([404, 'order-not-found']);

    await shop.walkTo(waiting, 'out_for_delivery', driver);
    const gone = await shop.assign(waiting, driver);
    expect([gone.status, gone.body.code]).toEqual([409, 'order-already-assigned']);
    await shop.walkTo(waiting, 'delivered', driver);
    const done = await shop.assign(waiting, driver);
    expect(done.body).toMatchObject({ code: 'order-not-assignable', orderStatus: 'delivered' });
  });
});

describe('a delivery', () => {
  async function assigned(status: 'accepted' | 'ready') {
    await goOnDuty(driver);
    const orderId = await orderThatIs(status);
    const { deliveryId } = await wanted(201, shop.assign(orderId, driver));
    return { orderId, deliveryId: deliveryId as string };
  }
  const deliver = async (who: Person, id: string, cashCollectedMinor: number) => {
    const pin = await shop.pinOf(id);
    return who.post(`/v1/driver/deliveries/${id}/deliver`, { cashCollectedMinor, pin });
  };

  it('leaves the store when it is packed, and the books with it', async () => {
    const before = await shop.stockOf('THING');
    const { orderId, deliveryId } = await assigned('accepted');
    const early = await collect(driver, deliveryId);
    expect(early.status).toBe(409);
    expect(early.body).toMatchObject({ code: 'illegal-transition', orderStatus: 'accepted' });
    const listed = await driver.get('/v1/driver/deliveries');
    expect(listed.body.items).toMatchObject([{ id: deliveryId, status: 'assigned' }]);

    await shop.walkTo(orderId, 'ready');
    const skipped = await deliver(driver, deliveryId, 3175);
    expect(skipped.body).toMatchObject({
      code: 'illegal-delivery-step',
      allowed: ['arrive', 'collect', 'release'],
    });
    const collected = await wanted(200, collect(driver, deliveryId));
    expect(collected).toMatchObject({
      status: 'collected',
      allowedActions: ['arrive', 'deliver', 'contact-attempts', 'fail'],
    });
    expect(await wanted(200, collect(driver, deliveryId))).toEqual(collected);
    expect(await shop.stockOf('THING')).toEqual({ ...before, onHand: before.onHand - 2 });
  });

  it('is handed over for exactly the cash that is due', async () => {
    const before = await shop.stockOf('THING');
    const { orderId, deliveryId } = await assigned('ready');
    expect(await shop.stockOf('THING')).toEqual({ ...before, reserved: before.reserved + 2 });
    const { cashToCollect } = await wanted(200, collect(driver, deliveryId));
    // 31.68 has no coins: the smallest is of 25 fils.
    expect(cashToCollect).toEqual(aed(3175));

    for (const wrong of [3168, 3174, 3176, 0]) {
      const refused = await deliver(driver, deliveryId, wrong);
      expect(refused.status).toBe(422);
      expect(refused.body).toMatchObject({ code: 'cash-mismatch', expected: aed(3175) });
    }
    const done = await wanted(200, deliver(driver, deliveryId, 3175));
    expect(done).toMatchObject({ status: 'delivered', allowedActions: [] });
    expect(await wanted(200, deliver(driver, deliveryId, 3175))).toEqual(done);
    expect(await shop.stockOf('THING')).toEqual({ ...before, onHand: before.onHand - 2 });
    expect((await shop.eventsOf(orderId)).slice(-2)).toEqual([
      'order.out_for_delivery',
      'order.delivered',
    ]);
    expect((await driver.get('/v1/driver/deliveries')).body.items).toEqual([]);
  });

  it('of another driver is as absent as one that never was', async () => {
    const { deliveryId } = await assigned('ready');
    await goOnDuty(otherDriver);
    const answers = [
      await collect(otherDriver, deliveryId),
      await otherDriver.post(`/v1/driver/deliveries/${deliveryId}/deliver`, {
        cashCollectedMinor: 3168,
      }),
      await collect(otherDriver, randomUUID()),
    ];
    expect(tally(answers)).toEqual({ '404 delivery-not-found': 3 });
    expect((await otherDriver.get('/v1/driver/deliveries')).body.items).toEqual([]);
    expect((await collect(driver, deliveryId)).status).toBe(200);
  });
});

// Last: from here on there are two stores.
describe('a driver', () => {
  it('works for one store at a time', async () => {
    const second = await openShop(larder, { products: [{ sku: 'OTHER', stock: 1 }] });
    const unclear = await setDuty(driver, true);
    expect([unclear.status, unclear.body.code]).toEqual([400, 'store-required']);
    const unknown = await driver.post(duty, { onDuty: true, store: 'nowhere' });
    expect([unknown.status, unknown.body.code]).toEqual([404, 'store-not-found']);

    const here = { onDuty: true, store: shop.storeId };
    const there = { onDuty: true, store: second.storeId };
    const open = await wanted(200, driver.post(duty, here));
    const refused = await driver.post(duty, there);
    expect([refused.status, refused.body.code]).toEqual([409, 'shift-at-another-store']);
    expect((await setDuty(driver, true)).body).toMatchObject({ storeId: open.storeId });
    await setDuty(driver, false);
    expect((await wanted(200, driver.post(duty, there))).storeId).toBe(second.storeId);

    const both = await Promise.all([here, there].map((body) => otherDriver.post(duty, body)));
    expect(tally(both)).toEqual({ '200': 1, '409 shift-at-another-store': 1 });
  });
});
