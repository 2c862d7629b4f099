import { afterAll, beforeAll, expect, it } from 'vitest';
import { Larder, type Person } from '../../test/support/larder.js';
import { wanted } from '../../test/support/people.js';
import { openShop, type Shop } from '../../test/support/shop.js';

let larder: Larder;
let shop: Shop;
let customer: Person;
beforeAll(async () => {
  larder = await Larder.open();
  const products = [
    { sku: 'PLENTY', stock: 57 },
    { sku: 'SCARCE', stock: 3 },
    { sku: 'LOOSE', stock: 80_000, soldBy: 'weight' as const },
  ];
  shop = await openShop(larder, { products });
  customer = await larder.person('customer');
});
afterAll(() => larder?.close());

const told = { PLENTY: 20, SCARCE: 3, LOOSE: 5000 };
const skus = Object.keys(told);

it('is exact in a cart while it is scarce, and not above', async () => {
  const lines = skus.map((sku) => ({ productId: shop.productId(sku), quantity: 1 }));
  const cart = await wanted(200, customer.put('/v1/cart', { store: shop.storeId, lines }));
  const available = cart.lines.map((line: { available: number }) => line.available);
  expect(Object.fromEntries(skus.map((sku, index) => [sku, available[index]]))).toEqual(told);
});

it('is told alike by a refusal', async () => {
  const refused = await shop.askQuote(
    customer,
    skus.map((sku) => [sku, 90_000]),
  );
  expect([refused.status, refused.body.code]).toEqual([409, 'insufficient-stock']);
  const lines: { sku: string; available: number }[] = refused.body.lines;
  expect(Object.fromEntries(lines.map(({ sku, available }) => [sku, available]))).toEqual(told);
});
