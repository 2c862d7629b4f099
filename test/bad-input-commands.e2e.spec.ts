// Invalid requests to log in, to order and to drive; and requests for other people's things.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database } from '../src/platform/index.js';
import { Larder, type Person } from './support/larder.js';
import {
  anonymised,
  at,
  expectProblem,
  invalid,
  type Refused,
  refuses,
  unknownField,
} from './support/problems.js';

let larder: Larder;
let customer: Person;
let stranger: Person;
let driver: Person;
let otherDriver: Person;
let picker: Person;
let productId: string;
let epoch: number;
/** An order that is accepted, and assigned to the driver. */
let order: { id: string; deliveryId: string };
let quoteId: string;
let rowsBefore: unknown;

beforeAll(async () => {
  larder = await Larder.open({ demo: true });
  customer = await larder.demo('customer');
  stranger = await larder.person('customer');
  driver = await larder.demo('driver');
  otherDriver = await larder.person('driver');
  picker = await larder.demo('picker');
  productId = (await customer.get('/v1/products?q=milk&inStock=true')).body.items[0].id;
  const shift = await driver.post('/v1/driver/shift', { onDuty: true });
  epoch = shift.body.session.epoch;
  await buy('first');
  order = await handedOver((await buy('second')).id);
  quoteId = (await quote({})).body.id;
  rowsBefore = await rowCounts();
});
afterAll(() => larder?.close());

const cash = { paymentMethod: 'cash_on_delivery' };
const door = { line1: 'Pier Street 4', lat: 25.082, lng: 55.142 };
const quote = (change: object) =>
  customer.post('/v1/quotes', { lines: [{ productId, quantity: 1 }], deliverTo: door, ...change });
const quoteTo = (change: object) => quote({ deliverTo: { ...door, ...change } });
const quoteOf = (line: object) => quote({ lines: [{ productId, quantity: 1, ...line }] });
const place = (body: object, key?: string | string[]) => {
  const authorization = `Bearer ${customer.token}`;
  const headers = { authorization, ...(key !== undefined && { 'idempotency-key': key }) };
  return larder.send({ method: 'POST', url: '/v1/orders', headers, payload: { ...cash, ...body } });
};
const ping = (change: object) =>
  driver.post('/v1/driver/location', { epoch, fixes: [fix], ...change });
const fix = { seq: 1, lat: 25.1, lng: 55.1 };
const me = (authorization: string) => larder.anyone.get('/v1/me', { authorization });
const login = (body: object) => larder.anyone.post('/v1/auth/login', body);
const register = (change: object) => {
  const body = { email: 'new@test.example', password: 'a long password', displayName: 'New' };
  return larder.anyone.post('/v1/auth/register', { ...body, ...change });
};

async function buy(key: string): Promise<{ id: string }> {
  const answer = await place({ quoteId: (await quote({})).body.id }, key);
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.body;
}

async function handedOver(id: string) {
  await picker.post(`/v1/picking/orders/${id}/accept`);
  const dispatcher = await larder.demo('dispatcher');
  const { driverId } = (await dispatcher.get('/v1/ops/board')).body.drivers[0];
  const assigned = await dispatcher.post(`/v1/ops/orders/${id}/assign`, { driverId });
  return { id, deliveryId: assigned.body.deliveryId as string };
}

function rowCounts(): Promise<unknown> {
  const tables = ['accounts', 'quotes', 'orders', 'deliveries', 'shifts', 'idempotency_keys'];
  const counts = tables.map((table) => `(SELECT count(*) FROM ${table}) AS ${table}`);
  return larder.app.get(Database).query(`SELECT ${counts.join(', ')}`);
}

const quantities = [0, -1, 1.5, '2', 1e9, null, 2_147_483_648, true, [1], {}];
const doors = [
  { lat: 91 },
  { lng: 181 },
  { lat: 'NaN' },
  { lat: '12' },
  { lat: null },
  { line1: '' },
  { phone: '12' },
];
const manyLines = (count: number) =>
  Array.from({ length: count }, () => ({ productId, quantity: 1 }));

