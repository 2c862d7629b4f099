// The upgrade of an installation whose staff belong to no store yet.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DataSource } from 'typeorm';
import { Larder } from '../../test/support/larder.js';
import { idOf } from '../../test/support/people.js';
import { openShop } from '../../test/support/shop.js';
import { StoresOfStaff1764134000000 } from './migrations/1764134000000-stores-of-staff.js';
import { StaffStores } from './staff-stores.service.js';

let larder: Larder;
beforeAll(async () => {
  larder = await Larder.open();
});
afterAll(() => larder?.close());

it('stops nobody’s work at the stores of that moment, and opens no later one', async () => {
  const roles = ['picker', 'driver', 'dispatcher', 'admin', 'customer'] as const;
  const shops = [
    await openShop(larder, { products: [] }),
    await openShop(larder, { products: [] }),
  ];
  const people = await Promise.all(roles.map((role) => larder.person(role)));

  const runner = larder.app.get(DataSource).createQueryRunner();
  const migration = new StoresOfStaff1764134000000();
  await migration.down(runner);
  await migration.up(runner);
  await runner.release();
  await openShop(larder, { products: [] });

  const places = larder.app.get(StaffStores);
  const found = await Promise.all(people.map(async (one) => places.of(await idOf(one))));
  const then = shops.map(({ storeId }) => storeId).toSorted();
  const sorted = found.map((stores) => (stores === 'all' ? stores : [...stores].toSorted()));
  expect(sorted).toEqual([then, then, then, 'all', []]);
});
