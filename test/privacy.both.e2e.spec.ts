// People take their data along, and are forgotten.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ManualClock } from '../src/kernel/clock.js';
import { Larder, type Person } from './support/larder.js';
import { tally, wanted } from './support/people.js';
import { askErasure, eraseDue, somebody, type Somebody, tracesOf } from './support/privacy.js';
import { expectProblem } from './support/problems.js';
import { openShop, type Shop } from './support/shop.js';

const clock = new ManualClock(new Date());
const dayMs = 24 * 60 * 60_000;

let larder: Larder;
let shop: Shop;
let driver: Person;
let neighbour: Somebody;
beforeAll(async () => {
  const env = { ACCESS_TOKEN_MINUTES: '1000000', ERASURE_GRACE_DAYS: '3' };
  larder = await Larder.open({ clock, env });
  shop = await openShop(larder, { products: [{ sku: 'THING', stock: 1000 }] });
  driver = await larder.person('driver');
  neighbour = await somebody(larder, shop, driver);
});
afterAll(() => larder?.close());

const exportOf = async ({ person }: Somebody) => {
  const { text } = await person.get('/v1/me/export');
  return JSON.parse(text).data;
};
const sums = () =>
  shop.sql(
    `SELECT count(*)::int AS orders, sum(total_minor)::text AS total,
       (SELECT count(*)::int FROM order_timeline) AS steps,
       (SELECT sum(captured_minor)::text FROM payments) AS captured FROM orders`,
  );

describe('an export', () => {
  it('has all that is held of a person, and nothing of another', async () => {
    const one = await somebody(larder, shop, driver);
    const answer = await one.person.get('/v1/me/export');
    expect(answer).toMatchObject({
      status: 200,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'content-disposition': 'attachment; filename="my-data.json"',
        'cache-control': 'private, no-store',
      },
    });
    for (const word of one.words) expect(answer.text).toContain(word);
    for (const word of neighbour.words) expect(answer.text).not.toContain(word);
    const { data, exportedAt } = JSON.parse(answer.text);
    expect(exportedAt).toBe(clock.now().toISOString());
    expect(data.orders.map((order: { id: string }) => order.id)).toEqual([
      one.delivered,
      one.cancelled,
    ]);
    expect(data.account[0]).not.toHaveProperty('passwordHash');
  });

  it('has every page of a list', async () => {
    const one = await somebody(larder, shop, driver);
    await shop.sql(
      `INSERT INTO orders (id, quote_id, customer_id, store_id, store_lat, store_lng, status,
         deliver_to, delivery_pin, currency, subtotal_minor, fees, total_minor, placed_at)
       SELECT gen_random_uuid(), gen_random_uuid(), customer_id, store_id, 0, 0, 'expired',
         deliver_to, '0000', currency, 1, '[]', 1, placed_at + '1 microsecond'::interval * n
       FROM orders, generate_series(1, 120) n WHERE id = $1`,
      [one.delivered],
    );
    const { orders } = await exportOf(one);
    expect(new Set(orders.map(({ id }: { id: string }) => id)).size).toBe(122);
    expect(orders).toHaveLength(122);
  });

  it('has the shifts and drives of a driver', async () => {
    const { data } = JSON.parse((await driver.get('/v1/me/export')).text);
    expect(data.shifts).toHaveLength(1);
    expect(data.drives.length).toBeGreaterThan(0);
    expect(data.orders).toEqual([]);
  });
});

