// Imported sales begin and end by themselves, as those that an admin sets.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../../../test/support/eventually.js';
import { Larder, type Person } from '../../../test/support/larder.js';
import { wanted } from '../../../test/support/people.js';
import { openShop, type Shop } from '../../../test/support/shop.js';

let larder: Larder;
let admin: Person;
let shop: Shop;
beforeAll(async () => {
  larder = await Larder.open();
  admin = await larder.person('admin');
  const products = Array.from({ length: 1200 }, (_, n) => ({ sku: `S-${n}`, stock: 1 }));
  shop = await openShop(larder, { products });
  // The run of each minute would do it too, at a moment that the test cannot foresee.
  await shop.sql(`DELETE FROM pgboss.schedule WHERE name = 'catalog.follow-sales'`);
});
afterAll(() => larder?.close());

type Kind = 'catalogue' | 'feed';
const header = 'sku,name,category,subcategory,size,price,currency,sale_price,sale_from,sale_until';
const row = (sku: string, price: string, from: Date | null, until: Date | null) =>
  [sku, sku, 'Tests', '', '', '10.00', 'AED', price, iso(from), iso(until)].join();
const iso = (at: Date | null) => at?.toISOString() ?? '';

async function load(kind: Kind, rows: readonly string[]): Promise<void> {
  // A feed ignores the columns that it does not know.
  const answer = larder.send({
    method: 'POST',
    url: `/v1/admin/imports?kind=${kind}&store=${shop.storeId}`,
    payload: [header, ...rows].join('\n'),
    headers: { authorization: `Bearer ${admin.token}`, 'content-type': 'text/csv' },
  });
  const { id } = await wanted(202, answer);
  const done = await eventually('it is done', async () => {
    const now = await wanted(200, admin.get(`/v1/admin/imports/${id}`));
    return now.status !== 'running' && now;
  });
  expect(done).toMatchObject({ status: 'done', rejected: 0 });
}
const after = (ms: number) => new Date(Date.now() + ms);
const hour = 60 * 60_000;
/** The start times of the follow-sales jobs that are still waiting. */
const waiting = async () =>
  (
    await shop.sql<{ at: Date }>(
      `SELECT start_after AS at FROM pgboss.job
       WHERE name = 'catalog.follow-sales' AND state < 'active' AND start_after > now() + '1 hour'
       ORDER BY 1`,
    )
  ).map(({ at }) => at.toISOString());
const forgetWaiting = () =>
  shop.sql(`DELETE FROM pgboss.job WHERE name = 'catalog.follow-sales' AND state < 'active'`);

it.each(['catalogue', 'feed'] as const)('by a %s, in seconds', async (kind) => {
  const sku = kind === 'feed' ? 'S-1' : 'S-2';
  const price = async () => {
    const url = `/v1/products/${shop.productId(sku)}?store=${shop.storeId}`;
    return (await wanted(200, larder.anyone.get(url))).price.amountMinor;
  };
  await load(kind, [row(sku, '8.00', after(2500), after(6000))]);
  expect(await price()).toBe(1000);
  await eventually('the sale has begun', async () => (await price()) === 800);
  await eventually('the sale has ended', async () => (await price()) === 1000);
});

it.each(['catalogue', 'feed'] as const)('by a %s: one job for each moment', async (kind) => {
  await forgetWaiting();
  const [from, until, other] = [after(2 * hour), after(3 * hour), after(4 * hour)];
  const rows = Array.from({ length: 1200 }, (_, n) =>
    row(`S-${n}`, '8.00', from, n % 2 === 0 ? until : other),
  );
  await load(kind, rows);
  expect(await waiting()).toEqual([from, until, other].map(iso));
  await load(kind, rows);
  expect(await waiting()).toHaveLength(3);
});

it.each(['catalogue', 'feed'] as const)('by a %s: no job for moments in the past', async (kind) => {
  await forgetWaiting();
  const [past, until] = [new Date(0), after(2 * hour)];
  await load(kind, [
    row('S-3', '8.00', past, new Date(1)),
    row('S-4', '8.00', past, until),
    row('S-5', 'none', null, null),
    row('S-6', '', null, null),
  ]);
  expect(await waiting()).toEqual([iso(until)]);
});
