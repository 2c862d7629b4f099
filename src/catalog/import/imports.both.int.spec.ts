import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { eventually } from '../../../test/support/eventually.js';
import { type Answer, Larder, type Person } from '../../../test/support/larder.js';
import { wanted } from '../../../test/support/people.js';
import { invalid, refuses } from '../../../test/support/problems.js';
import { openShop, type Shop } from '../../../test/support/shop.js';
import { FeedWriter } from './feed.queries.js';
import { RunImportJob } from './run-import.job.js';

let larder: Larder;
let admin: Person;
let shop: Shop;
beforeAll(async () => {
  larder = await Larder.open();
  admin = await larder.person('admin');
  const products = Array.from({ length: 1200 }, (_, n) => ({ sku: `F-${n}`, stock: 1 }));
  shop = await openShop(larder, { products });
});
afterAll(() => larder?.close());
afterEach(() => vi.restoreAllMocks());

const url = '/v1/admin/imports';
function send(query: string, file: string | Readable, headers: object = {}): Promise<Answer> {
  return larder.send({
    method: 'POST',
    url: `${url}?${query}`,
    payload: file,
    headers: { authorization: `Bearer ${admin.token}`, 'content-type': 'text/csv', ...headers },
  });
}
const feed = (...rows: string[]) =>
  ['sku,price,sale_price,sale_from,sale_until,stock', ...rows].join('\n');
const taken = async (kind: string, file: string | Readable) =>
  wanted(202, send(`kind=${kind}&store=${shop.storeId}`, file));
const one = (id: string) => wanted(200, admin.get(`${url}/${id}`));
const finished = (id: string) =>
  eventually('the import is done', async () => {
    const now = await one(id);
    return now.status !== 'running' && now;
  });
const report = async (id: string, query = '') =>
  wanted(200, admin.get(`${url}/${id}/report${query}`));

