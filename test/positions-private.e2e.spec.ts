// A driver's position stands in no log, table, event, refusal or cached answer, whatever became of
// the ping: recognisable places are planted, and everything is searched for them.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database, RedisConnection } from '../src/platform/index.js';
import { pingBurst } from '../src/drivers/domain/ping-pace.js';
import { eventually } from './support/eventually.js';
import { type Answer, Larder, type Person } from './support/larder.js';
import { goOnDuty, wanted } from './support/people.js';
import { openShop, type Shop } from './support/shop.js';

// Their first five decimals are the same after rounding.
const here = { lat: 0.4713512, lng: 0.3924611 };
const jumped = { lat: 0.5713513, lng: 0.3924611 };
const away = { lat: 2.0713514, lng: 0.3924611 };
const nowhere = { lat: 910.4713515, lng: 0.3924611 };
/** Not as the end of a longer number, such as the seconds of a time. */
const planted = '(^|[^0-9])(0[.]47135|0[.]39246|0[.]57135|2[.]07135|910[.]47135)';
const places = new RegExp(planted);

const lines: string[] = [];
const refusals: Answer[] = [];
let larder: Larder;
let shop: Shop;
let customer: Person;
let driver: Person;
let orderId: string;
let epoch: number;
let seq = 0;

beforeAll(async () => {
  larder = await Larder.open({
    env: { LOG_LEVEL: 'debug' },
    log: { write: (line: string) => lines.push(line) },
  });
  const redis = larder.app.get(RedisConnection);
  await eventually('Redis is there, if there is to be one', () => !redis.client || redis.isReady);
  shop = await openShop(larder, { products: [{ sku: 'THING', stock: 10 }] });
  customer = await larder.person('customer');
  driver = await larder.person('driver');
  orderId = await shop.order(customer, [['THING', 1]]);
  await shop.walkTo(orderId, 'out_for_delivery', driver);
  epoch = await goOnDuty(driver);
});
afterAll(() => larder?.close());

const path = '/v1/driver/location';
const fix = (more: object = {}) => ({ seq: (seq += 1), ...here, ...more });
const send = (fixes: object[], more: object = {}, who = driver) =>
  who.post(path, { epoch, fixes, ...more });

async function outcome(ping: Promise<Answer>): Promise<unknown> {
  const answer = await ping;
  if (answer.status >= 400) refusals.push(answer);
  return answer.body.code ?? answer.body.reason ?? answer.body.applied;
}

