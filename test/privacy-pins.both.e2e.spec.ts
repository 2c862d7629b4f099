// The PIN is in no cache before a driver may ask for it.
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { CachedReads } from '../src/cache/index.js';
import { Larder, type Person } from './support/larder.js';
import { wanted } from './support/people.js';
import { openShop, path, type Shop } from './support/shop.js';

const cached: string[] = [];

let larder: Larder;
let shop: Shop;
let customer: Person;
let driver: Person;
beforeAll(async () => {
  larder = await Larder.open();
  const reads = larder.app.get(CachedReads);
  // All cached reads in code end here.
  const readAt = reads.readAt.bind(reads) as (...all: unknown[]) => Promise<unknown>;
  vi.spyOn(reads, 'readAt').mockImplementation(async (...all: unknown[]) => {
    const value = await readAt(...all);
    cached.push(JSON.stringify(value));
    return value as never;
  });
  shop = await openShop(larder, { products: [{ sku: 'THING', stock: 1000 }] });
  [customer, driver] = await Promise.all([larder.person('customer'), larder.person('driver')]);
});
afterAll(() => larder?.close());

it('the PIN is cached from `ready` until the delivery, for the customer as for staff', async () => {
  const id = await shop.order(customer, [['THING', 1]]);
  const { dispatcher } = await shop.staff();
  const shown: Record<string, boolean> = {};
  for (const status of path) {
    await shop.walkTo(id, status, driver);
    cached.length = 0;
    await wanted(200, dispatcher.get(`/v1/orders/${id}`));
    await wanted(200, customer.get(`/v1/orders/${id}/tracking`));
    const { deliveryPin } = await wanted(200, customer.get(`/v1/orders/${id}`));
    expect(cached.filter((text) => text.includes(id))).toHaveLength(3);
    const [row] = await shop.sql<{ pin: string }>(
      'SELECT delivery_pin AS pin FROM orders WHERE id = $1',
      [id],
    );
    shown[status] = cached.some((text) => text.includes(`"deliveryPin":"${row!.pin}"`));
    expect([status, deliveryPin]).toEqual([status, shown[status] ? row!.pin : null]);
  }
  expect(shown).toEqual({
    placed: false,
    accepted: false,
    picking: false,
    ready: true,
    out_for_delivery: true,
    delivered: false,
  });
});
