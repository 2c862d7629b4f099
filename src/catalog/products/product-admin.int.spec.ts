import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { editNow, ifMatch, makeProduct, plantCategory } from '../../../test/support/admin.js';
import { Larder, type Person } from '../../../test/support/larder.js';
import { expectProblem, invalid, type Refused, refuses } from '../../../test/support/problems.js';
import { tally, wanted } from '../../../test/support/people.js';
import { Database } from '../../platform/index.js';

let larder: Larder;
let admin: Person;
let categoryId: string;
beforeAll(async () => {
  larder = await Larder.open();
  admin = await larder.person('admin');
  categoryId = await plantCategory(larder, randomUUID(), 'pantry');
});
afterAll(() => larder?.close());

let count = 0;
const sku = () => `P-${(count += 1)}`;
const made = (fields: object = {}) =>
  makeProduct(admin, { sku: sku(), name: 'Thing', categoryId, ...fields });
const at = (id: string) => `/v1/admin/products/${id}`;

describe('a product', () => {
  it('is created with all its fields, and read with its ETag', async () => {
    const fields = {
      sku: 'FULL-1',
      barcode: '6291003012341',
      slug: 'yoghurt-8x180ml',
      name: '  Yoghurt \n Drink ',
      brand: 'Dune',
      description: 'Plain.',
      images: ['https://images.example.com/y.webp'],
      categoryId,
      size: '8x180ml',
      soldBy: 'each',
      taxRateBasisPoints: 500,
      dietary: ['vegetarian'],
      allergens: ['milk'],
      minimumAge: 18,
      limitPerOrder: 6,
    };
    const answer = await admin.post('/v1/admin/products', fields);
    expect(answer.status, answer.text).toBe(201);
    expect(answer.headers.location).toBe(at(answer.body.id));
    expect(answer.headers.etag).toBe('"1"');
    expect(answer.body).toEqual({
      ...fields,
      name: 'Yoghurt Drink',
      id: answer.body.id,
      version: 1,
      measure: { count: 8, amount: 180, unit: 'ml', approximate: false },
      retiredAt: null,
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
    });
    const read = await admin.get(at(answer.body.id));
    expect([read.status, read.headers.etag, read.body]).toEqual([200, '"1"', answer.body]);
    const again = await admin.get(at(answer.body.id), { 'if-none-match': '"1"' });
    expect(again.status).toBe(304);
  });

  it('gets a slug of its own, and keeps it when its name changes', async () => {
    const [first, second] = [await made({ name: 'Twin' }), await made({ name: 'Twin' })];
    expect(first.slug).toBe('twin');
    expect(second.slug).toBe(`twin-${String(second.sku).toLowerCase()}`);
    const { body } = await editNow(admin, first.id, { name: 'Renamed' });
    expect([body.slug, body.name, body.version]).toEqual(['twin', 'Renamed', 2]);
  });

  it('gets a free slug, however many similar ones are taken', async () => {
    await made({ name: 'Triplet' });
    const last = sku();
    const suffixed = `triplet-${last.toLowerCase()}`;
    await made({ slug: suffixed });
    await made({ slug: `${suffixed}-2` });
    expect((await made({ name: 'Triplet', sku: last })).slug).toBe(`${suffixed}-3`);
  });

  it('keeps fields that an edit leaves out, and clears those sent as null', async () => {
    const { id } = await made({ brand: 'Dune', size: '500 g', minimumAge: 16 });
    const { body } = await editNow(admin, id, { brand: null, size: '1 kg' });
    expect(body).toMatchObject({
      brand: null,
      size: '1 kg',
      measure: { count: 1, amount: 1000, unit: 'g' },
      minimumAge: 16,
    });
    expect((await editNow(admin, id, { size: null })).body).toMatchObject({ measure: null });
  });

  it('is retired and restored', async () => {
    const { id } = await made();
    const retired = await admin.post(`${at(id)}/retire`, undefined, ifMatch(1));
    expect([retired.status, retired.headers.etag]).toEqual([200, '"2"']);
    expect(retired.body.retiredAt).not.toBeNull();
    const restored = await admin.post(`${at(id)}/restore`, undefined, ifMatch(2));
    expect([restored.status, restored.body.retiredAt]).toEqual([200, null]);
  });
});

const nobody = randomUUID();
const create = (fields: object) =>
  admin.post('/v1/admin/products', { sku: sku(), name: 'Thing', categoryId, ...fields });
const faults: readonly [field: string, value: unknown][] = [
  ['sku', ''],
  ['sku', ' a'],
  ['sku', 'a\tb'],
  ['sku', 'x'.repeat(65)],
  ['name', null],
  ['name', '   '],
  ['name', 'x'.repeat(201)],
  ['name', 7],
  ['barcode', '12345'],
  ['barcode', '4006381333930'],
  ['slug', 'Milk'],
  ['slug', 'a--b'],
  ['slug', randomUUID()],
  ['images', ['http://images.example.com/a.webp']],
  ['images', ['https://user:pass@images.example.com/a.webp']],
  ['images', ['javascript:alert(1)']],
  ['images', 'https://images.example.com/a.webp'],
  ['images', Array.from({ length: 11 }, (_, n) => `https://images.example.com/${n}.webp`)],
  ['soldBy', 'litre'],
  ['taxRateBasisPoints', -1],
  ['taxRateBasisPoints', 10_001],
  ['taxRateBasisPoints', 0.5],
  ['dietary', ['paleo']],
  ['allergens', ['milk', 'milk']],
  ['minimumAge', 0],
  ['minimumAge', '18'],
  ['limitPerOrder', 0],
  ['categoryId', 'pantry'],
];

