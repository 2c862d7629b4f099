// A store's slug names it in any case, in every place where a request names a store.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApiOf } from '../src/platform/http/docs.js';
import { makeProduct } from './support/admin.js';
import { type Answer, Larder, type Person } from './support/larder.js';
import { wanted } from './support/people.js';
import { door, fresh, openShop, type Shop } from './support/shop.js';

let larder: Larder;
let people: Record<'admin' | 'customer' | 'driver' | 'picker', Person>;
let shop: Shop;
let slug: string;
let productId: string;
beforeAll(async () => {
  larder = await Larder.open();
  const [admin, customer, driver, picker] = await Promise.all([
    larder.person('admin'),
    larder.person('customer'),
    larder.person('driver'),
    larder.person('picker'),
  ]);
  people = { admin, customer, driver, picker };
  // Two stores, so that requests must name one.
  await openShop(larder, { products: [] });
  shop = await openShop(larder, { products: [{ sku: 'NAMED', stock: 1000 }] });
  slug = (await wanted(200, larder.anyone.get(`/v1/stores/${shop.storeId}`))).slug;
  productId = shop.productId('NAMED');
});
afterAll(() => larder?.close());

const asFile = (store: string) =>
  larder.send({
    method: 'POST',
    url: `/v1/admin/imports?kind=feed&store=${store}`,
    payload: 'sku,price\nNAMED,10.00\n',
    headers: { authorization: `Bearer ${people.admin.token}`, 'content-type': 'text/csv' },
  });
const priceAt = async (store: string) => {
  const fields = { sku: fresh('P'), name: 'Thing', categoryId: await categoryId() };
  const { id } = await makeProduct(people.admin, fields);
  return people.admin.put(`/v1/admin/stores/${store}/products/${id}/price`, { priceMinor: 5 });
};
const categoryId = async () =>
  (await wanted(200, people.admin.get('/v1/admin/categories'))).items[0].id;
let hours = 4;
const slot = (store: string) => {
  const at = Date.now() + (hours += 1) * 3_600_000;
  const [startsAt, endsAt] = [at, at + 3_600_000].map((time) => new Date(time).toISOString());
  return people.admin.post('/v1/admin/slots', { store, startsAt, endsAt, capacity: 1 });
};
const ring = [
  [50, 50],
  [50, 51],
  [51, 51],
].map(([lat, lng]) => ({ lat, lng }));
const zone = (store: string | null) =>
  people.admin.post('/v1/admin/zones', { store, name: fresh('zone'), ring });
const movement = { productId: 'NAMED', reason: 'received', delta: 1 };

/** Every place that names a store. */
const ways: readonly [route: string, ask: (store: string) => Promise<Answer>][] = [
  ['GET /v1/stores/{id}', (store) => larder.anyone.get(`/v1/stores/${store}`)],
  ['GET /v1/categories', (store) => larder.anyone.get(`/v1/categories?store=${store}`)],
  ['GET /v1/products', (store) => larder.anyone.get(`/v1/products?store=${store}`)],
  [
    'GET /v1/products/{id}',
    (store) => larder.anyone.get(`/v1/products/${productId}?store=${store}`),
  ],
  [
    'GET /v1/products/{id}/substitutes',
    (store) => larder.anyone.get(`/v1/products/${productId}/substitutes?store=${store}`),
  ],
  ['GET /v1/slots', (store) => larder.anyone.get(`/v1/slots?store=${store}`)],
  [
    'GET /v1/serviceability',
    (store) => larder.anyone.get(`/v1/serviceability?store=${store}&lat=0.5&lng=0.5`),
  ],
  ['GET /v1/cart', (store) => people.customer.get(`/v1/cart?store=${store}`)],
  ['PUT /v1/cart', (store) => people.customer.put('/v1/cart', { store, lines: [] })],
  [
    'POST /v1/quotes',
    (store) => {
      const lines = [{ productId, quantity: 1 }];
      return people.customer.post('/v1/quotes', { store, lines, deliverTo: door });
    },
  ],
  [
    'POST /v1/driver/shift',
    (store) => people.driver.post('/v1/driver/shift', { onDuty: true, store }),
  ],
  ['POST /v1/admin/imports', asFile],
  [
    'GET /v1/admin/products/export',
    (store) => people.admin.get(`/v1/admin/products/export?store=${store}`),
  ],
  [
    'GET /v1/admin/products/{id}/stock',
    (store) => people.admin.get(`/v1/admin/products/${productId}/stock?store=${store}`),
  ],
  [
    'POST /v1/admin/stock/movements',
    (store) => people.admin.post('/v1/admin/stock/movements', { store, ...movement }),
  ],
  [
    'GET /v1/admin/stores/{id}/products/{productId}/price',
    (store) => people.admin.get(`/v1/admin/stores/${store}/products/${productId}/price`),
  ],
  ['PUT /v1/admin/stores/{id}/products/{productId}/price', priceAt],
  [
    'GET /v1/admin/stores/{id}/search-equals',
    (store) => people.admin.get(`/v1/admin/stores/${store}/search-equals`),
  ],
  [
    'GET /v1/admin/stores/{id}/delivery-terms',
    (store) => people.admin.get(`/v1/admin/stores/${store}/delivery-terms`),
  ],
  ['GET /v1/admin/slots', (store) => people.admin.get(`/v1/admin/slots?store=${store}`)],
  ['POST /v1/admin/slots', slot],
  [
    'POST /v1/admin/slots/follow-plan',
    (store) => people.admin.post(`/v1/admin/slots/follow-plan?store=${store}`),
  ],
  ['GET /v1/admin/zones', (store) => people.admin.get(`/v1/admin/zones?store=${store}`)],
  ['POST /v1/admin/zones', zone],
  ['GET /v1/admin/orders', (store) => people.admin.get(`/v1/admin/orders?store=${store}`)],
  ['GET /v1/picking/orders', (store) => people.picker.get(`/v1/picking/orders?store=${store}`)],
];

