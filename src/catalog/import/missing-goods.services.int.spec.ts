// Edits that commit while missing goods are settled, on PostgreSQL: the embedded database runs one
// transaction at a time.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../../../test/support/eventually.js';
import { Larder } from '../../../test/support/larder.js';
import { openShop, type Shop } from '../../../test/support/shop.js';
import { Clock } from '../../kernel/clock.js';
import { type Transaction, UnitOfWork } from '../../platform/index.js';
import { StockLedger } from '../stock/stock-ledger.queries.js';
import type { NewMovement } from '../stock/stock-movement.js';
import { type MissingChoice, usualTerms } from './import-status.js';
import { MissingGoods } from './missing-goods.queries.js';

let larder: Larder;
let shop: Shop;
beforeAll(async () => {
  larder = await Larder.open();
  shop = await openShop(larder, {
    products: ['PRICED', 'RECEIVED', 'LEFT'].map((sku) => ({ sku, stock: 3 })),
  });
});
afterAll(() => larder?.close());

const run = <T>(work: (tx: Transaction) => Promise<T>) => larder.app.get(UnitOfWork).run(work);
const gate = () => {
  let open = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
};
const waiting = async () =>
  (
    await shop.sql<{ count: number }>(
      `SELECT count(*)::int FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    )
  )[0]!.count;

it.each<MissingChoice>(['out-of-stock', 'unpublish'])(
  'an edit that commits while goods are settled stays: %s',
  async (missing) => {
    const goods = larder.app.get(MissingGoods);
    const before = await goods.onSale(shop.storeId);
    const since = larder.app.get(Clock).now();
    const [edited, commit] = [gate(), gate()];
    const editing = run(async (tx) => {
      const change = (sku: string, set: string) =>
        tx.query(`UPDATE store_products SET ${set} WHERE store_id = $1 AND product_id = $2`, [
          shop.storeId,
          shop.productId(sku),
        ]);
      await change('PRICED', 'price_minor = price_minor + 1, version = version + 1');
      await change('RECEIVED', 'on_hand = on_hand + 5');
      const received = { productId: shop.productId('RECEIVED'), delta: 5, reason: 'received' };
      await larder.app.get(StockLedger).record(tx, shop.storeId, [received as NewMovement]);
      edited.open();
      await commit.opened;
    });
    await edited.opened;
    const settling = run((tx) =>
      goods.settle(tx, shop.storeId, before, { ...usualTerms, missing }, since),
    );
    await eventually('it waits for the edit', async () => (await waiting()) > 0);
    commit.open();
    await editing;
    expect(await settling).toMatchObject([
      { sku: 'LEFT', outcome: 'missing' },
      { sku: 'PRICED', outcome: 'unchanged' },
      { sku: 'RECEIVED', outcome: 'unchanged' },
    ]);
    await shop.sql('UPDATE store_products SET published = true, on_hand = 3 WHERE store_id = $1', [
      shop.storeId,
    ]);
  },
);