refuses('a quote with', [
  ...quantities.map((quantity): Refused => [
    `quantity ${JSON.stringify(quantity)}`,
    () => quoteOf({ quantity }),
    ...invalid,
    { errors: expect.arrayContaining([expect.objectContaining({ pointer: '/lines/0/quantity' })]) },
  ]),
  ...doors.map((change): Refused => [
    `door ${JSON.stringify(change)}`,
    () => quoteTo(change),
    ...invalid,
  ]),
  ...[undefined, null, [], [door], 'here'].map((deliverTo): Refused => [
    `deliverTo ${JSON.stringify(deliverTo)}`,
    () => quote({ deliverTo }),
    ...invalid,
  ]),
  ...[{}, [[]], [null], 'milk'].map((lines): Refused => [
    `lines ${JSON.stringify(lines)}`,
    () => quote({ lines }),
    ...invalid,
  ]),
  ['no lines, and none in the cart', () => quote({ lines: undefined }), 422, 'cart-empty'],
  ['no line', () => quote({ lines: [] }), ...invalid, at('/lines')],
  ['101 lines', () => quote({ lines: manyLines(101) }), ...invalid, at('/lines')],
  [
    'an unknown product',
    () => quote({ lines: [...manyLines(1), { productId: randomUUID(), quantity: 1 }] }),
    422,
    'product-unavailable',
    at('/lines/1/productId'),
  ],
  ['a price', () => quoteOf({ price: 1 }), ...unknownField, at('/lines/0/price')],
  ['a total', () => quote({ total: 1 }), ...unknownField, at('/total')],
  ['a customer', () => quote({ customerId: randomUUID() }), ...unknownField, at('/customerId')],
  ['a door out of the zone', () => quoteTo({ lat: 60 }), 422, 'out-of-service-area'],
  ['an unknown slot', () => quote({ slotId: randomUUID() }), 422, 'slot-unavailable'],
  ['an unknown store', () => quote({ store: 'nowhere' }), 404, 'store-not-found'],
]);

const invalidKey = [400, 'idempotency-key-invalid'] as const;
refuses('an order with', [
  ['no key', () => place({ quoteId }), 400, 'idempotency-key-required'],
  ['two keys', () => place({ quoteId }, ['one', 'two']), ...invalidKey],
  ['an overlong key', () => place({ quoteId }, 'x'.repeat(256)), ...invalidKey],
  ['a key that is not ASCII', () => place({ quoteId }, 'clé'), ...invalidKey],
  ['the key of another order', () => place({ quoteId }, 'first'), 422, 'idempotency-key-reused'],
  ['no quote', () => place({}, 'bad'), ...invalid, at('/quoteId')],
  ['a total', () => place({ quoteId, total: 1 }, 'bad'), ...unknownField, at('/total')],
  ['a status', () => place({ quoteId, status: 'delivered' }, 'bad'), ...unknownField],
  ['a card', () => place({ quoteId, paymentMethod: 'card' }, 'bad'), ...invalid],
]);

const stale = [409, 'illegal-transition'] as const;

const may = (...allowed: string[]) => ({ allowed });
const pick = (action: string) => picker.post(`/v1/picking/orders/${order.id}/${action}`);
const deliver = (step: string, body?: object) =>
  driver.post(`/v1/driver/deliveries/${order.deliveryId}/${step}`, body);
refuses('a step out of turn:', [
  ['ready unpicked', () => pick('ready'), ...stale, may('start')],
  ['collect unpacked', () => deliver('collect'), ...stale, may()],
  [
    'deliver uncollected',
    () => deliver('deliver', { cashCollectedMinor: 1 }),
    409,
    'illegal-delivery-step',
    may('arrive', 'release'),
  ],
]);

