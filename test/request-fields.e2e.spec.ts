// Fields of requests on a running shop: ids in any case, null, blank text, and equal lines.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, Larder, type Person } from './support/larder.js';
import { expectProblem, invalid } from './support/problems.js';

let larder: Larder;
let customer: Person;
let admin: Person;
let driver: Person;
let buns: string;
let bread: string;
let storeId: string;
const door = { line1: 'Pier Street 4', lat: 25.082, lng: 55.142 };

beforeAll(async () => {
  larder = await Larder.open({ demo: true });
  [customer, admin, driver] = await Promise.all([
    larder.demo('customer'),
    larder.demo('admin'),
    larder.demo('driver'),
  ]);
  const { items } = (await customer.get('/v1/products?inStock=true&category=bakery')).body;
  [buns, bread] = items.map(({ id }: { id: string }) => id);
  storeId = (await customer.get('/v1/stores')).body.items[0].id;
});
afterAll(() => larder?.close());

const upper = (id: string) => id.toUpperCase();
let count = 0;
const fresh = (name: string) => `${name}-${(count += 1)}`;
const versionOf = ({ body }: Answer) => ({ 'if-match': `"${body.version}"` });

describe('an id in upper case', () => {
  it('of products and addresses is the same id in a cart and a quote', async () => {
    const line = {
      productId: upper(buns),
      quantity: 4,
      preference: 'chosen',
      preferredProductId: upper(bread),
    };
    const ids = [{ productId: buns, preferredProductId: bread }];
    const cart = await customer.put('/v1/cart', { store: upper(storeId), lines: [line] });
    expect(cart.body).toMatchObject({ storeId, lines: ids });
    const address = (await customer.post('/v1/me/addresses', door)).body;
    const quote = await customer.post('/v1/quotes', {
      lines: [line],
      addressId: upper(address.id),
    });
    expect(quote.status, quote.text).toBe(201);
    expect(quote.body).toMatchObject({ lines: ids });
  });

  it('is a repeat of the same request under an Idempotency-Key', async () => {
    const { id } = (await quoteOf([{ productId: buns, quantity: 4 }])).body;
    const key = { 'idempotency-key': fresh('key') };
    const place = (quoteId: string) =>
      customer.post('/v1/orders', { quoteId, paymentMethod: 'cash_on_delivery' }, key);
    const first = await place(id);
    expect(first.status, first.text).toBe(201);
    const again = await place(upper(id));
    expect([again.status, again.headers['idempotency-replayed']]).toEqual([201, 'true']);
    expect(again.text).toBe(first.text);
    const found = await customer.get(`/v1/orders/${upper(first.body.id)}`);
    expect(found.body.id).toBe(first.body.id);
  });

  it('finds the same in a path and in a query', async () => {
    const found = await customer.get(`/v1/products/${upper(buns)}?store=${upper(storeId)}`);
    expect([found.status, found.body.id]).toEqual([200, buns]);
    const orders = await admin.get(`/v1/admin/orders?store=${upper(storeId)}`);
    expect(orders.body.items.length).toBeGreaterThan(0);
  });

  it('is kept and answered in lower case', async () => {
    const department = (await admin.post('/v1/admin/categories', { name: fresh('Aisle') })).body;
    const aisle = await admin.post('/v1/admin/categories', {
      name: fresh('Aisle'),
      parentId: upper(department.id),
    });
    expect(aisle.body.parentId).toBe(department.id);
  });
});

const quoteOf = (lines: object[], more: object = {}) =>
  customer.post('/v1/quotes', { lines, deliverTo: door, ...more });

/** A body, and what sends it; each time it is another thing, where names are unique. */
interface Route {
  readonly name: string;
  readonly body: () => object;
  readonly send: (body: object) => Promise<Answer>;
  readonly optional: readonly string[];
}

const edited = (path: string) => async (body: object) =>
  admin.patch(path, body, versionOf(await admin.get(path)));

