// Movements of stock by hand: an admin records arrivals, losses and counts.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StockHolds } from '../src/catalog/index.js';
import { ManualClock } from '../src/kernel/clock.js';
import { UnitOfWork } from '../src/platform/index.js';
import { expectBooksToBalance } from './support/books.js';
import { Larder, type Person } from './support/larder.js';
import { idOf, wanted } from './support/people.js';
import {
  at,
  expectProblem,
  invalid,
  type Refused,
  refuses,
  unknownField,
} from './support/problems.js';
import { fresh, openShop, type Shop } from './support/shop.js';

const minute = 60_000;
const clock = new ManualClock(new Date());
let larder: Larder;
let admin: Person;
let shop: Shop;
let sku: string;

beforeAll(async () => {
  larder = await Larder.open({ clock });
  admin = await larder.person('admin');
  await stocked(10);
});
afterAll(() => larder?.close());

async function stocked(stock: number): Promise<void> {
  sku = fresh('HAND');
  shop = await openShop(larder, { products: [{ sku, stock }] });
}

const move = (change: object, key?: string) => {
  const body = { store: shop.storeId, productId: sku, ...change };
  return admin.post('/v1/admin/stock/movements', body, key ? { 'idempotency-key': key } : {});
};
const stock = () =>
  wanted(200, admin.get(`/v1/admin/products/${shop.productId(sku)}/stock?store=${shop.storeId}`));
const hold = (quantity: number, minutes: number) =>
  larder.app.get(UnitOfWork).run((tx) =>
    larder.app.get(StockHolds).place(tx, {
      storeId: shop.storeId,
      reference: 'a basket',
      demand: [{ productId: shop.productId(sku), sku, quantity }],
      expiresAt: new Date(clock.now().getTime() + minutes * minute),
    }),
  );

describe('a movement', () => {
  it('changes the stock on hand, and records who did it and why', async () => {
    await stocked(10);
    const productId = shop.productId(sku);
    await wanted(201, move({ reason: 'received', delta: 24, note: 'Note 4711' }));
    clock.advance(minute);
    const body = await wanted(201, move({ productId, reason: 'damaged', delta: -1 }));
    const accountId = await idOf(admin);
    expect(body).toEqual({
      storeId: shop.storeId,
      productId,
      sku,
      unit: 'each',
      onHand: 33,
      reserved: 0,
      held: 0,
      available: 33,
      availability: 'in',
      movements: [
        {
          id: expect.any(String),
          delta: -1,
          reason: 'damaged',
          reference: null,
          accountId,
          note: null,
          at: clock.now().toISOString(),
        },
        expect.objectContaining({ delta: 24, reason: 'received', accountId, note: 'Note 4711' }),
        expect.objectContaining({ delta: 10, reason: 'initial', accountId: null }),
      ],
    });
    expect(await stock()).toEqual(body);
  });

  it('of a count is the difference, even if it is zero', async () => {
    await stocked(10);
    for (const [counted, delta] of [
      [7, -3],
      [7, 0],
      [9, 2],
    ]) {
      const body = await wanted(201, move({ reason: 'counted', counted }));
      expect([body.onHand, body.movements[0].delta]).toEqual([counted, delta]);
      clock.advance(minute);
    }
  });

  it('shows in the very next read of a shopper', async () => {
    await stocked(1);
    const path = `/v1/products/${shop.productId(sku)}?store=${shop.storeId}`;
    const inStock = async () => (await larder.anyone.get(path)).body.inStock;
    expect(await inStock()).toBe(true);
    await wanted(201, move({ reason: 'counted', counted: 0 }));
    expect(await inStock()).toBe(false);
    await wanted(201, move({ reason: 'returned', delta: 1 }));
    expect(await inStock()).toBe(true);
  });

  it('that is sent twice under one key moves goods once', async () => {
    await stocked(10);
    const key = fresh('delivery');
    const first = await move({ reason: 'received', delta: 5 }, key);
    const again = await move({ reason: 'received', delta: 5 }, key);
    expect([first.status, again.status, again.text]).toEqual([201, 201, first.text]);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect((await stock()).onHand).toBe(15);
    expectProblem(await move({ reason: 'received', delta: 6 }, key), 422, 'idempotency-key-reused');
  });

  it('cannot take stock that orders and live holds need', async () => {
    await stocked(10);
    const customer = await larder.person('customer');
    await shop.order(customer, [[sku, 3]]);
    await hold(4, 5);
    const promised = { onHand: 10, reserved: 3, held: 4 };
    expectProblem(await move({ reason: 'damaged', delta: -4 }), 409, 'stock-is-promised', promised);
    expectProblem(
      await move({ reason: 'counted', counted: 6 }),
      409,
      'stock-is-promised',
      promised,
    );
    expect(await stock()).toMatchObject({ ...promised, available: 3, availability: 'low' });
    clock.advance(5 * minute);
    expect(await stock()).toMatchObject({ onHand: 10, held: 0, available: 7, availability: 'in' });
    const body = await wanted(201, move({ reason: 'counted', counted: 3 }));
    expect(body).toMatchObject({ onHand: 3, reserved: 3, held: 0, available: 0 });
  });
});

