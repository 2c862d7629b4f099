// What a delivery needed is forgotten when the order has been over for long enough.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DeliveryPrivacy } from '../src/drivers/persistence/delivery-privacy.queries.js';
import { ManualClock } from '../src/kernel/clock.js';
import { ForgetDoorsJob } from '../src/orders/use-cases/forget-doors.job.js';
import { Larder, type Person } from './support/larder.js';
import { wanted } from './support/people.js';
import { somebody, type Somebody, tracesOf } from './support/privacy.js';
import { openShop, type Shop } from './support/shop.js';

const clock = new ManualClock(new Date());
const dayMs = 24 * 60 * 60_000;

let larder: Larder;
let shop: Shop;
let driver: Person;
let one: Somebody;
beforeAll(async () => {
  const env = { ACCESS_TOKEN_MINUTES: '1000000', ORDER_PRIVACY_DAYS: '7' };
  larder = await Larder.open({ clock, env });
  shop = await openShop(larder, { products: [{ sku: 'THING', stock: 1000 }] });
  driver = await larder.person('driver');
  one = await somebody(larder, shop, driver);
});
afterAll(() => larder?.close());

const night = async () => {
  await larder.app.get(ForgetDoorsJob).forget();
  await larder.app.get(DeliveryPrivacy).forgetOld();
};
const seen = (id: string) => wanted(200, one.person.get(`/v1/orders/${id}`));
const kept = () =>
  shop.sql(
    `SELECT count(*)::int AS orders, sum(total_minor)::text AS total, count(deliver_to)::int AS doors,
       count(delivery_pin)::int AS pins, (SELECT count(*)::int FROM order_timeline) AS steps
     FROM orders`,
  );

it('an order knows its door until it has been over for the days, and then no more', async () => {
  const before = await seen(one.delivered);
  expect(before.deliverTo).toMatchObject({ phone: '+971501234567' });
  const underWay = await shop.order(one.person, [['THING', 1]]);
  await shop.sql(`UPDATE deliveries SET photo_reference = 'door.jpg'`);
  clock.advance(7 * dayMs);
  await night();
  expect(await seen(one.delivered)).toEqual(before);
  const [books] = await kept();

  clock.advance(1);
  await night();
  for (const id of [one.delivered, one.cancelled]) {
    expect(await seen(id)).toMatchObject({ deliverTo: null, deliveryPin: null });
  }
  const { deliverTo: _, lines, timeline, ...after } = await seen(one.delivered);
  const { deliverTo: __, lines: old, timeline: steps, ...rest } = before;
  expect(after).toEqual(rest);
  const unsaid = (all: object[], field: string) => all.map((row) => ({ ...row, [field]: null }));
  expect(lines).toEqual(unsaid(old, 'note'));
  expect(timeline).toEqual(unsaid(steps, 'reason'));
  expect((await seen(underWay)).deliverTo).toMatchObject({ line1: '1 Test Street' });
  expect(await kept()).toEqual([{ ...books, doors: 1, pins: 1 }]);
  expect(await shop.sql('SELECT FROM deliveries WHERE photo_reference IS NOT NULL')).toEqual([]);
});

it('what was forgotten leaves every answer standing', async () => {
  const dispatcher = (await shop.staff()).dispatcher;
  for (const [person, url] of [
    [one.person, '/v1/orders'],
    [one.person, `/v1/orders/${one.delivered}/tracking`],
    [one.person, `/v1/orders/${one.delivered}/claims`],
    [one.person, '/v1/me/export'],
    [driver, '/v1/driver/deliveries'],
    [dispatcher, `/v1/orders/${one.delivered}`],
    [dispatcher, '/v1/ops/board'],
  ] as const) {
    expect([url, (await person.get(url)).status]).toEqual([url, 200]);
  }
});

it('words of an order are nowhere, though its customer stays', async () => {
  const found = await tracesOf(larder, [`${one.words[1]}-claim`, `${one.words[1]}-reason`]);
  // Answers for repeated requests go by an age of their own.
  expect(found.filter((trace) => !trace.startsWith('public.idempotency_keys'))).toEqual([]);
});

it('an order under way cannot forget its door', async () => {
  const id = await shop.order(one.person, [['THING', 1]]);
  for (const column of ['deliver_to', 'delivery_pin']) {
    await expect(
      shop.sql(`UPDATE orders SET ${column} = NULL WHERE id = $1`, [id]),
    ).rejects.toThrow('orders_door_while_under_way');
  }
});