const offShift = [409, 'driver-off-shift'] as const;
refuses('a ping with', [
  ['no fix', () => ping({ fixes: [] }), ...invalid, at('/fixes')],
  ['51 fixes', () => ping({ fixes: Array.from({ length: 51 }, () => fix) }), ...invalid],
  ['a fix outside of a list', () => ping({ fixes: fix }), ...invalid],
  ['another driver', () => ping({ driverId: randomUUID() }), ...unknownField, at('/driverId')],
  ['an old epoch', () => ping({ epoch: epoch - 1 }), 409, 'session-replaced'],
  ['an epoch to come', () => ping({ epoch: epoch + 1 }), ...offShift],
  ['a customer’s token', () => customer.post('/v1/driver/location', {}), 403, 'forbidden'],
]);

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const noLogin = [401, 'unauthenticated'] as const;
const noToken = [401, 'invalid-token'] as const;
const forged = (header: object, signature: string) => {
  const payload = JSON.parse(Buffer.from(customer.token!.split('.')[1]!, 'base64url').toString());
  return me(`Bearer ${part(header)}.${part({ ...payload, role: 'admin' })}.${signature}`);
};
const signature = () => customer.token!.split('.')[2]!;
refuses('an authorization', [
  ['of nothing', () => me(''), ...noLogin],
  ['without a token', () => me('Bearer '), ...noLogin],
  ['of another scheme', () => me('Basic YTpi'), ...noLogin],
  ['of garbage', () => me('Bearer ~~~'), ...noToken],
  ['of 9 KB', () => me(`Bearer ${'x'.repeat(9 * 1024)}`), ...noToken],
  ['with alg none', () => forged({ alg: 'none', typ: 'at+jwt' }, ''), ...noToken],
  ['that was changed', () => forged({ alg: 'HS256', typ: 'at+jwt' }, signature()), ...noToken],
  ['with a role asked for', () => register({ role: 'admin' }), ...unknownField, at('/role')],
  ['with a number for a password', () => login({ email: 'a@b.example', password: 1 }), ...invalid],
]);

it('answers a wrong password and an unknown person alike', async () => {
  const password = 'not the password';
  const known = await login({ email: 'customer@larder.example', password });
  const nobody = await login({ email: 'nobody@larder.example', password });
  expectProblem(known, 401, 'invalid-credentials');
  expect(anonymised(nobody)).toEqual(anonymised(known));
});

describe('things of somebody else are not found:', () => {
  const tracked = (id: string) => stranger.get(`/v1/orders/${id}/tracking`);
  const decided = (id: string) => {
    const url = `/v1/orders/${id}/lines/${randomUUID()}/substitution`;
    return stranger.post(url, { decision: 'approve' });
  };
  const collected = (id: string) => otherDriver.post(`/v1/driver/deliveries/${id}/collect`);
  const bought = (id: string) =>
    stranger.post('/v1/orders', { ...cash, quoteId: id }, { 'idempotency-key': id });

  it.each([
    [
      'an order',
      'order-not-found',
      (id: string) => stranger.get(`/v1/orders/${id}`),
      () => order.id,
    ],
    ['its tracking', 'order-not-found', tracked, () => order.id],
    ['its substitution', 'order-not-found', decided, () => order.id],
    ['a quote', 'quote-not-found', bought, () => quoteId],
    ['a delivery', 'delivery-not-found', collected, () => order.deliveryId],
  ] as const)('%s', async (_, code, ask, id) => {
    // The owner has just asked: the owner's cached answer must not show.
    expect((await customer.get(`/v1/orders/${order.id}/tracking`)).status).toBe(200);
    const foreign = [await ask(id()), await ask(id())];
    const unknown = await ask(randomUUID());
    for (const answer of [...foreign, unknown]) expectProblem(answer, 404, code);
    for (const answer of foreign) expect(anonymised(answer)).toEqual(anonymised(unknown));
  });

  it('a cursor', async () => {
    const { nextCursor } = (await customer.get('/v1/orders?limit=1')).body;
    expect((await customer.get(`/v1/orders?limit=1&cursor=${nextCursor}`)).status).toBe(200);
    const taken = await stranger.get(`/v1/orders?limit=1&cursor=${nextCursor}`);
    expectProblem(taken, 400, 'invalid-cursor');
  });
});

it('has written nothing for all of this', async () => {
  expect(await rowCounts()).toEqual(rowsBefore);
});
