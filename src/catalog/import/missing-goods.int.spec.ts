// Goods on sale that a file does not have, and dry runs.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { discrepancies } from '../../../test/support/books.js';
import { eventually } from '../../../test/support/eventually.js';
import { Larder, type Person } from '../../../test/support/larder.js';
import { wanted } from '../../../test/support/people.js';
import { fresh, openShop, type Shop } from '../../../test/support/shop.js';
import { MissingGoods } from './missing-goods.queries.js';
import { RunImportJob } from './run-import.job.js';

let larder: Larder;
let admin: Person;
let buyer: Person;
let shop: Shop;
/** Ten goods of a shop of their own, in the order of their SKUs, each with seven in stock. */
let skus: string[];

beforeAll(async () => {
  larder = await Larder.open();
  admin = await larder.person('admin');
  buyer = await larder.person('customer');
});
afterAll(() => larder?.close());
beforeEach(async () => {
  const name = fresh('MISS');
  skus = Array.from({ length: 10 }, (_, n) => `${name}-${n}`);
  shop = await openShop(larder, { products: skus.map((sku) => ({ sku, stock: 7 })) });
});
afterEach(() => vi.restoreAllMocks());

const url = '/v1/admin/imports';
const send = async (query: string, lines: readonly string[]): Promise<string> => {
  const answer = larder.send({
    method: 'POST',
    url: `${url}?store=${shop.storeId}&${query}`,
    payload: lines.join('\n'),
    headers: { authorization: `Bearer ${admin.token}`, 'content-type': 'text/csv' },
  });
  return (await wanted(202, answer)).id;
};
const one = (id: string) => wanted(200, admin.get(`${url}/${id}`));
const ended = (id: string) =>
  eventually('the import is over', async () => {
    const now = await one(id);
    return now.status !== 'running' && now;
  });
/** Imports a feed that has these goods only. */
const feed = async (query: string, has: readonly string[]) =>
  ended(await send(`kind=feed&${query}`, ['sku', ...has]));
const report = async (id: string) => (await wanted(200, admin.get(`${url}/${id}/report`))).items;
const onSale = async (storeId = shop.storeId) =>
  (
    await shop.sql<{ sku: string }>('SELECT sku FROM listings WHERE store_id = $1 ORDER BY 1', [
      storeId,
    ])
  ).map(({ sku }) => sku);
const setPrice = async (sku: string, price: object) => {
  const path = `/v1/admin/stores/${shop.storeId}/products/${shop.productId(sku)}/price`;
  const { etag } = (await admin.get(path)).headers;
  return admin.put(path, { priceMinor: 1000, ...price }, { 'if-match': String(etag) });
};
const receive = (sku: string) =>
  admin.post(
    '/v1/admin/stock/movements',
    { store: shop.storeId, productId: sku, reason: 'received', delta: 5 },
    { 'idempotency-key': fresh('key') },
  );
const missing = (sku: string, reason: string) => ({
  line: null,
  sku,
  outcome: 'missing',
  reasons: [expect.stringContaining(reason)],
});

