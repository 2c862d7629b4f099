// Invalid requests to any route, and their refusals: bodies, addresses, queries. Refusals of single
// routes are in bad-input-commands.e2e.spec.ts.
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Larder, type Person } from './support/larder.js';
import {
  at,
  expectProblem,
  invalid,
  type Refused,
  refuses,
  unknownField,
} from './support/problems.js';

let larder: Larder;
let customer: Person;
let productId: string;

beforeAll(async () => {
  larder = await Larder.open({ demo: true });
  customer = await larder.demo('customer');
  productId = (await customer.get('/v1/products?q=milk&inStock=true')).body.items[0].id;
});
afterAll(() => larder?.close());

const json = { 'content-type': 'application/json' };
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const door = { line1: 'Pier Street 4', lat: 25.082, lng: 55.142 };
const quote = (change: object) =>
  customer.post('/v1/quotes', { lines: [{ productId, quantity: 1 }], deliverTo: door, ...change });
const quoteTo = (change: object) => quote({ deliverTo: { ...door, ...change } });
const get = (url: string, headers: Record<string, string> = {}) => larder.anyone.get(url, headers);
const listing = (query: string) => get(`/v1/products?${query}`);
const twice = async (url: string, query: string) => {
  expect((await get(url)).status).toBe(200);
  return get(url + query);
};
const raw = (payload: string | Readable, headers: Record<string, string> = json) => {
  const all = { authorization: `Bearer ${customer.token}`, ...headers };
  return larder.send({ method: 'POST', url: '/v1/quotes', payload, headers: all });
};
const inChunks = (text: string) => Readable.from([Buffer.from(text)]);

const malformed = [400, 'malformed-json'] as const;
const foreign = [415, 'unsupported-media-type'] as const;
const packed = [415, 'unsupported-encoding'] as const;
const tooLarge = [413, 'payload-too-large'] as const;
const over = `{"a":"${'x'.repeat(64 * 1024)}"}`;
const deep = `{"lines":${'['.repeat(20_000)}${']'.repeat(20_000)}}`;
const roots = ['[]', '[{}]', '7', '"text"', 'true', 'null'];

refuses('a body', [
  ['truncated', () => raw('{"a":'), ...malformed],
  ['empty', () => raw(''), ...malformed],
  ['missing', () => customer.post('/v1/quotes'), ...malformed],
  ['with __proto__', () => raw('{"__proto__":{"polluted":1}}'), ...malformed],
  ['with a prototype', () => raw('{"constructor":{"prototype":{"polluted":1}}}'), ...malformed],
  ...roots.map((root): Refused => [`that is ${root}`, () => raw(root), ...invalid, at('')]),
  ['as text', () => raw('{}', { 'content-type': 'text/plain' }), ...foreign],
  ['of no type', () => raw('{}', {}), ...foreign],
  ['as a form', () => raw('a=1', form), ...foreign],
  ...['gzip', 'br', 'identity'].map((encoding): Refused => [
    `as ${encoding}`,
    () => raw('{}', { ...json, 'content-encoding': encoding }),
    ...packed,
  ]),
  ['over 64 KiB', () => raw(over), ...tooLarge],
  [
    'over 64 KiB without a length',
    () => raw(inChunks(over), { ...json, 'transfer-encoding': 'chunked' }),
    ...tooLarge,
  ],
  ['nested too deeply', () => raw(deep), ...invalid, at('')],
  ['with an unknown field', () => quote({ coupon: 'x' }), ...unknownField, at('/coupon')],
  ['with one further in', () => quoteTo({ 'a/b': 1 }), ...unknownField, at('/deliverTo/a~1b')],
  ['with constructor', () => quote({ constructor: 1 }), ...unknownField, at('/constructor')],
  ['with toString', () => quoteTo({ toString: 1 }), ...unknownField, at('/deliverTo/toString')],
  ['with 60 KB for 200', () => quoteTo({ line1: 'x'.repeat(60_000) }), ...invalid],
  ['with NUL', () => quoteTo({ notes: 'a\0b' }), ...invalid, at('/deliverTo/notes')],
  ['with half a character', () => quoteTo({ line1: 'a\ud800' }), ...invalid],
]);