describe('a store is named in any case at', () => {
  it.each(ways)('%s', async (_, ask) => {
    const mixed = slug[0]!.toUpperCase() + slug.slice(1);
    const names = [slug, slug.toUpperCase(), mixed, shop.storeId, shop.storeId.toUpperCase()];
    const answers: Answer[] = [];
    for (const name of names) answers.push(await ask(name));
    expect(answers[0]!.status, answers[0]!.text).toBeLessThan(300);
    expect(answers.map(({ status }) => status)).toEqual(names.map(() => answers[0]!.status));
    const stores = answers.map(({ body }) => body?.storeId);
    expect(new Set(stores).size).toBe(1);
    expect((await ask(`${slug}x`)).body.code).toBe('store-not-found');
  });
});

it('covers every place in the document', () => {
  const { paths, components } = openApiOf(larder.app);
  const schemas = (components?.schemas ?? {}) as Schemas;
  const saying = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item as Record<string, Operation>).flatMap(([method, operation]) => {
      const { parameters = [], requestBody } = operation;
      const schema = requestBody?.content?.['application/json']?.schema.$ref?.split('/').at(-1);
      const fields = Object.keys(schemas[schema ?? '']?.properties ?? {});
      const isSaid = [...parameters.map(({ name }) => name), ...fields].includes('store');
      return isSaid ? [`${method.toUpperCase()} ${path}`] : [];
    }),
  );
  expect(saying.length).toBeGreaterThan(15);
  expect(ways.map(([route]) => route)).toEqual(expect.arrayContaining(saying));
});
interface Operation {
  readonly parameters?: readonly { readonly name: string }[];
  readonly requestBody?: {
    readonly content?: Record<string, { readonly schema: { readonly $ref?: string } }>;
  };
}
type Schemas = Record<string, { readonly properties?: object }>;

it('null in a body names no store, like a field left out', async () => {
  const asked = [
    people.customer.put('/v1/cart', { store: null, lines: [] }),
    people.customer.post('/v1/quotes', {
      store: null,
      lines: [{ productId, quantity: 1 }],
      deliverTo: door,
    }),
    people.admin.post('/v1/admin/stock/movements', { store: null, ...movement }),
    zone(null),
  ];
  for (const answer of await Promise.all(asked)) expect(answer.body.code).toBe('store-required');
});
it('a retry with the same key may spell the store differently', async () => {
  const key = { 'idempotency-key': fresh('key') };
  const move = (store: string) =>
    people.admin.post('/v1/admin/stock/movements', { store, ...movement }, key);
  const [first, again] = [await move(slug), await move(slug.toUpperCase())];
  expect([again.status, again.text]).toEqual([first.status, first.text]);
  expect(again.headers['idempotency-replayed']).toBe('true');
});