const unclear = [422, 'unclear-movement'] as const;

refuses('a movement', [
  ['of nothing', () => move({ reason: 'correction', delta: 0 }), ...unclear],
  ['without a number', () => move({ reason: 'received' }), ...unclear],
  ['of nulls', () => move({ reason: 'received', delta: null, counted: null }), ...unclear],
  ['with two numbers', () => move({ reason: 'counted', counted: 1, delta: 1 }), ...unclear],
  ['of a count without one', () => move({ reason: 'counted', delta: 1 }), ...unclear],
  ['that is no count, with one', () => move({ reason: 'damaged', counted: 1 }), ...unclear],
  ['that came and went', () => move({ reason: 'received', delta: -1 }), ...unclear],
  ['of damage that came', () => move({ reason: 'damaged', delta: 1 }), ...unclear],
  ['beyond all shelves', () => move({ reason: 'received', delta: 1_000_000_000 }), ...unclear],
  ['for a reason of orders', () => move({ reason: 'sold', delta: -1 }), ...invalid, at('/reason')],
  ['for no reason', () => move({ reason: null, delta: 1 }), ...invalid, at('/reason')],
  ['by a part', () => move({ reason: 'received', delta: 1.5 }), ...invalid, at('/delta')],
  ['by text', () => move({ reason: 'received', delta: '1' }), ...invalid],
  ['by too much', () => move({ reason: 'received', delta: 1e12 }), ...invalid, at('/delta')],
  ['to less than 0', () => move({ reason: 'counted', counted: -1 }), ...invalid, at('/counted')],
  ['with an endless note', () => noted('x'.repeat(501)), ...invalid, at('/note')],
  ['with NUL', () => noted('\0'), ...invalid, at('/note')],
  ['of no product', () => moveOf(''), ...invalid, at('/productId')],
  ['of an unknown SKU', () => moveOf('NOTHING'), 404, 'product-not-found'],
  ['of an unknown id', () => moveOf(randomUUID()), 404, 'product-not-found'],
  ['that names its account', () => move({ accountId: randomUUID() }), ...unknownField],
  ['in no store', () => move({ ...received, store: 'nowhere' }), 404, 'store-not-found'],
  ['in whichever store', () => move({ ...received, store: null }), 400, 'store-required'],
  ['under two keys', () => move(received, 'a,b'), 400, 'idempotency-key-invalid'],
]);

const stockAt = (path: string) => admin.get(`/v1/admin/products/${path}`);
refuses('stock', [
  ['of what is no id', () => stockAt('abc/stock'), 400, 'invalid-id'],
  [
    'of no product',
    () => stockAt(`${randomUUID()}/stock?store=${shop.storeId}`),
    404,
    'product-not-found',
  ],
  ['of whichever store', () => stockAt(`${shop.productId(sku)}/stock`), 400, 'store-required'],
  ['with a field', () => stockAt(`${randomUUID()}/stock?limit=1`), ...unknownField],
] satisfies Refused[]);

const received = { reason: 'received', delta: 1 };
const noted = (note: string) => move({ ...received, note });
const moveOf = (productId: string) => move({ ...received, productId });

it('leaves books that balance after all of this', () => expectBooksToBalance(larder));
