import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../../test/support/eventually.js';
import { type Answer, Larder, type Person } from '../../test/support/larder.js';
import { Pick } from '../../test/support/picks.js';
import { goOnDuty, wanted } from '../../test/support/people.js';
import { aed, openShop, path, type Shop } from '../../test/support/shop.js';
import { ManualClock } from '../kernel/clock.js';
import { RedisConnection } from '../platform/index.js';
import { orderTag } from '../orders/index.js';
import { StampedCache } from '../cache/stamped-cache.js';
import { ExpireUnacceptedJob } from '../orders/use-cases/expire-unaccepted.job.js';

const clock = new ManualClock(new Date());

let larder: Larder;
let shop: Shop;
let customer: Person;
let stranger: Person;
let driver: Person;
let orderId: string;
beforeAll(async () => {
  larder = await Larder.open({ clock });
  const redis = larder.app.get(RedisConnection);
  await eventually('Redis is there, if there is to be one', () => !redis.client || redis.isReady);
  shop = await openShop(larder, {
    products: [
      { sku: 'THING', stock: 1000 },
      { sku: 'OTHER', stock: 1000, priceMinor: 500 },
    ],
  });
  [customer, stranger] = await Promise.all([larder.person('customer'), larder.person('customer')]);
});
beforeEach(async () => {
  driver = await larder.person('driver', 'Wei Zhang');
  orderId = await shop.order(customer, [['THING', 1]]);
});
afterAll(() => larder?.close());

const poll = (who: Person = customer, id: string = orderId, etag?: string) =>
  who.get(`/v1/orders/${id}/tracking`, etag === undefined ? {} : { 'if-none-match': etag });
const ping = async (seq: number, lat = 0.41, lng = 0.41) => {
  const epoch = await goOnDuty(driver);
  const fixes = [{ seq, lat, lng, accuracyM: 8, headingDeg: 270 }];
  return wanted(200, driver.post('/v1/driver/location', { epoch, fixes }));
};
const positionOf = ({ body }: Answer) => [body.positionStatus, body.position];
const notShared = ['not-shared', null];

describe('a poll', () => {
  it('tells the owner everything, and the driver by first name only', async () => {
    await shop.walkTo(orderId, 'out_for_delivery', driver);
    await ping(1, 0.412345678, 0.4);
    const { status, body, headers, text } = await poll();
    expect(status).toBe(200);
    expect(body).toMatchObject({
      orderId,
      status: 'out_for_delivery',
      allowedActions: [],
      driver: { firstName: 'Wei' },
      positionStatus: 'live',
      position: { lat: 0.41235, lng: 0.4, accuracyM: 8, headingDeg: 270, ageSeconds: 0 },
      eta: { source: 'position', confidence: 'medium' },
      pollAfterMs: 5000,
    });
    expect(body.timeline.map((entry: { status: string }) => entry.status)).toEqual(
      path.slice(0, 5),
    );
    expect(headers['cache-control']).toBe('no-store');
    expect(text).not.toContain('Zhang');
  });

  it('treats an order of somebody else like a missing one, cached or not', async () => {
    await poll();
    const unknown = randomUUID();
    const sight = async (id: string) => {
      const { status, body } = await poll(stranger, id);
      const { requestId, instance, ...rest } = body;
      expect([requestId, instance]).toEqual([expect.any(String), expect.stringContaining(id)]);
      return { status, ...rest };
    };
    const seen = [
      await sight(orderId),
      await sight(unknown),
      await sight(orderId),
      await sight(unknown),
    ];
    expect(seen[0]).toMatchObject({ status: 404, code: 'order-not-found' });
    expect(new Set(seen.map((each) => JSON.stringify(each))).size).toBe(1);
    expect((await poll()).status).toBe(200);
  });

  it('costs no SQL when it is repeated, while the driver moves', async () => {
    await shop.walkTo(orderId, 'out_for_delivery', driver);
    const epoch = await goOnDuty(driver);
    await poll();
    const before = larder.sqlForRequests;
    for (let seq = 1; seq <= 50; seq += 1) {
      clock.advance(5000);
      const fixes = [{ seq, lat: 0.4 + seq / 1000, lng: 0.4 }];
      await wanted(200, driver.post('/v1/driver/location', { epoch, fixes }));
      expect((await poll()).body.position.lat).toBeCloseTo(0.4 + seq / 1000, 5);
    }
    expect(larder.sqlForRequests - before).toBe(0);
  });

  it('shows every move in the very next answer, and when to ask again', async () => {
    const pace = [60_000, 60_000, 20_000, 20_000, 5000, null];
    for (const [index, status] of path.entries()) {
      await shop.walkTo(orderId, status, driver);
      const { body } = await poll();
      expect([body.status, body.pollAfterMs]).toEqual([status, pace[index]]);
      expect(body.timeline).toHaveLength(index + 1);
      expect((await poll()).body.status).toBe(status);
    }
  });

  it('shows the driver, and the end of an order that nobody accepted', async () => {
    expect((await poll()).body.driver).toBeNull();
    await shop.walkTo(orderId, 'accepted');
    await poll();
    await goOnDuty(driver);
    await wanted(201, shop.assign(orderId, driver));
    expect((await poll()).body.driver).toEqual({ firstName: 'Wei', approachedAt: null });

    const unwanted = await shop.order(customer, [['THING', 1]]);
    await poll(customer, unwanted);
    await larder.app.get(ExpireUnacceptedJob).expire(unwanted);
    const { body } = await poll(customer, unwanted);
    expect(body).toMatchObject({ status: 'expired', pollAfterMs: null, eta: null });
  });
});

