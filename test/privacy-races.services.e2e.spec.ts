// An erasure and the orders of its customer, at once and in two processes.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ManualClock } from '../src/kernel/clock.js';
import { UnitOfWork } from '../src/platform/index.js';
import { eventually } from './support/eventually.js';
import { Larder, type Person } from './support/larder.js';
import { tally, wanted } from './support/people.js';
import { askErasure, eraseDue } from './support/privacy.js';
import { openShop, type Shop } from './support/shop.js';

const clock = new ManualClock(new Date());
const rounds = 12;

let first: Larder;
let second: Larder;
let shop: Shop;
beforeAll(async () => {
  const env = { ACCESS_TOKEN_MINUTES: '1000000', ERASURE_GRACE_DAYS: '0', OPEN_ORDERS: '1000' };
  first = await Larder.open({ clock, env });
  second = await Larder.openWith(first.config, clock);
  shop = await openShop(first, { products: [{ sku: 'THING', stock: 1000 }] });
});
afterAll(() => Promise.all([first?.close(), second?.close()]));

const strays = () =>
  shop.sql(`SELECT id FROM orders WHERE deliver_to IS NOT NULL
    AND NOT EXISTS (SELECT FROM accounts WHERE id = customer_id)`);
const reports = async () => (await shop.sql('SELECT id FROM erasure_reports')).length;

it('an order is placed before the erasure and postpones it, or is refused after it', async () => {
  for (let round = 0; round < rounds; round += 1) {
    const person = await first.person('customer');
    const quotes = await Promise.all([1, 2].map(() => shop.quoteFor(person, [['THING', 1]])));
    await wanted(202, askErasure(first, person));
    const [answers] = await Promise.all([
      Promise.all(quotes.map((quoteId) => shop.place(person, quoteId))),
      eraseDue(second),
      eraseDue(first),
    ]);
    const counts = tally(answers);
    expect((counts['201'] ?? 0) + (counts['401 session-ended'] ?? 0)).toBe(2);
    expect(await strays()).toEqual([]);
  }
});

it('an order that is not committed yet holds the erasure back', async () => {
  const person: Person = await first.person('customer');
  const quoteId = await shop.quoteFor(person, [['THING', 1]]);
  await wanted(202, askErasure(first, person));
  // Whoever places waits for the stock, with the account held.
  const { placing, erasing } = await second.app.get(UnitOfWork).run(async (tx) => {
    await tx.query('SELECT FROM store_products WHERE store_id = $1 FOR UPDATE', [shop.storeId]);
    const placed = shop.place(person, quoteId);
    await eventually('the order waits', () => isWaiting('store_products'));
    const erased = eraseDue(first);
    await eventually('the erasure waits', () => isWaiting('account_erasures'));
    return { placing: placed, erasing: erased };
  });
  const [placed] = await Promise.all([placing, erasing]);
  expect(placed.status).toBe(201);
  expect(await strays()).toEqual([]);
  await wanted(200, person.get('/v1/me'));
});

it('of two processes one erases, and the other finds nothing to do', async () => {
  const people = await Promise.all(Array.from({ length: 5 }, () => first.person('customer')));
  for (const person of people) await wanted(202, askErasure(first, person));
  const before = await reports();
  await Promise.all([eraseDue(first), eraseDue(second), eraseDue(first), eraseDue(second)]);
  expect((await reports()) - before).toBe(people.length);
});

/** Whether a statement that names the table waits for a lock. */
async function isWaiting(table: string): Promise<boolean> {
  const waiting = await shop.sql(
    `SELECT FROM pg_stat_activity WHERE datname = current_database()
       AND wait_event_type = 'Lock' AND query LIKE '%' || $1 || '%'`,
    [table],
  );
  return waiting.length > 0;
}