describe('goods that the file does not have', () => {
  it('stay unless the import says otherwise', async () => {
    expect(await feed('', skus.slice(0, 1))).toMatchObject({
      status: 'done',
      missing: 'keep',
      mostMissingPercent: 20,
      missingCount: 0,
    });
    expect(await onSale()).toEqual(skus);
  });

  it('are unpublished in this store only, and reported after the rows', async () => {
    const other = await openShop(larder, { products: skus.map((sku) => ({ sku })) });
    const done = await feed('missing=unpublish', ['NOBODY', ...skus.slice(2)]);
    expect(done).toMatchObject({ status: 'done', unchanged: 8, rejected: 1, missingCount: 2 });
    expect(await report(done.id)).toEqual([
      expect.objectContaining({ line: 2, sku: 'NOBODY', outcome: 'rejected' }),
      missing(skus[0]!, 'it was unpublished'),
      missing(skus[1]!, 'it was unpublished'),
    ]);
    const path = `${url}/${done.id}/report?limit=2`;
    const { items, nextCursor } = await wanted(200, admin.get(path));
    expect(items.map(({ sku }: { sku: string }) => sku)).toEqual(['NOBODY', skus[0]]);
    expect(await wanted(200, admin.get(`${path}&cursor=${nextCursor}`))).toEqual({
      items: [missing(skus[1]!, 'it was unpublished')],
      nextCursor: null,
    });
    expect(await onSale()).toEqual(skus.slice(2));
    expect(await onSale(other.storeId)).toEqual(skus);
  });

  it('are out of stock, but for what is ordered', async () => {
    await shop.order(buyer, [[skus[0]!, 2]]);
    const done = await feed('missing=out-of-stock', skus.slice(2));
    expect(done).toMatchObject({ status: 'done', missingCount: 2 });
    expect(await report(done.id)).toEqual([
      missing(skus[0]!, 'what is ordered and held'),
      missing(skus[1]!, 'what is ordered and held'),
    ]);
    expect(await shop.stockOf(skus[0]!)).toEqual({ onHand: 2, reserved: 2 });
    expect(await shop.stockOf(skus[1]!)).toEqual({ onHand: 0, reserved: 0 });
    expect(await onSale()).toEqual(skus);
    expect(await discrepancies(larder)).toEqual([]);
    expect(await feed('missing=out-of-stock', skus.slice(2))).toMatchObject({ missingCount: 0 });
  });

  it('are not missing where their row is rejected', async () => {
    const header = 'sku,name,category,subcategory,size,price';
    const rows = skus.map((sku) => `${sku},${sku},Tests,,,10.00`);
    rows[0] = `${skus[0]},Name,Tests,,,free`;
    rows[1] = `${skus[1]},"Nam"e,Tests,,,10.00`;
    rows[2] = `${skus[2]},Name,Tests,,,10.00,too,many,fields`;
    rows[3] = `${skus[3]},\uFFFD,Tests,,,10.00`;
    rows[4] = `${skus[4]},${'x'.repeat(70_000)},Tests,,,10.00`;
    rows[5] = `"${skus[5]}","Name,Tests,,,10.00`;
    const id = await send('kind=catalogue&missing=unpublish', [header, ...rows]);
    expect(await ended(id)).toMatchObject({ status: 'done', rejected: 6, missingCount: 0 });
    expect(await onSale()).toEqual(skus);
  });

  it.each([
    ['more than a fifth', '', 3, '3 of the 10 goods on sale are not in the file', '30 %'],
    ['more than is allowed', '&mostMissingPercent=9', 1, '1 of the 10 goods', '10 %'],
    ['all', '&mostMissingPercent=99', 10, '10 of the 10 goods', '100 %'],
  ])('all stay where they are %s', async (_, most, count, problem, allow) => {
    const query = `missing=unpublish${most}`;
    const failed = await feed(query, ['NOBODY', ...skus.slice(count)]);
    expect(failed).toMatchObject({ status: 'failed', read: 11 - count, missingCount: 0 });
    expect(failed.problem).toContain(problem);
    expect(failed.problem).toContain(`allow ${allow}.`);
    const told = (await report(failed.id)).slice(1);
    expect(told.map(({ sku }: { sku: string }) => sku)).toEqual(skus.slice(0, count));
    expect(told[0]).toMatchObject({ line: null, outcome: 'unchanged' });
    expect(await onSale()).toEqual(skus);

    await wanted(200, admin.post(`${url}/${failed.id}/resume`));
    expect(await ended(failed.id)).toMatchObject({ status: 'failed', problem: failed.problem });
    expect(await report(failed.id)).toHaveLength(count + 1);
    const allowed = `missing=unpublish&mostMissingPercent=${Number.parseInt(allow, 10)}`;
    const done = await feed(allowed, ['NOBODY', ...skus.slice(count)]);
    expect(done).toMatchObject({ status: 'done', missingCount: count });
    expect(await onSale()).toEqual(skus.slice(count));
  });

  it('stay where they are edited, restocked or new since the import began', async () => {
    await wanted(200, setPrice(skus[9]!, { published: false }));
    const added = fresh('ADDED');
    // Sent, edited and run: the edits come while the import is on its way.
    const job = vi.spyOn(larder.app.get(RunImportJob), 'run').mockResolvedValue();
    const id = await send('kind=feed&missing=unpublish&mostMissingPercent=100', ['sku', skus[5]!]);
    await wanted(200, setPrice(skus[0]!, { priceMinor: 900 }));
    await wanted(201, receive(skus[1]!));
    await wanted(200, setPrice(skus[9]!, { published: true }));
    await shop.stockUp([{ sku: added, stock: 1 }]);
    await shop.order(buyer, [[skus[2]!, 2]]);
    job.mockRestore();
    await larder.app.get(RunImportJob).run(id);
    const done = await ended(id);
    expect(done).toMatchObject({ status: 'done', missingCount: 6 });
    const kept = (await report(id)).filter(
      ({ outcome }: { outcome: string }) => outcome === 'unchanged',
    );
    expect(kept.map(({ sku }: { sku: string }) => sku)).toEqual([skus[0], skus[1]]);
    expect(await onSale()).toEqual(
      [skus[0], skus[1], skus[5], skus[9], added].toSorted((a, b) => (a! < b! ? -1 : 1)),
    );
  });
});