describe('null in an optional field', () => {
  let routes: Route[];

  beforeAll(async () => {
    const { body: category } = await admin.post('/v1/admin/categories', { name: fresh('Shelf') });
    const { body: zone } = await admin.get('/v1/admin/zones');
    const product = await admin.post('/v1/admin/products', newProduct(category.id));
    routes = [
      {
        name: 'PUT /v1/cart',
        body: () => ({ lines: [{ productId: buns, quantity: 4 }] }),
        send: (body) => customer.put('/v1/cart', body),
        optional: ['store'],
      },
      {
        name: 'POST /v1/quotes',
        body: () => ({ lines: [{ productId: buns, quantity: 4 }], deliverTo: door }),
        send: (body) => customer.post('/v1/quotes', body),
        optional: ['store', 'addressId', 'slotId', 'tipMinor', 'holdStock'],
      },
      {
        name: 'a line of a quote',
        body: () => ({ productId: buns, quantity: 4 }),
        send: (line) => quoteOf([line]),
        optional: ['note', 'preference', 'preferredProductId', 'fallback'],
      },
      {
        name: 'POST /v1/me/addresses',
        body: () => door,
        send: (body) => customer.post('/v1/me/addresses', body),
        optional: ['label', 'isDefault', 'notes', 'phone', 'leaveAtDoor'],
      },
      {
        name: 'POST /v1/auth/register',
        body: () => ({
          email: `${fresh('a')}@test.example`,
          password: 'a long password',
          displayName: 'Amina',
        }),
        send: (body) => larder.anyone.post('/v1/auth/register', body),
        optional: ['phone'],
      },
      {
        name: 'POST /v1/driver/shift',
        body: () => ({ onDuty: true }),
        send: (body) => driver.post('/v1/driver/shift', body),
        optional: ['store', 'vehicle', 'capacity'],
      },
      {
        name: 'POST /v1/admin/categories',
        body: () => ({ name: fresh('Category') }),
        send: (body) => admin.post('/v1/admin/categories', body),
        optional: ['slug', 'parentId'],
      },
      {
        name: 'POST /v1/admin/products',
        body: () => newProduct(category.id),
        send: (body) => admin.post('/v1/admin/products', body),
        optional: [...productFields, 'slug'],
      },
      {
        name: 'PATCH /v1/admin/products/{id}',
        body: () => ({ taxRateBasisPoints: 500 }),
        send: edited(`/v1/admin/products/${product.body.id}`),
        optional: ['sku', 'name', 'categoryId', 'slug', 'images', 'soldBy', 'dietary', 'allergens'],
      },
      {
        name: 'POST /v1/admin/stock/movements',
        body: () => ({ productId: buns, reason: 'received', delta: 1 }),
        send: (body) => admin.post('/v1/admin/stock/movements', body),
        optional: ['store', 'counted', 'note'],
      },
      {
        name: 'PATCH /v1/admin/zones/{id}',
        body: () => ({}),
        send: edited(`/v1/admin/zones/${zone.items[0].id}`),
        optional: ['name', 'ring', 'holes', 'priority'],
      },
      {
        name: 'PATCH /v1/admin/stores/{id}',
        body: () => ({}),
        send: edited(`/v1/admin/stores/${storeId}`),
        optional: ['slug', 'name', 'timeZone', 'language', 'location', 'openingHours', 'holidays'],
      },
      {
        name: 'POST /v1/admin/stores/{id}/pause',
        body: () => ({ reason: 'A power cut' }),
        send: async (body) => {
          const answer = await admin.post(`/v1/admin/stores/${storeId}/pause`, body);
          await admin.post(`/v1/admin/stores/${storeId}/resume`);
          return answer;
        },
        optional: ['until'],
      },
    ];
  });

  const productFields = [
    'barcode',
    'brand',
    'description',
    'images',
    'size',
    'soldBy',
    'taxRateBasisPoints',
    'dietary',
    'allergens',
    'minimumAge',
    'limitPerOrder',
  ];
  const newProduct = (categoryId: string) => ({ sku: fresh('S'), name: fresh('Tea'), categoryId });
  /** What differs from request to request, whatever is sent. */
  const own = [
    'id',
    'sku',
    'slug',
    'name',
    'email',
    'version',
    'promise',
    'session',
    'since',
    'movements',
  ];
  const meaningOf = ({ status, body }: Answer) => [
    status,
    JSON.parse(
      JSON.stringify(body, (key, value: unknown) =>
        own.includes(key) || /At$|[rR]equestId|onHand|available/.test(key) ? undefined : value,
      ),
    ),
  ];

  it('does what leaving it out does', { timeout: 120_000 }, async () => {
    for (const { name, body, send, optional } of routes) {
      const left = meaningOf(await send(body()));
      expect(left[0], `${name} ${JSON.stringify(left)}`).toBeLessThan(300);
      for (const field of optional) {
        const answer = meaningOf(await send({ ...body(), [field]: null }));
        expect([name, field, ...answer]).toEqual([name, field, ...left]);
      }
    }
  });

  it('clears what an edit says that it clears', async () => {
    const { body: category } = await admin.post('/v1/admin/categories', { name: fresh('Shelf') });
    const { body: inner } = await admin.post('/v1/admin/categories', {
      name: fresh('Shelf'),
      parentId: category.id,
    });
    const moved = await edited(`/v1/admin/categories/${inner.id}`)({ parentId: null });
    expect([moved.status, moved.body.parentId]).toEqual([200, null]);
    const said = { brand: 'Wadi', description: 'Good', size: '1 l', minimumAge: 18 };
    const { body: made } = await admin.post('/v1/admin/products', {
      ...newProduct(category.id),
      ...said,
      limitPerOrder: 6,
    });
    expect(made).toMatchObject({ brand: 'Wadi', limitPerOrder: 6 });
    const cleared = { brand: null, size: '', description: '\u200b', limitPerOrder: null };
    const edit = edited(`/v1/admin/products/${made.id}`);
    expect((await edit({ ...cleared, minimumAge: null })).body).toMatchObject({
      brand: null,
      size: null,
      description: null,
      minimumAge: null,
      limitPerOrder: null,
    });
  });
});