describe('a place that was sent', () => {
  it('is kept', async () => {
    expect(await outcome(send([fix()]))).toBe(true);
    expect(await outcome(send([fix(), fix(), fix()]))).toBe(true);
    const recordedAt = '2100-01-01T00:00:00.000Z';
    expect(await outcome(send([fix({ recordedAt })]))).toBe('recorded-at-replaced');
  });

  it('is not worth showing', async () => {
    expect(await outcome(send([{ seq: 0, ...here }]))).toBe('stale');
    expect(await outcome(send([fix({ accuracyM: 500 })]))).toBe('inaccurate');
    expect(await outcome(send([fix(jumped)]))).toBe('implausible');
    expect(await outcome(send([fix(), fix(jumped)]))).toBe('implausible');
    expect(await outcome(send([fix(away)]))).toBe('out-of-area');
  });

  it('is not understood', async () => {
    const { lat } = here;
    for (const wrong of [
      fix({ lat: String(lat) }),
      fix(nowhere),
      fix({ place: here }),
      [lat],
      String(lat),
    ]) {
      const answer = await send([wrong as object]);
      expect([answer.status, answer.body.reason]).toEqual([200, 'not-understood']);
      refusals.push(answer);
    }
    expect(await outcome(send([fix({ headingDeg: String(lat) })]))).toBe(true);
    expect(await outcome(send([fix()], { place: here }))).toBe('unknown-field');
    expect(await outcome(send(Array.from({ length: 51 }, () => fix())))).toBe('validation-failed');
    await outcome(driver.post(`${path}?lat=${lat}`, { epoch, fixes: [fix()] }));
    for (const [type, payload, code] of [
      ['application/json', `{"epoch":${epoch},"fixes":[{"lat":${lat}`, 'malformed-json'],
      ['application/json', `${lat}x`, 'malformed-json'],
      ['text/plain', `${lat}`, 'unsupported-media-type'],
    ] as const) {
      const headers = { authorization: `Bearer ${driver.token}`, 'content-type': type };
      expect(await outcome(larder.send({ method: 'POST', url: path, headers, payload }))).toBe(
        code,
      );
    }
  });

  it('comes from somebody who may not send it, or too fast', async () => {
    expect(await outcome(send([fix()], {}, larder.anyone))).toBe('unauthenticated');
    expect(await outcome(send([fix()], {}, customer))).toBe('forbidden');
    for (const fixes of [[fix()], [fix(), fix()]]) {
      expect(await outcome(send(fixes, { epoch: 1 }))).toBe('session-replaced');
      expect(await outcome(send(fixes, { epoch: epoch + 1 }))).toBe('driver-off-shift');
    }
    const storm = await Promise.all(
      Array.from({ length: 3 * pingBurst }, () => outcome(send([fix()]))),
    );
    expect(new Set(storm)).toContain('rate-limited');
  });

  it('is shown to the people it is for', async () => {
    const { dispatcher } = await shop.staff();
    const poll = () => wanted(200, customer.get(`/v1/orders/${orderId}/tracking`));
    expect((await poll()).position).toMatchObject({ lat: 0.47135, lng: 0.39246 });
    const { token } = await wanted(201, customer.post(`/v1/orders/${orderId}/share`));
    for (const answer of [
      customer.get(`/v1/orders/${orderId}/tracking`),
      larder.anyone.get(`/v1/track/${token}`),
      dispatcher.get(`/v1/orders/${orderId}/tracking`),
      dispatcher.get('/v1/ops/board'),
    ]) {
      expect(JSON.stringify(await wanted(200, answer))).toMatch(places);
    }
    const where = `lat=${here.lat}&lng=${here.lng}`;
    for (const url of [
      `/v1/serviceability?store=${shop.storeId}&${where}`,
      `/v1/serviceability?${where}&nearby=${where}`,
      `/v1/ops/drivers/nearby?${where}`,
    ]) {
      const answer = await dispatcher.get(url);
      if (answer.status >= 400) refusals.push(answer);
    }
  });
});

/** Runs after all of the above. */
describe('none of these places is', () => {
  it('in a refusal', () => {
    expect(refusals.length).toBeGreaterThan(15);
    for (const { status, text } of refusals) {
      // A body with its own address tells its sender nothing new.
      const { instance: _address, ...said } = JSON.parse(text);
      expect([status, JSON.stringify(said)]).not.toEqual([status, expect.stringMatching(places)]);
    }
  });

  it('in any line of the log', async () => {
    await eventually('all is logged', () => lines.filter((l) => l.includes(path)).length > 50);
    expect(lines.filter((line) => places.test(line))).toEqual([]);
  });

  it('in any table, the outbox and the jobs included', async () => {
    await larder.delivered();
    const database = larder.app.get(Database);
    const tables = await database.query<{ schema: string; name: string }>(
      `SELECT table_schema AS schema, table_name AS name FROM information_schema.tables
       WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
    );
    expect(tables.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['orders', 'deliveries', 'shifts', 'outbox', 'job']),
    );
    for (const { schema, name } of tables) {
      const found = await database.query(
        `SELECT row::text FROM "${schema}"."${name}" AS row WHERE row::text ~ $1`,
        [planted],
      );
      expect({ table: name, found }).toEqual({ table: name, found: [] });
    }
    // The search does find planted text: the door of the order.
    const doors = await database.query("SELECT FROM orders AS row WHERE row::text ~ '0[.]5'");
    expect(doors.length).toBe(1);
  });

  it('in the metrics', async () => {
    expect((await larder.anyone.get('/metrics')).text).not.toMatch(places);
  });

  it('in Redis, except in keys that expire with the position', async () => {
    const redis = larder.app.get(RedisConnection);
    if (!redis.client) return;
    const keys = await redis.client.keys(redis.key('*'));
    const ofPositions = keys.filter((key) => key.includes('{positions}'));
    const lapsing = new Set(ofPositions.filter((key) => /:(loc|near|seen|jump):/.test(key)));
    expect(lapsing.size).toBe(4);
    for (const key of keys) {
      expect([key, (await redis.client.pTTL(key)) > 0]).toEqual([key, true]);
      if (lapsing.has(key)) continue;
      expect([key, await redis.client.get(key)]).not.toEqual([key, expect.stringMatching(places)]);
    }
    expect(await redis.client.get([...lapsing].find((key) => key.includes(':loc:'))!)).toMatch(
      places,
    );
  });
});
