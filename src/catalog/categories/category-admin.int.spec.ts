import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ifMatch, makeProduct, priceNow } from '../../../test/support/admin.js';
import { Larder, type Person } from '../../../test/support/larder.js';
import { tally, wanted } from '../../../test/support/people.js';
import { invalid, type Refused, refuses } from '../../../test/support/problems.js';
import { openShop, type Shop } from '../../../test/support/shop.js';

let larder: Larder;
let admin: Person;
let shop: Shop;
beforeAll(async () => {
  larder = await Larder.open();
  admin = await larder.person('admin');
  shop = await openShop(larder, { products: [] });
});
afterAll(() => larder?.close());

const all = '/v1/admin/categories';
const at = (id: string) => `${all}/${id}`;
let count = 0;
const category = (parentId: string | null = null, more: object = {}) =>
  wanted(201, admin.post(all, { name: `Category ${(count += 1)}`, parentId, ...more }));
/** A department, an aisle in it, and a shelf in the aisle. */
async function branch() {
  const department = await category();
  const aisle = await category(department.id);
  return { department, aisle, shelf: await category(aisle.id) };
}
async function productIn(categoryId: string) {
  const fields = { sku: `C-${(count += 1)}`, name: `Product ${count}`, categoryId };
  const made = await makeProduct(admin, fields);
  await priceNow(admin, shop.storeId, made.id, { priceMinor: 1000 });
  return made;
}
const seen = async (id: string) =>
  (await larder.anyone.get(`/v1/products/${id}?store=${shop.storeId}`)).body;

describe('a category', () => {
  it('is created, read with its ETag, renamed, and keeps its slug', async () => {
    const department = await category(null, { name: 'Dairy & Eggs' });
    const made = await admin.post(all, { name: '  Milk ', parentId: department.id });
    expect([made.status, made.headers.etag]).toEqual([201, '"1"']);
    expect(made.body).toEqual({
      id: made.body.id,
      version: 1,
      slug: 'dairy-and-eggs-milk',
      name: 'Milk',
      parentId: department.id,
    });
    expect(made.headers.location).toBe(at(made.body.id));
    const renamed = await admin.patch(at(made.body.id), { name: 'Milks' }, ifMatch(1));
    expect(renamed.body).toEqual({ ...made.body, name: 'Milks', version: 2 });
    expect((await admin.get(at(made.body.id))).body).toEqual(renamed.body);
    const listed = (await admin.get(all)).body.items;
    expect(listed).toContainEqual({ ...renamed.body, productCount: 0 });
  });

  it('is renamed to another spelling of its own name', async () => {
    const { id, name } = await category();
    const spelled = name.replace(' ', '-').toLowerCase();
    const renamed = await admin.patch(at(id), { name: spelled }, ifMatch(1));
    expect([renamed.status, renamed.body.name]).toEqual([200, spelled]);
  });

  it('gets a free slug, however many similar ones are taken', async () => {
    const name = `Fruit (fresh) ${(count += 1)}`;
    const address = `fruit-fresh-${count}`;
    await category(null, { slug: `${address}-2` });
    const made = [];
    for (const each of [name, name.replace('(', '/ '), name.replace('(', '; ')]) {
      made.push((await category(null, { name: each })).slug);
    }
    expect(made).toEqual([address, `${address}-3`, `${address}-4`]);
  });

  it('shows its new name, and its new place, with the products below it', async () => {
    const { department, aisle, shelf } = await branch();
    const other = await category();
    const { id } = await productIn(shelf.id);
    expect((await seen(id)).path[0].id).toBe(department.id);
    await wanted(200, admin.patch(at(shelf.id), { name: 'Renamed' }, ifMatch(1)));
    expect((await seen(id)).category).toMatchObject({ id: shelf.id, name: 'Renamed' });
    await wanted(200, admin.patch(at(aisle.id), { parentId: other.id }, ifMatch(1)));
    expect((await seen(id)).path[0]).toMatchObject({ id: other.id, name: other.name });
    const list = await larder.anyone.get(
      `/v1/products?store=${shop.storeId}&category=${department.slug}`,
    );
    expect(list.body.items).toEqual([]);
  });

  it('is removed once it is empty', async () => {
    const { aisle, shelf } = await branch();
    const refused = await admin.delete(at(aisle.id), ifMatch(1));
    expect([refused.status, refused.body.code]).toEqual([409, 'category-not-empty']);
    const { id } = await productIn(shelf.id);
    expect((await admin.delete(at(shelf.id), ifMatch(1))).body.code).toBe('category-not-empty');
    await wanted(
      200,
      admin.patch(`/v1/admin/products/${id}`, { categoryId: aisle.id }, ifMatch(1)),
    );
    expect((await admin.delete(at(shelf.id), ifMatch(1))).status).toBe(204);
    expect((await admin.get(at(shelf.id))).status).toBe(404);
  });
});