describe('an import that was killed', () => {
  it.each(['out-of-stock', 'unpublish'])('settles missing goods once: %s', async (choice) => {
    const many = Array.from({ length: 1100 }, (_, n) => `${skus[0]}-${1000 + n}`);
    await shop.stockUp(many.map((sku) => ({ sku, stock: 3 })));
    const goods = larder.app.get(MissingGoods);
    const real = goods.settle.bind(goods);
    let batches = 0;
    vi.spyOn(goods, 'settle').mockImplementation(async (...parameters) => {
      const told = await real(...parameters);
      if ((batches += 1) > 1) throw new Error('the process was killed');
      return told;
    });
    const query = `kind=feed&missing=${choice}&mostMissingPercent=100`;
    const id = await send(query, ['sku', ...skus]);
    await eventually('it has broken off', () => batches > 1);
    expect((await one(id)).missingCount).toBe(500);
    vi.restoreAllMocks();
    const job = larder.app.get(RunImportJob);
    await Promise.all([job.run(id), job.run(id)]);
    expect(await ended(id)).toMatchObject({ status: 'done', missingCount: 1100 });
    const [left] = await shop.sql(
      `SELECT count(*)::int FROM store_products
       WHERE store_id = $1 AND published AND on_hand > 0`,
      [shop.storeId],
    );
    expect(left).toEqual({ count: 10 });
    expect(await discrepancies(larder)).toEqual([]);
  });
});

describe('a dry run', () => {
  const header = 'sku,name,category,subcategory,size,price,stock,barcode';
  const rows = () => [
    `${skus[0]}-new,New,${skus[0]} Shelf,,,3.00,4,`,
    ...skus.slice(0, 7).map((sku) => `${sku},${sku},Tests,,,10.00,,`),
    `${skus[7]},${skus[7]},Tests,,,11.00,,4011`,
    `${skus[8]},${skus[8]},Tests,,,free,,`,
  ];
  const told = async (id: string) =>
    (await report(id)).map(({ line, sku, outcome }: Record<string, unknown>) => [
      line,
      sku,
      outcome,
    ]);
  const everything = () =>
    shop.sql(
      `SELECT (SELECT md5(string_agg(p::text, '' ORDER BY id)) FROM products p) AS products,
         (SELECT md5(string_agg(s::text, '' ORDER BY s::text)) FROM store_products s) AS stocked,
         (SELECT md5(string_agg(l::text, '' ORDER BY l::text)) FROM listings l) AS listings,
         (SELECT count(*) FROM categories) AS categories,
         (SELECT count(*) FROM stock_movements) AS movements`,
    );

  it('tells what would change, changes nothing, and is right', async () => {
    const before = await everything();
    const query = 'kind=catalogue&missing=unpublish';
    const dry = await ended(await send(`${query}&dryRun=true`, [header, ...rows()]));
    expect(dry).toMatchObject({
      status: 'done',
      dryRun: true,
      read: 10,
      created: 1,
      updated: 1,
      unchanged: 7,
      rejected: 1,
      noted: 1,
      missingCount: 1,
    });
    expect(await told(dry.id)).toEqual([
      [2, `${skus[0]}-new`, 'created'],
      [10, skus[7], 'updated'],
      [11, skus[8], 'rejected'],
      [null, skus[9], 'missing'],
    ]);
    expect((await report(dry.id)).at(-1).reasons[0]).toContain('it would be unpublished');
    expect(await everything()).toEqual(before);

    const done = await ended(await send(query, [header, ...rows()]));
    const counts = ['read', 'created', 'updated', 'unchanged', 'rejected', 'noted', 'missingCount'];
    for (const count of counts) expect([count, done[count]]).toEqual([count, dry[count]]);
    expect(await onSale()).toEqual([skus[0], `${skus[0]}-new`, ...skus.slice(1, 9)]);
  });

  it('of too many missing goods fails as the import would', async () => {
    const dry = await feed('missing=unpublish&dryRun=true', skus.slice(5));
    expect(dry).toMatchObject({ status: 'failed', missingCount: 0 });
    expect(dry.problem).toContain('5 of the 10 goods');
    expect(await onSale()).toEqual(skus);
  });
});
