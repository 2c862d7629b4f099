// Under load, each of many concurrent card orders is held once, while requests go on.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../../../test/support/eventually.js';
import { Larder, type Person } from '../../../test/support/larder.js';
import { measured } from '../../../test/support/measured.js';
import {
  expectMoneyToAgree,
  fakeOf,
  orderByCard,
  paymentsOf,
  withFake,
} from '../../../test/support/payments.js';
import { openShop, type Shop } from '../../../test/support/shop.js';

const count = Number(process.env['PAYMENTS'] ?? 30);
let larder: Larder;
let shop: Shop;
let customer: Person;
beforeAll(async () => {
  larder = await Larder.open(withFake);
  shop = await openShop(larder, { products: [{ sku: 'THING', stock: count }] });
  customer = await larder.person('customer');
});
afterAll(() => larder?.close());

it(`${count} orders by card are each held once`, { timeout: 300_000 }, async () => {
  const startedAt = performance.now();
  for (let placed = 0; placed < count; placed += 10) {
    const together = Math.min(10, count - placed);
    await Promise.all(
      Array.from({ length: together }, () => orderByCard(shop, customer, [['THING', 1]])),
    );
  }
  const placedAt = performance.now();
  await eventually(
    'all are held',
    async () => (await paymentsOf(larder)).every(({ status }) => status === 'authorized'),
    300_000,
  );
  const heldAt = performance.now();
  const seconds = (from: number, to: number) => ((to - from) / 1000).toFixed(1);
  measured(
    `${count} orders placed in ${seconds(startedAt, placedAt)} s, ` +
      `all held ${seconds(placedAt, heldAt)} s later`,
  );
  expect(fakeOf(larder).ledger).toHaveLength(count);
  await expectMoneyToAgree(larder);
});