describe('the wish to be forgotten', () => {
  it('is kept, told, and taken back', async () => {
    const { person } = await somebody(larder, shop, driver);
    expectProblem(await person.get('/v1/me/erasure'), 404, 'erasure-not-found');
    const asked = await wanted(202, askErasure(larder, person));
    const now = clock.now().getTime();
    expect(asked).toEqual({
      askedAt: new Date(now).toISOString(),
      eraseAt: new Date(now + 3 * dayMs).toISOString(),
    });
    clock.advance(1000);
    expect(await wanted(202, askErasure(larder, person))).toEqual(asked);
    expect(await wanted(200, person.get('/v1/me/erasure'))).toEqual(asked);
    await wanted(204, person.delete('/v1/me/erasure'));
    expectProblem(await person.delete('/v1/me/erasure'), 404, 'erasure-not-found');
    clock.advance(4 * dayMs);
    await eraseDue(larder);
    await wanted(200, person.get('/v1/me'));
  });

  it('needs the password, orders that are over, and a customer', async () => {
    const person = await larder.person('customer');
    expectProblem(await askErasure(larder, person, 'another one'), 422, 'wrong-password');
    expectProblem(await askErasure(larder, driver), 403, 'staff-account');
    await shop.order(person, [['THING', 1]]);
    expectProblem(await askErasure(larder, person), 409, 'orders-under-way');
    expectProblem(await person.get('/v1/me/erasure'), 404, 'erasure-not-found');
  });
});

describe('an erasure', () => {
  it('leaves no trace of the person, and all of the books', async () => {
    const one = await somebody(larder, shop, driver);
    await shop.sql(
      `INSERT INTO outbox (event_id, type, version, aggregate_type, aggregate_id, payload,
         occurred_at, dead_at)
       VALUES (gen_random_uuid(), 'a', 1, 'account', $1, jsonb_build_object('customerId', $1::text),
         now(), now())`,
      [one.id],
    );
    const books = await sums();
    const others = await exportOf(neighbour);
    await wanted(202, askErasure(larder, one.person));
    clock.advance(3 * dayMs - 1);
    await eraseDue(larder);
    expect(await tracesOf(larder, one.words)).toContain(`public.accounts: ${one.id}`);
    clock.advance(1);
    await eraseDue(larder);
    expect(await tracesOf(larder, one.words)).toEqual([]);
    expect(await sums()).toEqual(books);
    expect(await exportOf(neighbour)).toEqual(others);
    expectProblem(await one.person.get('/v1/me'), 401, 'session-ended');
    expect((await driver.get(`/v1/orders/${one.delivered}`)).status).not.toBe(500);
    const admin = await larder.person('admin');
    const kept = await wanted(200, admin.get(`/v1/orders/${one.delivered}`));
    expect(kept).toMatchObject({ status: 'delivered', deliverTo: null, deliveryPin: null });
    const [report] = await shop.sql<{ rows: object }>(
      'SELECT rows FROM erasure_reports ORDER BY erased_at DESC LIMIT 1',
    );
    expect(report!.rows).toMatchObject({ accounts: 1, addresses: 1, carts: 1, order_claims: 1 });
  });

  it('waits for an order that was placed meanwhile', async () => {
    const { person, id } = await somebody(larder, shop, driver);
    await wanted(202, askErasure(larder, person));
    const orderId = await shop.order(person, [['THING', 1]]);
    clock.advance(4 * dayMs);
    await eraseDue(larder);
    await wanted(200, person.get('/v1/me'));
    await shop.walkTo(orderId, 'delivered', driver);
    await eraseDue(larder);
    expect(await tracesOf(larder, [id])).toEqual([]);
  });

  it('frees the email, for an account that knows nothing of the first', async () => {
    const person = await larder.person('customer');
    const { email } = await wanted(200, person.get('/v1/me'));
    await wanted(202, askErasure(larder, person));
    clock.advance(4 * dayMs);
    await eraseDue(larder);
    const again = { email, password: 'another long one', displayName: 'Sam' };
    expect((await larder.anyone.post('/v1/auth/register', again)).status).toBe(201);
  });

  it('happens once, however many jobs run', async () => {
    const people = await Promise.all([1, 2, 3].map(() => larder.person('customer')));
    const asked = await Promise.all(people.map((person) => askErasure(larder, person)));
    expect(tally(asked)).toEqual({ '202': 3 });
    clock.advance(4 * dayMs);
    const reports = () => shop.sql('SELECT id FROM erasure_reports');
    const before = (await reports()).length;
    await Promise.all([eraseDue(larder), eraseDue(larder), eraseDue(larder)]);
    expect((await reports()).length - before).toBe(3);
  });
});
