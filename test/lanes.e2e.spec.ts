// A lane answers as its route would; odd requests reach the route.
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from './support/eventually.js';
import { Larder, type Person } from './support/larder.js';
import { goOnDuty } from './support/people.js';
import { openShop, type Shop } from './support/shop.js';
import { type Heard, heardIn, piecesOf, say } from './support/wire.js';

let larder: Larder;
let shop: Shop;
let port: number;
let customer: Person;
let driver: Person;
let epoch: number;
let orderId: string;
let seq = 0;
let handled = 0;
const count = () => void (handled += 1);

beforeAll(async () => {
  larder = await Larder.open({ env: { CORS_ORIGINS: origin, TRUSTED_PROXIES: 'loopback' } });
  shop = await openShop(larder, { products: [{ sku: 'TEA', stock: 9 }] });
  [customer, driver] = await Promise.all([larder.person('customer'), larder.person('driver')]);
  orderId = await shop.order(customer, [['TEA', 1]]);
  await shop.walkTo(orderId, 'out_for_delivery', driver);
  epoch = await goOnDuty(driver, shop.storeId);
  await larder.delivered();
  await larder.app.listen(0, '127.0.0.1');
  port = (larder.app.getHttpServer().address() as AddressInfo).port;
}, 60_000);
afterAll(() => larder?.close());

// Fastify publishes here for each request that reaches its handlers.
const channel = 'tracing:fastify.request.handler:start';
beforeEach(() => {
  handled = 0;
  subscribe(channel, count);
});
afterEach(() => void unsubscribe(channel, count));

const requestId = 'lanes-0000001';
const origin = 'https://shop.example.com';
const last = 'Connection: close';
const json = 'Content-Type: application/json';
const bearer = ({ token }: Person) => `Authorization: Bearer ${token}`;
const head = (...lines: string[]) =>
  `${[...lines, 'Host: a', `X-Request-Id: ${requestId}`].join('\r\n')}\r\n\r\n`;
const pollOf = (...lines: string[]) =>
  head(`GET /v1/orders/${orderId}/tracking HTTP/1.1`, bearer(customer), ...lines);
const hitOf = (...lines: string[]) =>
  head(`GET /v1/products?store=${shop.storeId} HTTP/1.1`, ...lines);
const ping = (more: object = {}) =>
  JSON.stringify({ epoch, fixes: [{ seq: (seq += 1), lat: 0.4, lng: 0.4 }], ...more });
const pingOf = (body: string, ...lines: string[]) => {
  const length = `Content-Length: ${Buffer.byteLength(body)}`;
  return head('POST /v1/driver/location HTTP/1.1', bearer(driver), length, ...lines) + body;
};

const ofConnection = new Set(['date', 'connection', 'keep-alive']);
function comparable({ status, headers, body }: Heard): Heard {
  const kept = Object.entries(headers).filter(([name]) => !ofConnection.has(name));
  // The age of a position follows the clock.
  const text = body.replace(/"ageSeconds":\d+/, '"ageSeconds":0');
  return { status, headers: Object.fromEntries(kept), body: text };
}

/** The route's own answer: `inject` asks it without a connection. */
async function behind(request: string): Promise<Heard> {
  const [{ line, headers, body: payload }] = piecesOf(request);
  const [method, url] = line.split(' ') as ['GET' | 'POST', string];
  const answer = await larder.app.inject({ method, url, headers, ...(payload && { payload }) });
  const told = Object.entries(answer.headers).map(([name, value]) => [name, String(value)]);
  const { statusCode: status, body } = answer;
  return comparable({ status, headers: Object.fromEntries(told), body });
}

describe('a lane', () => {
  const another = '0190b6e2-7c1a-7000-8000-3f5b2a9c1d10';

  it.each([
    ['a poll', () => pollOf(last)],
    ['a poll of nothing', () => pollOf(last).replace(orderId, another)],
    ['a hit', () => hitOf(last)],
    ['a hit of another origin', () => hitOf(last, `Origin: ${origin}`)],
    ['a poll behind TLS', () => pollOf(last, 'X-Forwarded-Proto: https', `Origin: ${origin}`)],
    ['a ping of an origin that is not listed', () => pingOf(ping(), json, last, 'Origin: null')],
    ['a hit that may be packed', () => hitOf('Accept-Encoding: gzip', last)],
    ['a ping', () => pingOf(ping(), json, last)],
    ['an old ping', () => pingOf(ping({ fixes: [{ seq: 0, lat: 0, lng: 0 }] }), json, last)],
    ['a ping of no shift', () => pingOf(ping({ epoch: 1 }), json, last)],
  ])('answers %s as the route behind it does', async (_, request) => {
    await behind(pingOf(ping(), json));
    await behind(request());
    const expected = await behind(request());
    handled = 0;
    const [heard] = await say(port, request());
    expect(handled).toBe(0);
    expect(comparable(heard!)).toEqual(expected);
  });

  it.each([
    ['a poll', pollOf],
    ['a hit', hitOf],
  ])('answers 304 to %s as the route behind it does', async (_, requestOf) => {
    const { etag } = (await behind(requestOf())).headers;
    for (const known of [etag, `"another", ${etag}`, '*']) {
      const request = requestOf(`If-None-Match: ${known}`, last);
      const expected = await behind(request);
      expect(expected.status).toBe(304);
      handled = 0;
      const [heard] = await say(port, request);
      expect(handled).toBe(0);
      expect(comparable(heard!)).toEqual(expected);
    }
  });

  it('answers requests of one connection in their order', async () => {
    const { body } = await behind(hitOf());
    expect(body).toContain('items');
    const all = [
      pollOf(),
      head('GET /livez HTTP/1.1'),
      hitOf(),
      pingOf(ping(), json),
      pollOf(last),
    ];
    const heard = await say(port, all.join(''));
    const firsts = heard.map((each) => Object.keys(JSON.parse(each.body))[0]);
    expect(firsts).toEqual(['orderId', 'status', 'items', 'applied', 'orderId']);
  });
});