describe('a feed', () => {
  it('lands the good rows, and reports line and reasons of the rest', async () => {
    const answer = await send(
      `kind=feed&store=${shop.storeId}`,
      feed(
        'F-0,12.50,,,,40',
        'F-1,,8.00,2020-01-01T00:00:00Z,2100-01-01T00:00:00Z,',
        'F-2,,,,,',
        'F-3,0,,,,',
        'NOBODY,1.00,,,,',
        'F-4,5.00,6.00,2020-01-01T00:00:00Z,2100-01-01T00:00:00Z,',
        'F-5,5.00,4.00,2020-02-30,2100-01-01T00:00:00Z,',
        'F-0,13.00,,,,',
      ),
    );
    expect([answer.status, answer.body.status, answer.body.pollAfterMs]).toEqual([
      202,
      'running',
      1000,
    ]);
    expect(answer.headers.location).toBe(`${url}/${answer.body.id}`);
    const done = await finished(answer.body.id);
    expect(done).toMatchObject({
      status: 'done',
      lineCount: 9,
      read: 8,
      created: 0,
      updated: 2,
      unchanged: 1,
      rejected: 5,
      pollAfterMs: null,
    });
    const { items } = await report(done.id);
    expect(items.map(({ line, sku }: { line: number; sku: string }) => [line, sku])).toEqual([
      [5, 'F-3'],
      [6, 'NOBODY'],
      [7, 'F-4'],
      [8, 'F-5'],
      [9, 'F-0'],
    ]);
    expect(items.every(({ reasons }: { reasons: string[] }) => reasons[0]!.length > 20)).toBe(true);
    const [page, next] = [await report(done.id, '?limit=3'), items.slice(3)];
    expect(page.items).toEqual(items.slice(0, 3));
    const rest = await report(done.id, `?limit=3&cursor=${page.nextCursor}`);
    expect(rest).toEqual({ items: next, nextCursor: null });
    const shown = async (sku: string) =>
      (await larder.anyone.get(`/v1/products/${shop.productId(sku)}?store=${shop.storeId}`)).body;
    expect((await shown('F-0')).price.amountMinor).toBe(1250);
    expect((await shown('F-1')).price.amountMinor).toBe(800);
    expect(await shop.stockOf('F-0')).toMatchObject({ onHand: 40 });
    expect(await unbalanced()).toEqual([]);
  });

  it('reports rows that landed without a field that cannot be used', async () => {
    const header = 'sku;name;category;subcategory;size;price;barcode';
    const file = `${header}\nN-1;Noted;Pantry;Tins;1 kg;1,50;4011\nN-2;Good;Pantry;Tins;1 kg;2;`;
    const done = await finished((await taken('catalogue', file)).id);
    expect(done).toMatchObject({ status: 'done', created: 2, rejected: 0, noted: 1 });
    const { items } = await report(done.id);
    expect(items).toEqual([
      {
        line: 2,
        sku: 'N-1',
        outcome: 'created',
        reasons: [expect.stringContaining('“4011” is left')],
      },
    ]);
  });

  it('refuses a price that would undercut its sale, until the sale has ended', async () => {
    const [past, next] = ['2020-01-01T00:00:00Z', '2100-01-01T00:00:00Z'];
    const sales = [
      `F-20,20.00,8.00,${past},${next},`,
      `F-21,20.00,8.00,2099-01-01T00:00:00Z,${next},`,
      `F-22,20.00,8.00,${past},2021-01-01T00:00:00Z,`,
    ];
    await finished((await taken('feed', feed(...sales))).id);
    const lowered = ['F-20,8.00,,,,', 'F-21,7.00,,,,', 'F-22,7.00,,,,'];
    const done = await finished((await taken('feed', feed(...lowered))).id);
    expect(done).toMatchObject({ updated: 1, rejected: 2 });
    const { items } = await report(done.id);
    expect(items.map((item: { sku: string }) => item.sku)).toEqual(['F-20', 'F-21']);
    expect(items[0].reasons[0]).toContain('`none`');
    const restated = ['F-20,8.00,none,,,', `F-21,7.00,6.00,${past},${next},`];
    const good = await finished((await taken('feed', feed(...restated))).id);
    expect(good).toMatchObject({ updated: 2, rejected: 0 });
  });

  it('goes on exactly where a run broke off', async () => {
    const write = larder.app.get(FeedWriter);
    const real = write.write.bind(write);
    let batches = 0;
    const broken = vi.spyOn(write, 'write').mockImplementation(async (...parameters) => {
      const written = await real(...parameters);
      if ((batches += 1) > 1) throw new Error('the process was killed');
      return written;
    });
    const { id } = await taken('feed', feed(...priced(1200, 7)));
    await larder.app
      .get(RunImportJob)
      .run(id)
      .catch(() => {});
    await eventually('it has broken off', () => batches > 1);
    expect(await one(id)).toMatchObject({ status: 'running', read: 500, updated: 500 });
    expect(await atPrice(700)).toBe(500);
    broken.mockRestore();
    await larder.app.get(RunImportJob).run(id);
    expect(await finished(id)).toMatchObject({ status: 'done', read: 1200, updated: 1200 });
    expect(await atPrice(700)).toBe(1200);
    expect(await unbalanced()).toEqual([]);
  });

  it('lands each row once, however many workers run it at once', async () => {
    const { id } = await taken('feed', feed(...priced(1200, 9)));
    const job = larder.app.get(RunImportJob);
    await Promise.all([job.run(id), job.run(id), job.run(id)]);
    expect(await finished(id)).toMatchObject({ read: 1200, updated: 1200, unchanged: 0 });
  });

  it('keeps the landed rows when it is cancelled, and is resumed', async () => {
    const write = larder.app.get(FeedWriter);
    const real = write.write.bind(write);
    let isAsked = () => {};
    const asked = new Promise<void>((resolve) => (isAsked = resolve));
    const first = vi.spyOn(write, 'write').mockImplementationOnce(async (...parameters) => {
      const written = await real(...parameters);
      await asked;
      return written;
    });
    const { id } = await taken('feed', feed(...priced(1200, 11)));
    await eventually('the first batch is under way', () => first.mock.calls.length > 0);
    const cancelling = admin.post(`${url}/${id}/cancel`);
    isAsked();
    await wanted(200, cancelling);
    const cancelled = await finished(id);
    expect(cancelled.status).toBe('cancelled');
    expect(cancelled.read).toBeLessThan(1200);
    await larder.app.get(RunImportJob).run(id);
    expect((await one(id)).read).toBe(cancelled.read);
    await wanted(200, admin.post(`${url}/${id}/resume`));
    expect(await finished(id)).toMatchObject({ status: 'done', read: 1200, updated: 1200 });
    const again = await admin.post(`${url}/${id}/cancel`);
    expect([again.status, again.body.code]).toEqual([409, 'import-finished']);
  });
});