describe('blank text', () => {
  it('in an optional field is as left out', async () => {
    const blank = { label: '', notes: ' \u200b', phone: '' };
    const { status, body } = await customer.post('/v1/me/addresses', { ...door, ...blank });
    expect([status, body.label, body.notes, body.phone]).toEqual([201, null, null, null]);
    const { body: quote } = await quoteOf([{ productId: buns, quantity: 4, note: '' }]);
    expect(quote.lines[0].note).toBeNull();
  });

  it.each(['', '   ', '\u200b', '\u2060\u00ad', '\u3164'])('%j is no address', async (line1) => {
    expectProblem(await customer.post('/v1/me/addresses', { ...door, line1 }), ...invalid);
    expectProblem(
      await quoteOf([{ productId: buns, quantity: 4 }], { deliverTo: { ...door, line1 } }),
      ...invalid,
    );
  });

  it('is no reason for a pause', async () => {
    const path = `/v1/admin/stores/${storeId}/pause`;
    expectProblem(await admin.post(path, { reason: ' \u200b ' }), ...invalid);
  });
});

describe('equal lines', () => {
  it('are one line of a quote and of a cart, and their quantities add', async () => {
    const lines = [
      { productId: buns, quantity: 4 },
      { productId: bread, quantity: 4 },
      { productId: upper(buns), quantity: 2, note: '', preference: 'refund' },
    ];
    const expected = [
      { productId: buns, quantity: 6 },
      { productId: bread, quantity: 4 },
    ];
    expect((await quoteOf(lines)).body.lines).toMatchObject(expected);
    const cart = await customer.put('/v1/cart', { lines });
    expect(cart.body.lines).toMatchObject(expected);
  });

  it('stay apart where the wishes differ', async () => {
    const lines = [
      { productId: buns, quantity: 4, note: 'sliced' },
      { productId: buns, quantity: 4, note: 'whole' },
    ];
    expect((await quoteOf(lines)).body.lines).toMatchObject(lines);
  });
});

describe('a moment', () => {
  it.each(['2030-01-01T10:00:00', '2030-01-01', '2030-01-01T10:00Z', '2030-01-01T10:00:00+0400'])(
    '%s is refused, as RFC 3339 does not write it so',
    async (until) => {
      const path = `/v1/admin/stores/${storeId}/pause`;
      expectProblem(await admin.post(path, { reason: 'A power cut', until }), ...invalid);
    },
  );

  it('with an offset is answered in UTC', async () => {
    const path = `/v1/admin/stores/${storeId}/pause`;
    const until = '2030-01-01t10:00:00.123456+04:00';
    const { body } = await admin.post(path, { reason: 'A power cut', until });
    expect(body.pause).toMatchObject({ until: '2030-01-01T06:00:00.123Z' });
    await admin.post(`/v1/admin/stores/${storeId}/resume`);
  });
});