refuses('a new product with', [
  ...faults.map(([field, value]): Refused => [
    `${field} ${JSON.stringify(value).slice(0, 60)}`,
    () => create({ [field]: value }),
    ...invalid,
    { errors: expect.arrayContaining([expect.objectContaining({ pointer: `/${field}` })]) },
  ]),
  ['an unknown field', () => create({ price: 5 }), 400, 'unknown-field'],
  ['an unknown category', () => create({ categoryId: nobody }), 422, 'category-unknown'],
]);

const edit = async (headers: Record<string, string>, changes: object = { name: 'New' }) =>
  admin.patch(at((await made()).id), changes, headers);

refuses('an edit', [
  ['without If-Match', () => edit({}), 428, 'precondition-required'],
  ['of whatever there is', () => edit({ 'if-match': '*' }), 428, 'precondition-required'],
  ['of a version to come', () => edit(ifMatch(2)), 412, 'version-mismatch'],
  ['by a weak ETag', () => edit({ 'if-match': 'W/"1"' }), 412, 'etag-not-ours'],
  ['by an ETag that is none', () => edit({ 'if-match': '1' }), 412, 'etag-not-ours'],
  ['of nothing', () => admin.patch(at(nobody), {}, ifMatch(1)), 404, 'product-not-found'],
  ['of no id', () => admin.patch(at('abc'), {}, ifMatch(1)), 400, 'invalid-id'],
  ['to no name', () => edit(ifMatch(1), { name: '' }), ...invalid],
  ['to a version', () => edit(ifMatch(1), { version: 7 }), 400, 'unknown-field'],
  ['to nowhere', () => edit(ifMatch(1), { categoryId: nobody }), 422, 'category-unknown'],
]);

it.each(['retire', 'restore'])(
  'does not %s without If-Match, or with a stale one',
  async (action) => {
    const { id } = await made();
    expectProblem(await admin.post(`${at(id)}/${action}`), 428, 'precondition-required');
    const stale = await admin.post(`${at(id)}/${action}`, undefined, ifMatch(9));
    expectProblem(stale, 412, 'version-mismatch');
  },
);

it('gives a SKU, a slug and a barcode to only one of many concurrent requests', async () => {
  const fields = { sku: 'RACE-1', name: 'Raced', categoryId };
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => admin.post('/v1/admin/products', fields)),
  );
  expect(tally(answers)).toEqual({ 201: 1, '409 sku-taken': 49 });
  const taken = { slug: 'taken-1', barcode: '12345670' };
  const first = await made(taken);
  expectProblem(await create({ slug: taken.slug }), 409, 'slug-taken');
  expectProblem(await create({ barcode: taken.barcode }), 409, 'barcode-taken');
  expectProblem(await editNow(admin, (await made()).id, { sku: first.sku }), 409, 'sku-taken');
});

describe('many editors of one product', () => {
  const editors = 20;
  const rounds = 5;

  it('never overwrite a version that they have not read', async () => {
    const { id } = await made();
    const answers = await Promise.all(
      Array.from({ length: editors }, async (_, editor) => {
        const own = [];
        for (let round = 0; round < rounds; round += 1) {
          own.push(await editNow(admin, id, { name: `by ${editor} in ${round}` }));
        }
        return own;
      }),
    );
    const accepted = answers.flat().filter((answer) => answer.status === 200);
    const refused = answers.flat().filter((answer) => answer.body.code === 'version-mismatch');
    expect(accepted.length + refused.length).toBe(editors * rounds);
    expect(refused.length).toBeGreaterThan(0);
    const now = await wanted(200, admin.get(at(id)));
    expect(now.version).toBe(1 + accepted.length);
    expect(new Set(accepted.map((answer) => answer.body.version)).size).toBe(accepted.length);
    const last = accepted.find((answer) => answer.body.version === now.version);
    expect(now.name).toBe(last!.body.name);
  });

  it('would, if the version were compared before the statement instead of in it', async () => {
    const { id } = await made();
    const database = larder.app.get(Database);
    const naive = async (name: string): Promise<boolean> => {
      const read = async () =>
        (
          await database.query<{ version: number }>(`SELECT version FROM products WHERE id = $1`, [
            id,
          ])
        )[0]!.version;
      const expected = await read();
      if ((await read()) !== expected) return false;
      await database.query('UPDATE products SET name = $2, version = $3 WHERE id = $1', [
        id,
        name,
        expected + 1,
      ]);
      return true;
    };
    const accepted = await Promise.all(
      Array.from({ length: editors * rounds }, (_, n) => naive(`naive ${n}`)),
    );
    const { version } = await wanted(200, admin.get(at(id)));
    expect(accepted.filter(Boolean).length).toBeGreaterThan(version - 1);
  });
});
