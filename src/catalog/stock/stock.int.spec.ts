import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { discrepancies, expectBooksToBalance } from '../../../test/support/books.js';
import { eventually } from '../../../test/support/eventually.js';
import { Larder, type Person } from '../../../test/support/larder.js';
import { fresh, openShop, type Shop } from '../../../test/support/shop.js';
import { ManualClock } from '../../kernel/clock.js';
import { type Transaction, UnitOfWork } from '../../platform/index.js';
import { InsufficientStock } from '../catalog.errors.js';
import { availabilityChanged } from '../catalog.events.js';
import { SellableProducts } from './sellable-products.queries.js';
import { OrderStock } from './order-stock.queries.js';
import { StockHolds } from './stock-holds.queries.js';
import { StockLedger } from './stock-ledger.queries.js';

const minute = 60_000;
const clock = new ManualClock(new Date());
let larder: Larder;
let shop: Shop;
let customer: Person;
let sku: string;

beforeAll(async () => {
  larder = await Larder.open({ clock });
  customer = await larder.person('customer');
});
afterAll(() => larder?.close());

/** Opens a shop with `stock` of the product `sku`, low at 5. */
async function stocked(stock: number): Promise<void> {
  sku = fresh('STOCK');
  shop = await openShop(larder, { products: [{ sku, stock }] });
}

const inTransaction = <T>(work: (tx: Transaction) => Promise<T>) =>
  larder.app.get(UnitOfWork).run(work);
const some = (quantity: number) => [{ productId: shop.productId(sku), sku, quantity }];
const holds = () => larder.app.get(StockHolds);
const stock = () => larder.app.get(OrderStock);
const reserve = (quantity: number) =>
  inTransaction((tx) => stock().reserve(tx, shop.storeId, some(quantity)));
const release = (quantity: number) =>
  inTransaction((tx) => stock().release(tx, shop.storeId, some(quantity)));
const hold = (quantity: number, reference: string, minutes = 10) =>
  inTransaction((tx) =>
    holds().place(tx, {
      storeId: shop.storeId,
      reference,
      demand: some(quantity),
      expiresAt: new Date(clock.now().getTime() + minutes * minute),
    }),
  );
const consume = (reference: string, quantity: number) =>
  inTransaction((tx) => holds().consume(tx, shop.storeId, reference, some(quantity)));
const short = async (move: Promise<unknown>) => {
  const failure = await move.then(
    () => null,
    (error: unknown) => error,
  );
  if (!InsufficientStock.matches(failure)) throw new Error(`Not short: ${String(failure)}`);
  return (failure.extras['lines'] as { available: number }[]).map((line) => line.available);
};

const available = async () => {
  const [row] = await larder.app
    .get(SellableProducts)
    .find(null, shop.storeId, [shop.productId(sku)]);
  return row!.available;
};
const numbers = async () => {
  const [row] = await shop.sql<{ onHand: number; reserved: number; held: number }>(
    `SELECT on_hand AS "onHand", reserved, held FROM store_products
     WHERE store_id = $1 AND product_id = $2`,
    [shop.storeId, shop.productId(sku)],
  );
  return row!;
};
const movements = async () =>
  (await larder.app.get(StockLedger).recent(null, shop.storeId, shop.productId(sku), 100)).map(
    ({ delta, reason, reference }) => [delta, reason, reference],
  );
const shown = async () => {
  const [row] = await shop.sql<{ availability: string }>(
    'SELECT availability FROM listings WHERE store_id = $1 AND product_id = $2',
    [shop.storeId, shop.productId(sku)],
  );
  return row!.availability;
};
const flips = async () => {
  const rows = await shop.sql<{ payload: { availability: string } }>(
    'SELECT payload FROM outbox WHERE type = $1 AND aggregate_id = $2 ORDER BY id',
    [availabilityChanged, `${shop.storeId}:${shop.productId(sku)}`],
  );
  return rows.map((row) => row.payload.availability);
};

