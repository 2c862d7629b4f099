// Whatever way clients write a request, it means the same: walks over the routes of the document.
import { Readable } from 'node:stream';
import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, Larder, type Person } from './support/larder.js';
import { openApiOf, type Operation } from './support/openapi.js';
import { expectProblem, invalid } from './support/problems.js';

let larder: Larder;
let operations: readonly Operation[];
let customer: Person;
let admin: Person;
let productId: string;
const people = new Map<string, Person>();

beforeAll(async () => {
  larder = await Larder.open({ demo: true });
  ({ operations } = openApiOf((await larder.anyone.get('/docs/openapi.json')).body));
  for (const role of ['customer', 'picker', 'driver', 'dispatcher', 'admin'] as const) {
    people.set(role, await larder.demo(role));
  }
  customer = people.get('customer')!;
  admin = people.get('admin')!;
  productId = (await customer.get('/v1/products?q=milk&inStock=true')).body.items[0].id;
});
afterAll(() => larder?.close());

const id = '0190b6e2-0000-7000-8000-000000000001';
const json = { 'content-type': 'application/json' };
const typeOf = ({ requestBody }: Operation) => Object.keys(requestBody?.content ?? {})[0];
const withBody = () => operations.filter((one) => typeOf(one) === 'application/json');
const withoutBody = () => operations.filter(({ requestBody }) => !requestBody);
/** The route checks a signature before it reads the body. */
const isSigned = ({ path }: Operation) => path === '/v1/webhooks/payments';

async function ask(one: Operation, more: Partial<InjectOptions>): Promise<Answer> {
  const person = people.get(one['x-roles']?.[0] ?? '');
  const { headers, payload, ...rest } = more;
  return larder.send({
    method: one.method as 'GET',
    url: one.path.replaceAll(/\{\w+\}/g, id),
    headers: {
      'if-match': '"1"',
      ...(person && { authorization: `Bearer ${person.token}` }),
      ...(headers as Record<string, string>),
    },
    ...rest,
    payload: payload === nothingInChunks ? Readable.from([]) : payload,
  });
}

const saidBy = ({ status, body }: Answer) => `${status} ${body?.code ?? ''}`;

/** The answers that differ from the first way to ask. */
async function differences(some: readonly Operation[], ways: Partial<InjectOptions>[]) {
  const found: string[] = [];
  for (const one of some) {
    const [first, ...others] = ways;
    const expected = saidBy(await ask(one, first!));
    for (const way of others) {
      const said = saidBy(await ask(one, way));
      if (said !== expected) found.push(`${one.name}: ${said} instead of ${expected}`);
    }
  }
  return found;
}

const nothingInChunks = 'nothing, in chunks';
const empty = { 'content-length': '0' };
const chunked = { 'transfer-encoding': 'chunked' };
/** No bytes, with heads that say different things of them. */
const noBytes = (): Partial<InjectOptions>[] => [
  {},
  { headers: { ...json, ...empty } },
  { headers: { 'content-type': 'application/x-www-form-urlencoded', ...empty } },
  { headers: { 'content-type': 'text/csv', ...empty } },
  { headers: { 'content-type': 'nonsense', 'content-encoding': 'gzip', ...empty } },
  { headers: { ...json, ...chunked }, payload: nothingInChunks },
  { headers: { 'content-type': 'text/plain', ...chunked }, payload: nothingInChunks },
];

describe('no bytes', () => {
  it('are no body on every route that reads none, whatever their type', async () => {
    // A second request may find what the first has done: their answers are about no such id.
    const some = withoutBody().filter(({ path }) => path.startsWith('/v1/') && path.includes('{'));
    expect(some.length).toBeGreaterThan(30);
    expect(await differences(some, noBytes())).toEqual([]);
  });

  it('are the body {} where every field may be left out', async () => {
    const some = withBody().filter(({ requestBody }) => requestBody!.required === false);
    expect(some.map(({ name }) => name).toSorted()).toEqual([
      'PATCH /v1/admin/accounts/{id}',
      'PATCH /v1/admin/categories/{id}',
      'PATCH /v1/admin/products/{id}',
      'PATCH /v1/admin/slots/{id}',
      'PATCH /v1/admin/staff/{id}',
      'PATCH /v1/admin/stores/{id}',
      'PATCH /v1/admin/zones/{id}',
      'POST /v1/auth/logout',
      'POST /v1/auth/refresh',
      'POST /v1/ops/orders/{id}/redeliver',
      'POST /v1/orders/{id}/cancel',
      'POST /v1/orders/{id}/request-cancel',
      'POST /v1/picking/orders/{id}/ready',
      'POST /v1/picking/orders/{id}/return',
    ]);
    const ways = [{ headers: json, payload: '{}' }, ...noBytes()];
    expect(await differences(some, ways)).toEqual([]);
  });

  it('are refused on every route that needs a body', async () => {
    const some = withBody().filter(({ requestBody }) => requestBody!.required !== false);
    expect(some.length).toBeGreaterThan(20);
    for (const one of some) {
      for (const way of noBytes()) {
        expect([one.name, saidBy(await ask(one, way))]).toEqual([one.name, '400 malformed-json']);
      }
    }
  });
});

