import { afterAll, beforeAll, expect, it } from 'vitest';
import { Larder, type Person } from '../../test/support/larder.js';
import { tally } from '../../test/support/people.js';
import { door, openShop, type Shop } from '../../test/support/shop.js';
import type { Transaction } from '../platform/index.js';
import type { Quote } from './domain/quote.js';
import { type QuoteHold, QuoteRepository } from './persistence/quote.repository.js';

let larder: Larder;
beforeAll(async () => {
  larder = await Larder.open();
});
afterAll(() => larder?.close());

const atOnce = 4;
const hold = (shop: Shop, person: Person, sku: string) =>
  person.post('/v1/quotes', {
    store: shop.storeId,
    lines: [{ productId: shop.productId(sku), quantity: 1 }],
    deliverTo: door,
    holdStock: true,
  });
const heldOf = async (shop: Shop, sku: string) => {
  const [row] = await shop.sql<{ held: number }>(
    'SELECT held FROM store_products WHERE store_id = $1 AND product_id = $2',
    [shop.storeId, shop.productId(sku)],
  );
  return row!.held;
};
const holdAtOnce = (shop: Shop, person: Person, sku: string) =>
  Promise.all(Array.from({ length: atOnce }, () => hold(shop, person, sku)));

it('leaves one hold of concurrent quotes, and would leave all by reading first', async () => {
  const shop = await openShop(larder, {
    products: [
      { sku: 'RIGHT', stock: 10 },
      { sku: 'NAIVE', stock: 10 },
    ],
  });
  const [one, other] = [await larder.person('customer'), await larder.person('customer')];
  expect(tally(await holdAtOnce(shop, one, 'RIGHT'))).toEqual({ '201': atOnce });
  expect(await heldOf(shop, 'RIGHT')).toBe(1);

  const quotes = larder.app.get(QuoteRepository);
  const holdInstead = quotes.holdInstead.bind(quotes);
  let readers = 0;
  let allHaveRead!: () => void;
  const everybody = new Promise<void>((resolve) => (allHaveRead = resolve));
  quotes.holdInstead = async (tx: Transaction, quote: Quote, now: Date) => {
    const [former] = await tx.query<QuoteHold>(
      `SELECT quote_id AS "quoteId", store_id AS "storeId" FROM quote_holds
       WHERE customer_id = $1`,
      [quote.customerId],
    );
    readers += 1;
    if (readers === atOnce) allHaveRead();
    await everybody;
    const { since } = await holdInstead(tx, quote, now);
    return { since, former: former ?? null };
  };
  try {
    expect(tally(await holdAtOnce(shop, other, 'NAIVE'))).toEqual({ '201': atOnce });
  } finally {
    quotes.holdInstead = holdInstead;
  }
  // No quote saw a former one, so that none was released.
  expect(await heldOf(shop, 'NAIVE')).toBe(atOnce);
});

it('never deadlocks customers whose quotes hold the same goods in turn', async () => {
  const skus = ['TURN-1', 'TURN-2', 'TURN-3'];
  const shop = await openShop(larder, { products: skus.map((sku) => ({ sku, stock: 100 })) });
  const people = await Promise.all(skus.map(() => larder.person('customer')));
  const answers = await Promise.all(
    people.map(async (person, index) => {
      const all = [];
      for (let round = 0; round < 6; round += 1) {
        all.push(await hold(shop, person, skus[(index + round) % skus.length]!));
      }
      return all;
    }),
  );
  expect(tally(answers.flat())).toEqual({ '201': 18 });
  expect(await Promise.all(skus.map((sku) => heldOf(shop, sku)))).toEqual([1, 1, 1]);
  const [row] = await shop.sql<{ deadlocks: string }>(
    'SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()',
  );
  expect(Number(row!.deadlocks)).toBe(0);
});