describe('a movement', () => {
  it('explains every change of what is on hand', async () => {
    await stocked(8);
    await shop.stockUp([{ sku, stock: 8 }]);
    await shop.stockUp([{ sku, stock: 12, priceMinor: 1100 }]);
    const orderId = await shop.order(customer, [[sku, 2]]);
    const driver = await larder.person('driver');
    await shop.walkTo(orderId, 'out_for_delivery', driver);
    expect(await movements()).toEqual([
      [-2, 'sold', orderId],
      [4, 'counted', 'import'],
      [8, 'initial', null],
    ]);
    expect(await numbers()).toEqual({ onHand: 10, reserved: 0, held: 0 });
  });

  it('brings goods back: on the shelf, or written off', async () => {
    await stocked(9);
    const orderId = await shop.order(customer, [[sku, 5]]);
    await shop.walkTo(orderId, 'out_for_delivery', await larder.person('driver'));
    expect(await shown()).toBe('low');
    await inTransaction((tx) =>
      stock().takeBack(tx, shop.storeId, orderId, {
        shelved: [...some(1), ...some(2)],
        writtenOff: some(2),
      }),
    );
    expect(await numbers()).toEqual({ onHand: 7, reserved: 0, held: 0 });
    expect((await movements()).slice(0, 4).toSorted()).toEqual(
      [
        [1, 'returned', orderId],
        [2, 'returned', orderId],
        [2, 'returned', orderId],
        [-2, 'damaged', orderId],
      ].toSorted(),
    );
    expect(await shown()).toBe('in');
    await expectBooksToBalance(larder);
  });

  it('leaves what orders and holds need, whatever a file says', async () => {
    await stocked(9);
    await reserve(2);
    await hold(3, 'basket');
    await shop.stockUp([{ sku, stock: 1 }]);
    expect(await numbers()).toEqual({ onHand: 5, reserved: 2, held: 3 });
    expect((await movements())[0]).toEqual([-4, 'counted', 'import']);
    await release(2);
  });

  it('that is missing is noticed, as are an orphaned hold and a wrong listing', async () => {
    await stocked(20);
    const found = async () =>
      (await discrepancies(larder)).map((row) => [
        row.sku,
        [row.onHand, row.moved],
        [row.held, row.inHolds],
        [row.shown, row.state],
      ]);
    const place = 'WHERE store_id = $1 AND product_id = $2';
    const change = (set: string) =>
      shop.sql(`UPDATE ${set} ${place}`, [shop.storeId, shop.productId(sku)]);
    await change('store_products SET on_hand = 21');
    expect(await found()).toEqual([[sku, [21, 20], [0, 0], ['in', 'in']]]);
    await change('store_products SET on_hand = 20, held = 1');
    expect(await found()).toEqual([[sku, [20, 20], [1, 0], ['in', 'in']]]);
    await change('store_products SET held = 0');
    await change("listings SET availability = 'low'");
    expect(await found()).toEqual([[sku, [20, 20], [0, 0], ['low', 'in']]]);
    await change("listings SET availability = 'in'");
    expect(await found()).toEqual([]);
  });

  it('cannot leave less than nothing, by constraint', async () => {
    await stocked(3);
    for (const change of ['on_hand = -1', 'reserved = 4', 'held = 4', 'reserved = 2, held = 2']) {
      const forced = shop.sql(`UPDATE store_products SET ${change} WHERE product_id = $1`, [
        shop.productId(sku),
      ]);
      await expect(forced, change).rejects.toThrow(/violates check constraint/);
    }
  });
});

describe('what shoppers are told', () => {
  it('changes when stock runs low, out and back, and not between', async () => {
    await stocked(9);
    const steps: [() => Promise<unknown>, string][] = [
      [() => reserve(3), 'in'],
      [() => reserve(1), 'low'],
      [() => reserve(4), 'low'],
      [() => reserve(1), 'out'],
      [() => release(2), 'low'],
      [() => release(3), 'low'],
      [() => release(4), 'in'],
      [() => hold(9, 'whole'), 'out'],
      [() => consume('whole', 1), 'in'],
      [() => release(1), 'in'],
    ];
    for (const [step, state] of steps) {
      await step();
      expect(await shown()).toBe(state);
    }
    expect(await flips()).toEqual(['low', 'out', 'low', 'in', 'out', 'in']);
  });

  it('keeps cached answers until it changes, and then evicts all', async () => {
    await stocked(20);
    const paths = [
      `/v1/products?store=${shop.storeId}&q=${sku}`,
      `/v1/products?store=${shop.storeId}&category=tests`,
      `/v1/products/${shop.productId(sku)}?store=${shop.storeId}`,
    ];
    const from = async (path: string) => (await larder.anyone.get(path)).headers['x-cache'];
    const stored = () =>
      Promise.all(
        paths.map((path) =>
          eventually(`${path} is stored`, async () => (await from(path))?.startsWith('L')),
        ),
      );
    await stored();
    await reserve(13);
    await hold(1, 'one');
    for (const path of paths) expect(await from(path), path).toMatch(/^L[12]$/);
    await reserve(1);
    for (const path of paths) expect(await from(path), path).toBe('MISS');
    await stored();
    await release(13);
    for (const path of paths) expect(await from(path), path).toBe('MISS');
    await release(1);
  });
});