describe('what the store does with the order', () => {
  it('is in the answer: each line, and the questions to the customer', async () => {
    const pick = await Pick.start(shop, customer, [
      ['THING', 2, { preference: 'contact' }],
      ['OTHER', 1],
    ]);
    const lines = async () => (await poll(customer, pick.orderId)).body.lines;
    expect(await lines()).toMatchObject([
      { id: pick.lineId(0), name: 'THING', quantity: 2, unit: 'each', status: 'pending' },
      { id: pick.lineId(1), name: 'OTHER', quantity: 1, pickedQuantity: null, answerBy: null },
    ]);
    await wanted(200, pick.line('find', { quantity: 1 }, 1));
    await wanted(200, pick.line('propose', { sku: 'OTHER', quantity: 2 }));
    const answerBy = new Date(clock.now().getTime() + 5 * 60_000).toISOString();
    expect(await lines()).toMatchObject([
      {
        status: 'substitute_proposed',
        substitute: { name: 'OTHER', quantity: 2, price: aed(500), isAgreed: false },
        answerBy,
        allowedActions: ['approve', 'decline'],
      },
      { status: 'found', pickedQuantity: 1, substitute: null, allowedActions: [] },
    ]);
    const { dispatcher } = await shop.staff();
    const seen = (await poll(dispatcher, pick.orderId)).body.lines[0];
    expect([seen.answerBy, seen.allowedActions]).toEqual([answerBy, []]);
    await wanted(200, pick.decide('approve'));
    expect((await lines())[0]).toMatchObject({
      status: 'substituted',
      substitute: { isAgreed: true },
      answerBy: null,
      allowedActions: [],
    });
  });

  it('includes the reason when the order ends', async () => {
    expect((await poll()).body).toMatchObject({ reason: null, reasonCode: null });
    const { picker } = await shop.staff();
    const said = { reasonCode: 'sold_out', reason: 'The last one broke' };
    await wanted(200, picker.post(`/v1/picking/orders/${orderId}/reject`, said));
    expect((await poll()).body).toMatchObject({ status: 'rejected', pollAfterMs: null, ...said });
  });

  it('shows the PIN to the customer alone, while a driver may ask for it', async () => {
    const { dispatcher } = await shop.staff();
    const pins: unknown[] = [];
    for (const status of path) {
      await shop.walkTo(orderId, status, driver);
      pins.push((await poll()).body.deliveryPin);
      expect((await poll(dispatcher)).body.deliveryPin).toBeNull();
    }
    const pin = expect.stringMatching(/^\d{4}$/);
    expect(pins).toEqual([null, null, null, pin, pin, null]);
  });
});

describe('an ETag', () => {
  it('holds while nothing changes that the customer can see', async () => {
    const etag = (await poll()).headers['etag'];
    await shop.sql('UPDATE orders SET version = version + 1 WHERE id = $1', [orderId]);
    await larder.app.get(StampedCache).bump([orderTag(orderId)]);
    expect((await poll(customer, orderId, etag)).status).toBe(304);
  });

  it('holds until something happens: a move, or a newer fix', async () => {
    const etags = [(await poll()).headers['etag']!];
    const unchanged = async () => {
      const answer = await poll(customer, orderId, etags.at(-1));
      expect([answer.status, answer.text]).toEqual([304, '']);
      expect(answer.headers['etag']).toBe(etags.at(-1));
    };
    const changed = async () => {
      const answer = await poll(customer, orderId, etags.at(-1));
      expect(answer.status).toBe(200);
      etags.push(answer.headers['etag']!);
    };
    await unchanged();
    await shop.walkTo(orderId, 'accepted');
    await changed();
    await shop.walkTo(orderId, 'out_for_delivery', driver);
    await changed();
    await ping(1);
    await changed();
    clock.advance(5000);
    await unchanged();
    // The same place, in a newer fix.
    await ping(2);
    await changed();
    await unchanged();
    clock.advance(15_001);
    await changed();
    expect(new Set(etags).size).toBe(etags.length);
  });
});