describe('an odd request', () => {
  // Pings are limited, and the tests above sent many.
  beforeAll(async () => {
    driver = await larder.person('driver');
    epoch = await goOnDuty(driver, shop.storeId);
    // A token is known from its second request on.
    await driver.get('/v1/me');
    await customer.get('/v1/me');
  });

  const pingWith = (...more: string[]) => pingOf(ping(), ...more, last);
  it.each<[string, string, () => string]>([
    ['a field too many', '400 unknown-field', () => pingOf(ping({ more: 1 }), json, last)],
    [
      'a prototype',
      '400 malformed-json',
      () => pingOf(`{"__proto__":{},${ping().slice(1)}`, json, last),
    ],
    ['no JSON', '400 malformed-json', () => pingOf(ping().slice(1), json, last)],
    ['a compression', '415 unsupported-encoding', () => pingWith(json, 'Content-Encoding: gzip')],
    ['another type', '415 unsupported-media-type', () => pingWith('Content-Type: text/plain')],
    ['another who', '401 unauthenticated', () => pingWith(json, bearer(customer))],
    ['another role', '403 forbidden', () => pingWith(json).replace(driver.token!, customer.token!)],
    ['two hosts', '400 bad-request', () => pollOf('Host: b', last)],
    ['two callers', '401 unauthenticated', () => pollOf(bearer(driver), last)],
    ['a query', '400 unknown-field', () => pollOf(last).replace('tracking', 'tracking?a=1')],
  ])('as %s is refused by the route: %s', async (_, refusal, request) => {
    const [heard] = await say(port, request());
    const { status, code } = JSON.parse(heard!.body);
    expect(`${status} ${code}`).toBe(refusal);
    expect(heard!.status).toBe(status);
    expect(heard!.headers).toMatchObject({
      'x-request-id': requestId,
      'content-type': 'application/problem+json; charset=utf-8',
    });
  });

  const gathered = () =>
    Array.from({ length: 50 }, () => ({
      ...(JSON.parse(ping()).fixes[0] as object),
      accuracyM: 12.5,
      headingDeg: 12.25,
      speedMps: 6.125,
    }));
  it.each<[string, () => string[]]>([
    ['in pieces', () => cut(pingWith(json), -60, -20)],
    ['after its head', () => cut(pingWith(json), -ping().length)],
    ['of another spelling', () => [pingWith('Content-Type: Application/JSON')]],
    ['of many fixes', () => [pingOf(ping({ fixes: gathered() }), json, last)]],
  ])('but right is taken: a ping %s', async (_, pieces) => {
    const [heard] = await say(port, ...pieces());
    expect([heard!.status, heard!.body]).toEqual([200, '{"applied":true,"reason":null}']);
  });
});

function cut(text: string, ...places: number[]): string[] {
  return [undefined, ...places].map((from, n) => text.slice(from, places[n]));
}

// Last, because it closes the server.
it('ends the connection of a request that was under way when the server began to close', async () => {
  const [start, rest] = cut(pingOf(ping(), json), -ping().length) as [string, string];
  const socket = connect(port, '127.0.0.1').setNoDelay();
  let text = '';
  socket.on('data', (bytes) => (text += bytes.toString()));
  socket.write(start);
  const server = larder.app.getHttpServer();
  const connections = () =>
    new Promise<number>((resolve) => server.getConnections((_: unknown, n: number) => resolve(n)));
  await eventually('the server has it', async () => (await connections()) === 1);
  // The client has read the answer.
  await say(port, head('GET /livez HTTP/1.1', last));
  const closing = larder.close();
  await eventually('nobody else gets in', () => !server.listening);
  handled = 0;
  socket.write(rest);
  await eventually('it is answered', () => text.includes('}'));
  await closing;
  expect(heardIn(text)).toMatchObject([{ status: 200, headers: { connection: 'close' } }]);
  expect(handled).toBe(0);
});