describe('a catalogue', () => {
  it('may be in the charset that its Content-Type names, or in UTF-16 with its mark', async () => {
    const text = (sku: string) =>
      `sku,name,category,subcategory,size,price\n${sku},Crème,Käse,,1 l,2.00\n`;
    const files: [string, Buffer, string][] = [
      ['E-1', Buffer.from(text('E-1'), 'latin1'), 'text/csv; charset="windows-1252"'],
      ['E-2', Buffer.from(`\uFEFF${text('E-2')}`, 'utf16le'), 'text/csv'],
    ];
    for (const [sku, file, type] of files) {
      const query = `kind=catalogue&store=${shop.storeId}`;
      const sent = wanted(202, send(query, Readable.from([file]), { 'content-type': type }));
      const done = await finished((await sent).id);
      expect(done).toMatchObject({ lineCount: 3, created: 1, rejected: 0 });
      const [made] = await shop.sql('SELECT name FROM products WHERE sku = $1', [sku]);
      expect(made).toEqual({ name: 'Crème' });
    }
  });

  it('lands as from the command line, and from a stream without a length', async () => {
    const header = 'sku,name,category,subcategory,size,price,currency,stock\n';
    const rows = ['C-1,Milk,Dairy,Milk,1 l,5.00,AED,3\n', 'C-2,Tea,Drinks,Tea,20s,7.00,EUR,3\n'];
    const { id } = await taken('catalogue', Readable.from([header, ...rows].map(Buffer.from)));
    expect(await finished(id)).toMatchObject({ status: 'done', created: 1, rejected: 1 });
    expect((await report(id)).items).toMatchObject([{ line: 3, sku: 'C-2' }]);
    const [kept] = await shop.sql('SELECT count(*)::int FROM import_chunks WHERE import_id = $1', [
      id,
    ]);
    expect(kept).toEqual({ count: 0 });
  });

  it('of more than 50,000 rows fails after landing the first 50,000', async () => {
    const { id } = await taken('feed', feed(...Array.from({ length: 50_001 }, () => 'X,1.00,,,,')));
    const failed = await eventually(
      'it fails',
      async () => {
        const now = await one(id);
        return now.status !== 'running' && now;
      },
      60_000,
    );
    expect(failed).toMatchObject({
      status: 'failed',
      read: 50_000,
      problem: expect.stringContaining('50000'),
    });
  }, 90_000);
});

const feedTo = (file: string | Readable, headers: object = {}) =>
  send(`kind=feed&store=${shop.storeId}`, file, headers);
const big = () =>
  Readable.from(
    (function* () {
      yield Buffer.from('sku,price\n');
      for (let n = 0; n < 33; n += 1) yield Buffer.alloc(1024 * 1024, 'x');
    })(),
  );

refuses('an import', [
  ['of no kind', () => send('store=x', 'sku'), ...invalid],
  ['of an unknown kind', () => send('kind=orders', 'sku'), ...invalid],
  ['into no store', () => send('kind=feed&store=nowhere', 'sku'), 404, 'store-not-found'],
  ['that is empty', () => feedTo(Readable.from([])), 422, 'unreadable-file'],
  ['without a column that it needs', () => feedTo('price,stock\n1,2'), 422, 'unreadable-file'],
  ['that is a spreadsheet', () => feedTo('PK\u0003\u0004\0\0'), 422, 'unreadable-file'],
  [
    'as JSON',
    () => feedTo('{}', { 'content-type': 'application/json' }),
    415,
    'unsupported-media-type',
  ],
  [
    'as a form',
    () => feedTo('a=1', { 'content-type': 'multipart/form-data' }),
    415,
    'unsupported-media-type',
  ],
  [
    'in a charset that nothing reads',
    () => feedTo('sku', { 'content-type': 'text/csv; charset=ebcdic' }),
    415,
    'unsupported-media-type',
  ],
  [
    'in a charset that it does not name',
    () => feedTo(Readable.from([Buffer.from('sku,größe,süß,öl\nA,1,2,3', 'latin1')])),
    422,
    'unreadable-file',
  ],
  ['compressed', () => feedTo('x', { 'content-encoding': 'gzip' }), 415, 'unsupported-encoding'],
  ['over 32 MiB', () => feedTo(big()), 413, 'payload-too-large'],
  ['that is not there', () => admin.get(`${url}/${randomUUID()}`), 404, 'import-not-found'],
  [
    'that is not there to resume',
    () => admin.post(`${url}/${randomUUID()}/resume`),
    404,
    'import-not-found',
  ],
  ['whose id is none', () => admin.get(`${url}/abc/report`), 400, 'invalid-id'],
]);

it('stores no refused file, and other routes refuse CSV', async () => {
  const [left] = await shop.sql(`SELECT count(*)::int FROM imports WHERE status = 'uploading'`);
  expect(left).toEqual({ count: 0 });
  const answer = await larder.send({
    method: 'POST',
    url: '/v1/auth/login',
    payload: 'a,b',
    headers: { 'content-type': 'text/csv' },
  });
  expect(answer.status).toBe(415);
});

const priced = (rows: number, price: number) =>
  Array.from({ length: rows }, (_, n) => `F-${n},${price}.00,none,,,${price}`);
const atPrice = async (priceMinor: number): Promise<number> =>
  (
    await shop.sql<{ count: number }>(
      'SELECT count(*)::int FROM listings WHERE store_id = $1 AND price_minor = $2',
      [shop.storeId, priceMinor],
    )
  )[0]!.count;
/** Products whose stock on hand differs from the sum of their movements. */
const unbalanced = () =>
  shop.sql(
    `SELECT product_id FROM store_products stocked
     WHERE on_hand <> (SELECT coalesce(sum(delta), 0) FROM stock_movements movement
                       WHERE movement.store_id = stocked.store_id
                         AND movement.product_id = stocked.product_id)`,
  );