const edit = async (changes: object, headers = ifMatch(1)) =>
  admin.patch(at((await category()).id), changes, headers);

/** A category's name that two products' sheets would spell in two ways. */
const crepes = async (): Promise<string> =>
  (await category(null, { name: `Crêpes & Co. ${(count += 1)}` })).name;
const otherSpelling = (name: string) => name.replace('Crêpes &', 'crepes-AND');

const misplaced = [422, 'category-misplaced'] as const;
refuses('a category', [
  ['without a name', () => admin.post(all, {}), ...invalid],
  ['with an empty name', () => admin.post(all, { name: ' ' }), ...invalid],
  ['with a bad slug', () => admin.post(all, { name: 'A', slug: 'A B' }), ...invalid],
  [
    'in nothing',
    () => admin.post(all, { name: 'A', parentId: randomUUID() }),
    422,
    'category-unknown',
  ],
  [
    'of a name that a neighbour has',
    async () => admin.post(all, { name: (await category()).name }),
    409,
    'category-name-taken',
  ],
  [
    'of a name that a neighbour spells otherwise',
    async () => admin.post(all, { name: otherSpelling(await crepes()) }),
    409,
    'category-name-taken',
    { detail: expect.stringContaining('“Crêpes & Co. ') },
  ],
  [
    'renamed to what a neighbour spells otherwise',
    async () => edit({ name: otherSpelling(await crepes()) }),
    409,
    'category-name-taken',
  ],
  [
    'moved beside one that is spelled otherwise',
    async () => {
      const beside = await crepes();
      const { id } = await category((await category()).id, { name: otherSpelling(beside) });
      return admin.patch(at(id), { parentId: null }, ifMatch(1));
    },
    409,
    'category-name-taken',
  ],
  [
    'of a slug that another has',
    async () => admin.post(all, { name: 'Slug', slug: (await category()).slug }),
    409,
    'slug-taken',
  ],
  [
    'on a fourth level',
    async () => admin.post(all, { name: 'A', parentId: (await branch()).shelf.id }),
    ...misplaced,
  ],
  [
    'with nothing to replace',
    () => admin.patch(at(randomUUID()), {}, ifMatch(1)),
    404,
    'category-not-found',
  ],
  ['whose name becomes blank', () => edit({ name: ' ' }), ...invalid],
  [
    'edited blindly',
    async () => admin.patch(at((await category()).id), {}),
    428,
    'precondition-required',
  ],
  ['edited as it was', () => edit({ name: 'A' }, ifMatch(2)), 412, 'version-mismatch'],
  [
    'removed blindly',
    async () => admin.delete(at((await category()).id)),
    428,
    'precondition-required',
  ],
  [
    'removed as it was',
    async () => admin.delete(at((await category()).id), ifMatch(2)),
    412,
    'version-mismatch',
  ],
  [
    'moved into itself',
    async () => {
      const { id } = await category();
      return admin.patch(at(id), { parentId: id }, ifMatch(1));
    },
    ...misplaced,
  ],
  [
    'moved below itself',
    async () => {
      const { department, shelf } = await branch();
      return admin.patch(at(department.id), { parentId: shelf.id }, ifMatch(1));
    },
    ...misplaced,
  ],
  [
    'moved too deep with what is below it',
    async () => {
      const { department } = await branch();
      return admin.patch(at(department.id), { parentId: (await category()).id }, ifMatch(1));
    },
    ...misplaced,
  ],
] satisfies Refused[]);

it('refuses a cycle when two categories move into each other', async () => {
  for (let round = 0; round < 5; round += 1) {
    const [a, b] = [await category(), await category()];
    const answers = await Promise.all([
      admin.patch(at(a.id), { parentId: b.id }, ifMatch(1)),
      admin.patch(at(b.id), { parentId: a.id }, ifMatch(1)),
    ]);
    expect(tally(answers)).toEqual({ 200: 1, '422 category-misplaced': 1 });
  }
});

it('lists a product under its category’s new name when both change at once', async () => {
  const [from, to] = [await category(), await category()];
  const product = await productIn(from.id);
  const shown: string[] = [];
  const names = Array.from({ length: 10 }, (_, round) => `Name ${round}`);
  for (const [round, name] of names.entries()) {
    const move = (categoryId: string, version: number) =>
      wanted(
        200,
        admin.patch(`/v1/admin/products/${product.id}`, { categoryId }, ifMatch(version)),
      );
    await Promise.all([
      wanted(200, admin.patch(at(to.id), { name }, ifMatch(round + 1))),
      move(to.id, 2 * round + 1),
    ]);
    shown.push((await seen(product.id)).category.name);
    await move(from.id, 2 * round + 2);
  }
  expect(shown).toEqual(names);
});
