// Shoppers see a hold expire at that very moment, without a job or a write.
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { expectBooksToBalance } from '../../../test/support/books.js';
import { eventually } from '../../../test/support/eventually.js';
import { Larder } from '../../../test/support/larder.js';
import { fresh, openShop, type Shop } from '../../../test/support/shop.js';
import { ManualClock } from '../../kernel/clock.js';
import { type Transaction, UnitOfWork } from '../../platform/index.js';
import { StockHolds } from './stock-holds.queries.js';

const clock = new ManualClock(new Date());
let larder: Larder;
let shop: Shop;
let sku: string;

beforeAll(async () => {
  larder = await Larder.open({ clock });
  vi.spyOn(larder.app.get(StockHolds), 'releaseExpired').mockResolvedValue();
});
afterAll(() => larder?.close());

/** Opens a shop with `stock` of the product `sku`, low at 5, and another product. */
async function stocked(stock: number): Promise<void> {
  sku = fresh('HELD');
  shop = await openShop(larder, {
    products: [
      { sku, stock },
      { sku: `${sku}-B`, stock: 100 },
    ],
  });
}

const run = <T>(work: (tx: Transaction) => Promise<T>) => larder.app.get(UnitOfWork).run(work);
const holds = () => larder.app.get(StockHolds);
const inSeconds = (seconds: number) => new Date(clock.now().getTime() + seconds * 1000);
const hold = (quantity: number, seconds: number, reference = fresh('quote')) =>
  run((tx) =>
    holds().place(tx, {
      storeId: shop.storeId,
      reference,
      demand: [{ productId: shop.productId(sku), sku, quantity }],
      expiresAt: inSeconds(seconds),
    }),
  );

const lists = ['', '&inStock=true', '&inStock=true&count=true', '&inStock=false&count=true'];
const paths = () => [
  ...lists.map((list) => `/v1/products?store=${shop.storeId}&category=tests${list}`),
  ...lists.map((list) => `/v1/products?store=${shop.storeId}&q=${sku}${list}`),
  `/v1/products/${shop.productId(sku)}?store=${shop.storeId}`,
  `/v1/products/${shop.productId(`${sku}-B`)}/substitutes?store=${shop.storeId}`,
];

interface Read {
  /** The availability shown for the product; `-` where it is not listed. */
  readonly shown: string;
  readonly total: number | undefined;
  readonly from: string;
}

async function read(path: string): Promise<Read> {
  const { body, headers } = await larder.anyone.get(path);
  const item = (body.items ?? [body]).find((each: { sku: string }) => each.sku === sku);
  return { shown: item?.availability ?? '-', total: body.total, from: headers['x-cache']! };
}

/** Reads until every answer comes from the cache. */
async function cached(): Promise<Read[]> {
  await Promise.all(
    paths().map((path) =>
      eventually(`${path} is stored`, async () => (await read(path)).from.startsWith('L')),
    ),
  );
  return Promise.all(paths().map(read));
}

const shown = (reads: readonly Read[]) => reads.map((each) => each.shown);
const sources = (reads: readonly Read[]) => new Set(reads.map((each) => each.from));
const hits = new Set(['L1']);
/** Expected answers: in lists of any stock, of stock only, and without stock; see `paths`. */
function asListed(any: string, inStock: string, outOfStock: string): string[] {
  const listed = [any, inStock, inStock, outOfStock];
  return [...listed, ...listed, any, inStock];
}
const out = asListed('out', '-', 'out');
const low = asListed('low', 'low', '-');
const plenty = asListed('in', 'in', '-');

it('serves cached answers until then, and fresh ones from then on', async () => {
  await stocked(10);
  await hold(4, 30);
  await hold(6, 60);
  expect(shown(await cached())).toEqual(out);
  clock.advance(29_999);
  const before = await Promise.all(paths().map(read));
  expect([shown(before), sources(before)]).toEqual([out, hits]);

  clock.advance(1);
  const after = await Promise.all(paths().map(read));
  expect([shown(after), sources(after)]).toEqual([low, new Set(['MISS'])]);
  expect(after[2]!.total! - before[2]!.total!).toBe(1);
  expect(after[3]!.total! - before[3]!.total!).toBe(-1);
  await cached();
  clock.advance(29_999);
  expect(shown(await Promise.all(paths().map(read)))).toEqual(low);

  clock.advance(1);
  const last = await Promise.all(paths().map(read));
  const listed = last.filter((each) => each.shown !== '-');
  expect([shown(last), sources(listed)]).toEqual([plenty, new Set(['MISS'])]);
  const [books] = await shop.sql<{ held: number }>(
    'SELECT held FROM store_products WHERE product_id = $1',
    [shop.productId(sku)],
  );
  expect(books).toEqual({ held: 10 });
});

it('keeps cached answers where stock is plenty with or without the hold', async () => {
  await stocked(100);
  await cached();
  await hold(50, 30);
  clock.advance(30_000);
  expect(sources(await Promise.all(paths().map(read)))).toEqual(hits);
});

it('keeps goods that are held again out of stock for as long', async () => {
  await stocked(4);
  const quote = fresh('quote');
  await hold(4, 30, quote);
  clock.advance(29_000);
  await run((tx) => holds().release(tx, shop.storeId, quote));
  await hold(4, 50);
  clock.advance(49_999);
  expect(shown(await cached())).toEqual(out);
  clock.advance(1);
  expect(shown(await Promise.all(paths().map(read)))).toEqual(low);
});

it('counts movements after a hold has expired', async () => {
  await stocked(10);
  await hold(8, 30);
  clock.advance(30_000);
  await shop.stockUp([{ sku, stock: 9 }]);
  expect(shown(await Promise.all(paths().map(read)))).toEqual(plenty);
  await hold(9, 30);
  expect(shown(await Promise.all(paths().map(read)))).toEqual(out);
  clock.advance(30_000);
  expect(shown(await Promise.all(paths().map(read)))).toEqual(plenty);
});

it('leaves books that balance, before and after expired holds are cleared', async () => {
  await expectBooksToBalance(larder);
  vi.restoreAllMocks();
  await holds().releaseExpired();
  await expectBooksToBalance(larder);
  const left = await shop.sql('SELECT FROM stock_holds WHERE expires_at <= $1', [clock.now()]);
  expect(left).toEqual([]);
  expect(
    await shop.sql('SELECT FROM listings WHERE out_until IS NOT NULL OR low_until IS NOT NULL'),
  ).toEqual([]);
});