describe('a position', () => {
  it('is shared from the store to the door, and not before or after', async () => {
    await goOnDuty(driver);
    await shop.walkTo(orderId, 'accepted');
    await wanted(201, shop.assign(orderId, driver));
    await ping(1);
    expect(positionOf(await poll())).toEqual(notShared);
    await shop.walkTo(orderId, 'ready');
    expect(positionOf(await poll())).toEqual(notShared);

    await shop.walkTo(orderId, 'out_for_delivery', driver);
    expect(positionOf(await poll())[0]).toBe('live');
    await ping(2, 0.411);
    expect((await poll()).body.position).toMatchObject({ lat: 0.411, stale: false });

    await shop.walkTo(orderId, 'delivered', driver);
    expect(positionOf(await poll())).toEqual(notShared);
    await ping(3, 0.412);
    expect(positionOf(await poll())).toEqual(notShared);
  });

  it('is missing before the first ping, and stale after fifteen seconds', async () => {
    await shop.walkTo(orderId, 'out_for_delivery', driver);
    expect(positionOf(await poll())).toEqual(['none', null]);
    await ping(1);
    for (const [milliseconds, ageSeconds, stale] of [
      [0, 0, false],
      [15_000, 15, false],
      [1, 15, true],
      [5000, 20, true],
    ] as const) {
      clock.advance(milliseconds);
      expect((await poll()).body.position).toMatchObject({ ageSeconds, stale });
    }
    expect((await poll()).body.eta).toMatchObject({ source: 'position', confidence: 'low' });
    await ping(2);
    expect((await poll()).body.position).toMatchObject({ ageSeconds: 0, stale: false });
  });

  it('is as old as its phone says, and the live one after it is shown at once', async () => {
    await shop.walkTo(orderId, 'out_for_delivery', driver);
    const epoch = await goOnDuty(driver);
    const send = async (seq: number, ageMs: number, metres: number) => {
      const madeAt = clock.now().getTime() - ageMs;
      // An hour ahead, and by the clock of the place.
      const byPhone = new Date(madeAt + 5 * 60 * 60_000).toISOString();
      const recordedAt = byPhone.replace('Z', '+04:00');
      const fix = { seq, lat: 0.41 + metres / 111_195, lng: 0.41, recordedAt };
      await wanted(200, driver.post('/v1/driver/location', { epoch, fixes: [fix] }));
      const { position, eta } = (await poll()).body;
      expect(position.recordedAt).toBe(new Date(madeAt).toISOString());
      return [position.ageSeconds, position.ageKnown, position.stale, eta.confidence];
    };
    expect(await send(1, 0, 0)).toEqual([0, false, false, 'medium']);
    clock.advance(10_000);
    expect(await send(2, 0, 0)).toEqual([0, true, false, 'medium']);
    clock.advance(150_000);
    expect(await send(3, 100_000, 750)).toEqual([100, true, true, 'low']);
    clock.advance(500);
    expect(await send(4, 50_000, 1500)).toEqual([50, true, true, 'low']);
    clock.advance(500);
    expect(await send(5, 0, 2250)).toEqual([0, true, false, 'medium']);
  });

  it('is nowhere in PostgreSQL', async () => {
    const [lat, lng] = [0.41872, 0.43199];
    await shop.walkTo(orderId, 'out_for_delivery', driver);
    for (let seq = 1; seq <= 20; seq += 1) {
      await ping(seq, lat, lng);
      expect((await poll()).body.position).toMatchObject({ lat, lng });
    }
    await shop.walkTo(orderId, 'delivered', driver);
    await driver.post('/v1/driver/shift', { onDuty: false });

    const tables = await shop.sql<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
       WHERE schemaname IN ('public', 'pgboss') ORDER BY 1`,
    );
    const names = tables.map((table) => table.name);
    expect(names).toEqual(
      expect.arrayContaining(
        ['outbox', 'order_timeline', 'deliveries', 'shifts'].map((name) => `public.${name}`),
      ),
    );
    const rowsWith = async (name: string, text: string) =>
      shop.sql(`SELECT 1 FROM ${name} AS row WHERE row::text ~ $1`, [text]);
    // Seconds of a time have two digits before the point.
    const degrees = (place: number) => `(^|[^0-9])${String(place).replace('.', '\\.')}`;
    for (const name of names) {
      expect(await rowsWith(name, degrees(lat))).toEqual([]);
      expect(await rowsWith(name, degrees(lng))).toEqual([]);
    }
    // The search does find planted text: the door's address.
    expect(await rowsWith('public.orders', '1 Test Street')).not.toEqual([]);
  });
});
