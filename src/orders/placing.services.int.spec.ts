import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import pg from 'pg';
import { expectBooksToBalance, strayReservations } from '../../test/support/books.js';
import { eventually } from '../../test/support/eventually.js';
import { freshConfig } from '../../test/support/ground.js';
import { Larder, type Person } from '../../test/support/larder.js';
import { customers, tally } from '../../test/support/people.js';
import { openShop, type Shop } from '../../test/support/shop.js';
import { OrderStock } from '../catalog/index.js';
import { type AppConfig, Database, sqlState, type Transaction } from '../platform/index.js';
import { ExpireUnacceptedJob } from './use-cases/expire-unaccepted.job.js';
import type { StockRequest } from '../catalog/stock/order-stock.queries.js';

/** Resolves for all callers when the last of `howMany` has called. */
function meetingOf(howMany: number): () => Promise<void> {
  let all!: () => void;
  const complete = new Promise<void>((resolve) => (all = resolve));
  let here = 0;
  return () => {
    here += 1;
    if (here === howMany) all();
    return complete;
  };
}

describe('the last units', () => {
  let larder: Larder;
  let buyers: Person[];
  beforeAll(async () => {
    larder = await Larder.open();
    buyers = await customers(larder, 4);
  });
  afterAll(() => larder?.close());

  it('are sold once, and would be sold twice if they were read before the write', async () => {
    const shop = await openShop(larder, {
      products: [
        { sku: 'RIGHT', stock: 1 },
        { sku: 'NAIVE', stock: 1 },
      ],
    });
    expect(tally(await sellToAll(shop, 'RIGHT'))).toEqual({
      '201': 1,
      '409 insufficient-stock': 3,
    });

    const stock = larder.app.get(OrderStock);
    const reserve = stock.reserve.bind(stock);
    const allHaveRead = meetingOf(buyers.length);
    stock.reserve = async (tx, storeId, demand) => readThenWrite(tx, storeId, demand, allHaveRead);
    try {
      expect(tally(await sellToAll(shop, 'NAIVE'))).toEqual({ '201': 4 });
    } finally {
      stock.reserve = reserve;
    }
    // Not even the constraint notices: each has written its own count plus one.
    expect(await shop.stockOf('NAIVE')).toEqual({ onHand: 1, reserved: 1 });
    expect(await strayReservations(larder)).toEqual(['NAIVE']);
  });

  async function sellToAll(shop: Shop, sku: string) {
    const quotes = await Promise.all(buyers.map((buyer) => shop.quoteFor(buyer, [[sku, 1]])));
    return Promise.all(buyers.map((buyer, index) => shop.place(buyer, quotes[index]!)));
  }

  async function readThenWrite(
    tx: Transaction,
    storeId: string,
    [demand]: readonly StockRequest[],
    allHaveRead: () => Promise<void>,
  ): Promise<void> {
    const place = [storeId, demand!.productId];
    const [seen] = await tx.query<{ reserved: number; available: number }>(
      `SELECT reserved, on_hand - reserved AS available FROM store_products
       WHERE store_id = $1 AND product_id = $2`,
      place,
    );
    await allHaveRead();
    expect(seen!.available).toBeGreaterThanOrEqual(demand!.quantity);
    await tx.query(
      'UPDATE store_products SET reserved = $3 WHERE store_id = $1 AND product_id = $2',
      [...place, seen!.reserved + demand!.quantity],
    );
  }
});

/** Orders per buyer, an even number; every second one expires. By hand: HOT_ROUNDS=1000. */
const rounds = Number(process.env.HOT_ROUNDS ?? 6);
const stock = 1000 * rounds;

describe('orders over the same few products', () => {
  const patience = { timeout: 60_000 + rounds * 5000 };
  it('never deadlock while others expire, and reserve exact quantities', patience, async () => {
    const config = await freshConfig();
    const larder = await Larder.openWith(config);
    const skus = Array.from({ length: 10 }, (_, n) => `HOT-${n}`);
    try {
      const shop = await openShop(larder, {
        products: skus.map((sku) => ({ sku, stock })),
        slotCapacity: 10 * rounds,
      });
      const buyers = await customers(larder, 10);
      const expiry = larder.app.get(ExpireUnacceptedJob);
      await Promise.all(
        buyers.map(async (buyer, index) => {
          for (let round = 0; round < rounds; round += 1) {
            const lines = fourOf(skus, index + round, round % 2 === 1);
            // Orders in the slot wait for each other there; the others meet only at the products.
            const orderId = await shop.order(buyer, lines, { inSlot: index < 4 });
            if (round % 2 === 1) await expiry.expire(orderId);
          }
        }),
      );
      expect(await shop.orders()).toHaveLength(10 * rounds);
      expect(await shop.slotTaken()).toBe(4 * (rounds / 2));
      const sums = await shop.sql<{ sku: string; sum: string }>(
        `SELECT sku, sum(quantity) AS sum FROM order_lines
         JOIN orders ON orders.id = order_id AND orders.status = 'placed' GROUP BY sku ORDER BY sku`,
      );
      expect(sums.map((row) => row.sku)).toEqual(skus);
      for (const { sku, sum } of sums) {
        expect(await shop.stockOf(sku)).toEqual({ onHand: stock, reserved: Number(sum) });
      }
      await expectBooksToBalance(larder);
    } finally {
      await larder.close();
    }
    expect(await deadlocksIn(config)).toBe(0);
  });

  /** Four of the SKUs, from a different start for each buyer, and half of the lists reversed. */
  function fourOf(skus: readonly string[], from: number, isBackwards: boolean) {
    const turned = skus.map((_, index) => skus[(index + from) % skus.length]!).slice(0, 4);
    const chosen = isBackwards ? turned.toReversed() : turned;
    return chosen.map((sku, index) => [sku, index + 1] as const);
  }

  const take = `UPDATE store_products SET reserved = reserved + 1
    WHERE store_id = $1 AND product_id = $2`;

  it('would deadlock if products were locked in the order of the lines', async () => {
    const config = await freshConfig();
    const larder = await Larder.openWith(config);
    try {
      const shop = await openShop(larder, {
        products: [
          { sku: 'LEFT', stock: 10 },
          { sku: 'RIGHT', stock: 10 },
        ],
      });
      const bothHaveOne = meetingOf(2);
      const taking = (first: string, second: string) =>
        larder.app.get(Database).manager.transaction(async (manager) => {
          await manager.query(take, [shop.storeId, shop.productId(first)]);
          await bothHaveOne();
          await manager.query(take, [shop.storeId, shop.productId(second)]);
        });
      const outcomes = await Promise.allSettled([taking('LEFT', 'RIGHT'), taking('RIGHT', 'LEFT')]);
      const failures = outcomes.flatMap((each) =>
        each.status === 'rejected' ? [sqlState(each.reason)] : [],
      );
      expect(failures).toEqual(['40P01']);
    } finally {
      await larder.close();
    }
    expect(await deadlocksIn(config)).toBe(1);
  });
});

/** The Larder must be closed: connections report their statistics when they end, at the latest. */
async function deadlocksIn(config: AppConfig): Promise<number> {
  const client = new pg.Client({ connectionString: config.databaseUrl });
  await client.connect();
  const ask = async (sql: string) => Number((await client.query(sql)).rows[0].n);
  try {
    await eventually('all others are gone', async () => {
      const others = await ask(
        `SELECT count(*) AS n FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid()`,
      );
      return others === 0;
    });
    return await ask(
      'SELECT deadlocks AS n FROM pg_stat_database WHERE datname = current_database()',
    );
  } finally {
    await client.end();
  }
}