it('pollutes no prototype', () => {
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
});

refuses('an address', [
  ['unknown', () => get('/v1/nothing'), 404, 'not-found'],
  ['that cannot be decoded', () => get('/v1/products/%'), 400, 'bad-request'],
  ['that is too long', () => get(`/v1/products/${'x'.repeat(101)}`), 400, 'bad-request'],
  ['with NUL', () => get('/v1/products/%00'), ...invalid, at('/id')],
  ['with no id', () => customer.get('/v1/orders/abc'), 400, 'invalid-id'],
  ['of no product', () => get(`/v1/products/${randomUUID()}`), 404, 'product-not-found'],
  ['of no slug', () => get('/v1/products/nothing-of-the-kind'), 404, 'product-not-found'],
]);

it.each([
  ['PUT', '/v1/me', 'DELETE, GET, HEAD'],
  ['DELETE', '/v1/orders', 'GET, HEAD, POST'],
  ['PATCH', '/v1/products', 'GET, HEAD'],
  ['TRACE', '/v1/products/whole-milk-1-l?store=x', 'GET, HEAD'],
  ['OPTIONS', '/v1/auth/login', 'POST'],
  ['POST', '/v1/admin/products/export', 'GET, HEAD, PATCH'],
  ['GET', '/v1/admin/products/x/retire', 'POST'],
  ['POST', '/livez', 'GET, HEAD'],
] as const)('tells that %s %s is no method of a path that is one', async (method, url, allow) => {
  const body = { payload: 'a=1', headers: form };
  const answer = await larder.send({ method, url, ...(method === 'POST' && body) });
  expectProblem(answer, 405, 'method-not-allowed');
  expect(answer.headers.allow).toBe(allow);
});

it.each(['/v1/me/', '/v1/products//substitutes', '/v1/admin', '/V1/me', '/'])(
  'takes %s for no path, whatever the method',
  async (url) => {
    const answers = [larder.send({ method: 'PUT', url }), get(url)];
    for (const answer of await Promise.all(answers)) expectProblem(answer, 404, 'not-found');
  },
);

refuses('a route without a query', [
  ['cached', () => get('/v1/stores?foo=1'), ...unknownField, at('/foo')],
  ['cached, asked well before', () => twice('/v1/stores/harbour', '?a~b=1'), ...unknownField],
  ['of somebody', () => customer.get('/v1/me?__proto__[x]=1'), ...unknownField],
  ['with a body', () => customer.post('/v1/quotes?constructor=1', {}), ...unknownField],
  ['with an id', () => customer.get(`/v1/orders/${randomUUID()}?store=1`), ...unknownField],
]);

it('lets machines send unknown query fields', async () => {
  expect((await get('/livez?verbose')).status).toBe(200);
});

const limits = '0 -1 101 1e3 1e1 0x10 NaN 9007199254740993 1.5 %205'.split(' ');
const names = ['foo', '__proto__', 'constructor', 'toString', '__proto__[x]', 'q[x]'];
const prices = '-1 0.001 1e3 1000000000001 9007199254740993 NaN'.split(' ');
const contradiction = [422, 'inconsistent-filter'] as const;
const sorts = ['price;drop', 'passwordHash', 'constructor', ''];

