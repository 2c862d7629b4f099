// Concurrent moves of stock, on PostgreSQL: the embedded database runs one transaction at a time.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../../test/support/eventually.js';
import { Larder } from '../../../test/support/larder.js';
import { openShop, type Shop } from '../../../test/support/shop.js';
import { ManualClock } from '../../kernel/clock.js';
import { Ids } from '../../kernel/ids.js';
import { type Transaction, UnitOfWork } from '../../platform/index.js';
import { InsufficientStock } from '../catalog.errors.js';
import { ListingWriter } from '../listing/listing-writer.queries.js';
import { OrderStock } from './order-stock.queries.js';
import { StockHolds } from './stock-holds.queries.js';
import { discrepancies } from '../../../test/support/books.js';

const minute = 60_000;
const clock = new ManualClock(new Date());
let larder: Larder;
let shop: Shop;

beforeAll(async () => {
  larder = await Larder.open({ clock });
});
afterAll(() => larder?.close());

const run = <T>(work: (tx: Transaction) => Promise<T>) => larder.app.get(UnitOfWork).run(work);
const some = (sku: string, quantity: number) => [{ productId: shop.productId(sku), sku, quantity }];
const later = (minutes: number) => new Date(clock.now().getTime() + minutes * minute);

/** Makes the move; answers false when goods were short. */
async function made(move: (tx: Transaction) => Promise<void>): Promise<boolean> {
  try {
    await run(move);
    return true;
  } catch (error) {
    if (InsufficientStock.matches(error)) return false;
    throw error;
  }
}

const inHolds = async (sku: string) => {
  const [row] = await shop.sql<{ sum: number }>(
    `SELECT coalesce(sum(quantity), 0)::int AS sum FROM stock_holds
     WHERE product_id = $1 AND expires_at > $2`,
    [shop.productId(sku), clock.now()],
  );
  return row!.sum;
};

describe('the last units', () => {
  it('go to as many buyers as there are units, held, reserved or both in turn', async () => {
    shop = await openShop(larder, {
      products: [
        { sku: 'CROWD-1', stock: 12 },
        { sku: 'CROWD-2', stock: 12 },
      ],
    });
    const holds = larder.app.get(StockHolds);
    const stock = larder.app.get(OrderStock);
    // Half of the stock is in holds that have just expired, and are not deleted yet.
    for (const sku of ['CROWD-1', 'CROWD-2']) {
      const old = { storeId: shop.storeId, reference: `old ${sku}`, expiresAt: later(1) };
      await run((tx) => holds.place(tx, { ...old, demand: some(sku, 6) }));
    }
    clock.advance(minute);

    const both = (turned: boolean) => {
      const demand = [...some('CROWD-1', 1), ...some('CROWD-2', 1)];
      return turned ? demand.toReversed() : demand;
    };
    const outcomes = await Promise.all([
      holds.releaseExpired().then(() => false),
      ...Array.from({ length: 40 }, async (_, index) => {
        const demand = both(index % 2 === 0);
        if (index % 3 === 0) return made((tx) => stock.reserve(tx, shop.storeId, demand));
        const reference = `basket ${index}`;
        const hold = { storeId: shop.storeId, reference, demand, expiresAt: later(10) };
        const held = await made((tx) => holds.place(tx, hold));
        if (!held || index % 3 === 1) return held;
        return made((tx) => holds.consume(tx, shop.storeId, reference, demand));
      }),
    ]);
    expect(outcomes.filter(Boolean)).toHaveLength(12);
    for (const sku of ['CROWD-1', 'CROWD-2']) {
      const { onHand, reserved } = await shop.stockOf(sku);
      expect([onHand, reserved + (await inHolds(sku))]).toEqual([12, 12]);
    }
    expect(await discrepancies(larder)).toEqual([]);
  });

  it('are sold twice where holds are summed without the lock of their product', async () => {
    shop = await openShop(larder, { products: [{ sku: 'NAIVE-HOLD', stock: 1 }] });
    let arrived = 0;
    const all = gate();
    const outcomes = await Promise.all(
      Array.from({ length: 4 }, () =>
        run(async (tx) => {
          const held = await tx.query(
            `INSERT INTO stock_holds (id, store_id, product_id, quantity, reference, expires_at)
             SELECT $3, $1, $2, 1, 'naive', $4 FROM store_products stocked
             WHERE store_id = $1 AND product_id = $2 AND on_hand - reserved - coalesce(
               (SELECT sum(quantity) FROM stock_holds hold WHERE hold.product_id = $2), 0) >= 1
             RETURNING id`,
            [shop.storeId, shop.productId('NAIVE-HOLD'), larder.app.get(Ids).next(), later(10)],
          );
          arrived += 1;
          if (arrived === 4) all.open();
          await all.opened;
          return held.length;
        }),
      ),
    );
    expect(outcomes).toEqual([1, 1, 1, 1]);
    expect(await inHolds('NAIVE-HOLD')).toBe(4);
    const found = await discrepancies(larder);
    expect(found.map(({ sku, held, inHolds: sum }) => [sku, held, sum])).toEqual([
      ['NAIVE-HOLD', 0, 4],
    ]);
    await shop.sql("DELETE FROM stock_holds WHERE reference = 'naive'");
  });
});

describe('a listing that is rebuilt while its product sells out', () => {
  it('waits for the sale, lest it show the stock from before', async () => {
    shop = await openShop(larder, { products: [{ sku: 'REBUILT', stock: 9 }] });
    const [sold, mayCommit] = [gate(), gate()];
    const selling = run(async (tx) => {
      await larder.app.get(OrderStock).reserve(tx, shop.storeId, some('REBUILT', 9));
      sold.open();
      await mayCommit.opened;
    });
    await sold.opened;
    const rebuilding = run((tx) =>
      larder.app.get(ListingWriter).rebuild(tx, [shop.productId('REBUILT')], clock.now()),
    );
    await eventually('the rebuild waits', async () => {
      const [row] = await shop.sql<{ waiting: number }>(
        `SELECT count(*)::int AS waiting FROM pg_stat_activity
         WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      return row?.waiting === 1;
    });
    mayCommit.open();
    await Promise.all([selling, rebuilding]);
    expect(await discrepancies(larder)).toEqual([]);
  });
});

function gate() {
  let open!: () => void;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open, opened };
}