describe('a body', () => {
  it.each([
    ['{"x":1}', json],
    ['{}', json],
    ['[]', json],
    ['null', json],
  ])('%s is refused on every route that reads none', async (payload, headers) => {
    for (const one of withoutBody()) {
      const answer = await ask(one, { headers: { ...headers }, payload });
      expect([one.name, saidBy(answer)]).toEqual([one.name, '400 unexpected-body']);
    }
  });

  it('that is not UTF-8 is refused on every route', async () => {
    const payload = Buffer.from('{"name":"Caf\xe9"}', 'latin1');
    for (const one of withBody().filter((each) => !isSigned(each))) {
      const answer = await ask(one, { headers: json, payload });
      expect([one.name, saidBy(answer)]).toEqual([one.name, '400 malformed-json']);
    }
  });

  it.each(['iso-8859-1', '"utf-16"', 'utf-16le', 'windows-1252'])(
    'in the charset %s is refused on every route',
    async (charset) => {
      const headers = { 'content-type': `application/json; charset=${charset}` };
      for (const one of withBody()) {
        const answer = await ask(one, { headers, payload: '{}' });
        expect([one.name, saidBy(answer)]).toEqual([one.name, '415 unsupported-media-type']);
      }
    },
  );

  it.each(['utf-8', 'UTF-8', '"utf-8"', 'utf8', 'US-ASCII'])('may say charset=%s', async (name) => {
    const headers = { 'content-type': `application/json;charset=${name}` };
    const body = JSON.stringify({ lines: [{ productId, quantity: 1 }] });
    const answer = await customer.put('/v1/cart', body as never, headers);
    expect(answer.status).toBe(200);
  });
});

it.each(['%FF', '%C3%28', '%ED%A0%80', 'caf%E9', '100%', '%zz'])(
  'a query with %s is refused, as it is not UTF-8',
  async (text) => {
    const answer = await larder.send({ method: 'GET', url: `/v1/products?q=${text}` });
    expectProblem(answer, 400, 'bad-request');
  },
);

describe('a list', () => {
  it.each(['24', '24.0', '24.00'])('may be of %s', async (limit) => {
    const answer = await customer.get(`/v1/products?limit=${limit}`);
    expect([answer.status, answer.body.items.length]).toEqual([200, 24]);
  });

  it('may not be of 24.5', async () => {
    expectProblem(await customer.get('/v1/products?limit=24.5'), ...invalid);
  });
});

it('a whole number may have a fraction of nought in a body', async () => {
  const headers = { authorization: `Bearer ${customer.token}`, ...json };
  const payload = `{"lines":[{"productId":"${productId}","quantity":2.0}]}`;
  const answer = await larder.send({ method: 'PUT', url: '/v1/cart', headers, payload });
  expect([answer.status, answer.body.lines[0].quantity]).toEqual([200, 2]);
});

describe('If-Match', () => {
  const edit = (condition: string) =>
    admin.patch('/v1/admin/stores/' + storeId, {}, { 'if-match': condition });
  let storeId: string;
  beforeAll(async () => {
    storeId = (await admin.get('/v1/stores')).body.items[0].id;
  });

  it.each([
    ['W/"1"', /weak/],
    ['"1-gzip"', /suffix/],
    ['"1;gzip"', /suffix/],
    ['1', /quotes/],
    ['"somebody-else"', /version in quotes/],
    ['W/"1", W/"2"', /weak/],
  ])('%s is no tag of ours, and the refusal says why', async (condition, why) => {
    const answer = await edit(condition);
    expectProblem(answer, 412, 'etag-not-ours');
    expect(answer.body.detail).toMatch(why);
    expect(answer.body.detail).toContain('`version`');
  });

  it('* would replace any version', async () => {
    expectProblem(await edit('*'), 428, 'precondition-required');
  });

  it('of another version is still a mismatch', async () => {
    expectProblem(await edit('"999"'), 412, 'version-mismatch');
  });
});

describe('an answer 304', () => {
  it.each(['GET', 'HEAD'] as const)('to %s says no length but that of the 200', async (method) => {
    const full = await larder.send({ method: 'GET', url: '/v1/stores' });
    const length = String(Buffer.byteLength(full.text));
    const headers = { 'if-none-match': full.headers.etag! };
    const answer = await larder.send({ method, url: '/v1/stores', headers });
    expect([answer.status, answer.text]).toEqual([304, '']);
    expect([undefined, length]).toContain(answer.headers['content-length']);
  });
});