refuses('a listing with', [
  ...limits.map((limit): Refused => [
    `limit=${limit}`,
    () => listing(`limit=${limit}`),
    ...invalid,
    { errors: expect.arrayContaining([expect.objectContaining({ pointer: '/limit' })]) },
  ]),
  ...names.map((name): Refused => [
    name,
    () => listing(`${name}=1`),
    ...unknownField,
    at(`/${name}`),
  ]),
  ...sorts.map((sort): Refused => [`sort=${sort}`, () => listing(`sort=${sort}`), ...invalid]),
  ['orders and a bad limit', () => customer.get('/v1/orders?limit=0x10'), ...invalid],
  ['two q', () => listing('q=a&q=b'), ...invalid],
  ['NUL in q', () => listing('q=a%00'), ...invalid, at('/q')],
  ['an unknown store', () => listing('store=nowhere'), 404, 'store-not-found'],
  ['a q of 101 characters', () => listing(`q=${'x'.repeat(101)}`), ...invalid, at('/q')],
  ['a q of 60 KB', () => listing(`q=${'x'.repeat(60_000)}`), ...invalid, at('/q')],
  ['an unknown claim', () => listing('dietary=paleo'), ...invalid, at('/dietary')],
  ['one among others', () => listing('dietary=vegan,paleo'), ...invalid, at('/dietary')],
  ['an empty claim', () => listing('dietary='), ...invalid, at('/dietary')],
  ['claims in brackets', () => listing('dietary[]=vegan'), ...unknownField, at('/dietary[]')],
  ['NUL in a claim', () => listing('dietary=vegan%00'), ...invalid, at('/dietary')],
  ['NUL in a brand', () => listing('brand=a%00'), ...invalid, at('/brand')],
  ['an empty brand', () => listing('brand='), ...invalid, at('/brand')],
  ['two brands', () => listing('brand=a&brand=b'), ...invalid],
  ...prices.map((price): Refused => [
    `minPrice=${price}`,
    () => listing(`minPrice=${price}`),
    ...invalid,
  ]),
  ['onSale=1', () => listing('onSale=1'), ...invalid, at('/onSale')],
  ['count=yes', () => listing('count=yes'), ...invalid, at('/count')],
  ['a price range upside down', () => listing('minPrice=2&maxPrice=1'), ...contradiction],
  ['relevance without words', () => listing('sort=relevance'), ...contradiction],
]);

const bogus = [400, 'invalid-cursor'] as const;
const edited = (text: string) => (text.startsWith('A') ? 'B' : 'A') + text.slice(1);
const cursorOf = async (query: string): Promise<string> =>
  (await listing(`${query}&limit=1`)).body.nextCursor;
const continued = async (query: string, change: (cursor: string) => string) =>
  listing(`limit=1&cursor=${change(await cursorOf(query))}`);

refuses('a cursor', [
  ['forged', () => listing(`cursor=${Buffer.alloc(40).toString('base64url')}`), ...bogus],
  ['too short', () => listing('cursor=AAAA'), ...bogus],
  ['edited', () => continued('sort=name', edited), ...bogus],
  ['cut', () => continued('sort=name', (cursor) => cursor.slice(0, -4)), ...bogus],
  ['in another spelling', () => continued('sort=name', (cursor) => `${cursor}=`), ...bogus],
  ['of another sort', () => continued('sort=price', (cursor) => cursor), ...bogus],
  ['of a search', () => continued('q=milk', (cursor) => cursor), ...bogus],
  ['of another filter', () => continued('inStock=true', (cursor) => cursor), ...bogus],
  ['of another price', () => continued('minPrice=1', (cursor) => cursor), ...bogus],
  ['of another category', () => continued('category=drinks', (cursor) => cursor), ...bogus],
]);

it('continues with a valid cursor, so that the refusals mean something', async () => {
  const answer = await continued('sort=name', (cursor) => cursor);
  expect([answer.status, answer.body?.items.length]).toEqual([200, 1]);
});

it.each([randomUUID(), 'no-such-category'])('lists nothing in category %s', async (category) => {
  const answer = await listing(`category=${category}`);
  expect([answer.status, answer.body]).toEqual([200, { items: [], nextCursor: null }]);
});

it.each([
  ['"x"', 200],
  ['garbage', 200],
  ['"', 200],
  ['', 200],
  [`"${'x'.repeat(9000)}"`, 200],
  ['*', 304],
])('answers If-None-Match: %.20s with %i', async (condition, status) => {
  const answer = await get('/v1/products?limit=2', { 'if-none-match': condition });
  expect(answer.status).toBe(status);
});

it('answers problems as JSON to clients that ask for HTML', async () => {
  expectProblem(await get('/v1/nothing', { accept: 'text/html' }), 404, 'not-found');
});

it('answers JSON to clients that ask for HTML', async () => {
  const answer = await get('/v1/products?limit=2', { accept: 'text/html' });
  expect([answer.status, answer.headers['content-type']]).toEqual([
    200,
    'application/json; charset=utf-8',
  ]);
});
