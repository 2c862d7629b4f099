// Admins whose connection broke: repeated creates and empty edits.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ifMatch, makeProduct, plantCategory } from '../../test/support/admin.js';
import { type Answer, Larder, type Person } from '../../test/support/larder.js';
import { tally, wanted } from '../../test/support/people.js';
import { expectProblem } from '../../test/support/problems.js';
import { fresh, openShop, type Shop } from '../../test/support/shop.js';

let larder: Larder;
let admin: Person;
let shop: Shop;
let categoryId: string;

beforeAll(async () => {
  larder = await Larder.open();
  admin = await larder.person('admin');
  shop = await openShop(larder, { products: [] });
  categoryId = await plantCategory(larder, randomUUID(), 'pantry');
});
afterAll(() => larder?.close());

const skus = new Map<string, string>();
/** Equal names give equal SKUs, so that a repeat sends the same body. */
function skuOf(name: string): string {
  if (!skus.has(name)) skus.set(name, fresh('ONCE'));
  return skus.get(name)!;
}

type Headers = Record<string, string>;
const routes: [
  path: string,
  status: number,
  send: (name: string, headers: Headers, by: Person) => Promise<Answer>,
][] = [
  [
    '/v1/admin/products',
    201,
    (name, headers, by) =>
      by.post('/v1/admin/products', { sku: skuOf(name), name, categoryId }, headers),
  ],
  [
    '/v1/admin/categories',
    201,
    (name, headers, by) => by.post('/v1/admin/categories', { name }, headers),
  ],
  [
    '/v1/admin/imports',
    202,
    (name, headers, by) =>
      larder.send({
        method: 'POST',
        url: `/v1/admin/imports?kind=feed&store=${shop.storeId}`,
        payload: `sku,price\n${name},1`,
        headers: { authorization: `Bearer ${by.token}`, 'content-type': 'text/csv', ...headers },
      }),
  ],
];

describe.each(routes)('POST %s', (path, status, sendAs) => {
  const send = (name: string, headers: Headers, by = admin) => sendAs(name, headers, by);
  const rows = async () => {
    const table = path.split('/').at(-1)!;
    return (await shop.sql<{ count: number }>(`SELECT count(*)::int FROM ${table}`))[0]!.count;
  };

  it('with a key runs once, and a repeat gets the same answer', async () => {
    const key = { 'idempotency-key': fresh('key') };
    const name = fresh('first');
    const before = await rows();
    const first = await send(name, key);
    const again = await send(name, key);
    expect([first.status, again.status, again.text]).toEqual([status, status, first.text]);
    expect(again.headers.location).toBe(`${path}/${first.body.id}`);
    expect(again.headers).toMatchObject({
      location: first.headers.location,
      'idempotency-replayed': 'true',
    });
    expect([first.headers['idempotency-replayed'], again.headers.etag]).toEqual([
      undefined,
      first.headers.etag,
    ]);
    expectProblem(await send(fresh('other'), key), 422, 'idempotency-key-reused');
    expect(await rows()).toBe(before + 1);
  });

  it('with one key, sent many times at once, runs once', async () => {
    const [key, name, before] = [{ 'idempotency-key': fresh('key') }, fresh('many'), await rows()];
    const answers = await Promise.all(Array.from({ length: 8 }, () => send(name, key)));
    expect(tally(answers)).toEqual({ [status]: 8 });
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(await rows()).toBe(before + 1);
  });

  it('does not share keys between admins, nor requests without a key', async () => {
    const [key, before] = [{ 'idempotency-key': fresh('key') }, await rows()];
    const other = await larder.person('admin');
    await wanted(status, send(fresh('mine'), key));
    await wanted(status, send(fresh('theirs'), key, other));
    await wanted(status, send(fresh('free'), {}));
    expect(await rows()).toBe(before + 3);
    expectProblem(await send('x', { 'idempotency-key': 'a,b' }), 400, 'idempotency-key-invalid');
    expect(await rows()).toBe(before + 3);
  });
});

describe('an edit that changes nothing', () => {
  it.each([
    ['product', async () => makeProduct(admin, { sku: fresh('E'), name: 'Thing', categoryId })],
    ['category', async () => wanted(201, admin.post('/v1/admin/categories', { name: fresh('E') }))],
    ['store', async () => ({ id: shop.storeId })],
  ])('leaves a %s and its version as they are', async (kind, make) => {
    const { id } = await make();
    const url = `/v1/admin/${kind === 'category' ? 'categories' : `${kind}s`}/${id}`;
    const before = await admin.get(url);
    const after = await admin.patch(url, {}, ifMatch(1));
    expect([after.status, after.headers.etag, after.body]).toEqual([200, '"1"', before.body]);
    expect((await admin.get(url)).headers.etag).toBe('"1"');
    expectProblem(await admin.patch(url, {}, ifMatch(2)), 412, 'version-mismatch');
    expectProblem(await admin.patch(url, {}), 428, 'precondition-required');
  });
});