describe('a hold', () => {
  it('keeps goods from everybody else, and turns into a reservation', async () => {
    await stocked(10);
    await hold(7, 'mine');
    expect(await available()).toBe(3);
    expect(await short(reserve(4))).toEqual([3]);
    expect(await short(hold(4, 'theirs'))).toEqual([3]);
    await consume('mine', 7);
    expect(await numbers()).toEqual({ onHand: 10, reserved: 7, held: 0 });
    await release(7);
  });

  it('counts towards a larger order, and is released where the order needs less', async () => {
    await stocked(10);
    await hold(6, 'mine');
    await hold(2, 'theirs');
    expect(await short(consume('mine', 9))).toEqual([8]);
    expect(await numbers()).toEqual({ onHand: 10, reserved: 0, held: 8 });
    await consume('mine', 8);
    expect(await numbers()).toEqual({ onHand: 10, reserved: 8, held: 2 });
    await release(8);
    await hold(6, 'mine');
    await consume('mine', 1);
    expect(await numbers()).toEqual({ onHand: 10, reserved: 1, held: 2 });
    await release(1);
    await inTransaction((tx) => holds().release(tx, shop.storeId, 'theirs'));
    expect(await numbers()).toEqual({ onHand: 10, reserved: 0, held: 0 });
  });

  it('is worth nothing once it has expired, even before it is deleted', async () => {
    await stocked(10);
    await hold(8, 'late', 5);
    clock.advance(5 * minute);
    expect(await available()).toBe(10);
    expect((await numbers()).held).toBe(8);
    await reserve(9);
    expect(await numbers()).toEqual({ onHand: 10, reserved: 9, held: 0 });
    expect(await short(consume('late', 8))).toEqual([1]);
    await release(9);
  });

  it('gives its own order no advantage once it has expired', async () => {
    await stocked(10);
    await hold(8, 'late', 5);
    clock.advance(5 * minute);
    await hold(9, 'quick');
    expect(await short(consume('late', 2))).toEqual([1]);
    await consume('quick', 0);
  });

  it('is deleted by a job once it has expired, and shoppers see the goods again', async () => {
    await stocked(10);
    await hold(10, 'mine', 5);
    expect(await shown()).toBe('out');
    await holds().releaseExpired();
    expect(await numbers()).toEqual({ onHand: 10, reserved: 0, held: 10 });
    clock.advance(5 * minute);
    await holds().releaseExpired();
    await holds().releaseExpired();
    expect(await numbers()).toEqual({ onHand: 10, reserved: 0, held: 0 });
    expect(await shown()).toBe('in');
    expect(await flips()).toEqual(['out', 'in']);
  });

  it('takes all of a basket or nothing', async () => {
    await stocked(5);
    const other = fresh('STOCK');
    await shop.stockUp([{ sku: other, stock: 1 }]);
    const demand = [...some(5), { productId: shop.productId(other), sku: other, quantity: 2 }];
    const expiresAt = new Date(clock.now().getTime() + minute);
    const placing = inTransaction((tx) =>
      holds().place(tx, { storeId: shop.storeId, reference: 'all', demand, expiresAt }),
    );
    expect(await short(placing)).toEqual([1]);
    expect(await numbers()).toEqual({ onHand: 5, reserved: 0, held: 0 });
  });
});

it('leaves stock books that balance', () => expectBooksToBalance(larder));
