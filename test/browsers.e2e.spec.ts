// What browsers need of an API: whose scripts may call it, and headers that keep its answers apart.
import { type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readable, sendable } from '../src/platform/http/answer-headers.js';
import { serveMetrics } from '../src/platform/metrics/metrics-server.js';
import { type Answer, Larder } from './support/larder.js';
import { openApiOf } from './support/openapi.js';
import { freePort } from './support/process.js';
import { expectProblem } from './support/problems.js';
import { openShop, type Shop } from './support/shop.js';
import { say } from './support/wire.js';

const shopApp = 'https://shop.example.com';
const phoneApp = 'capacitor://localhost';
const stranger = 'https://shop.example.com.evil.example';

let larder: Larder;
let shop: Shop;
beforeAll(async () => {
  const env = { CORS_ORIGINS: `${shopApp},${phoneApp}`, TRUSTED_PROXIES: 'loopback' };
  larder = await Larder.open({ env });
  shop = await openShop(larder, { products: [{ sku: 'TEA', stock: 9 }] });
});
afterAll(() => larder?.close());

const ask = (method: string, url: string, headers: Record<string, string> = {}) =>
  larder.send({ method: method as 'GET', url, headers });
const sharedWith = ({ headers }: Answer) => headers['access-control-allow-origin'];
const listing = () => `/v1/products?store=${shop.storeId}`;

describe('before a script of another origin calls', () => {
  const preflight = (url: string, origin: string, method = 'GET') =>
    ask('OPTIONS', url, { origin, 'access-control-request-method': method });

  it('the browser is told the methods of every path, and the headers that are read', async () => {
    const { operations } = openApiOf((await larder.anyone.get('/docs/openapi.json')).body);
    const paths = new Set(operations.map(({ path }) => path));
    expect(paths.size).toBeGreaterThan(80);
    for (const path of paths) {
      const url = path.replaceAll(/\{\w+\}/g, '0190b6e2-7c1a-7000-8000-3f5b2a9c1d10');
      const { status, headers, text } = await preflight(url, shopApp);
      expect([path, status, text]).toEqual([path, 204, '']);
      expect(headers).toMatchObject({
        'access-control-allow-origin': shopApp,
        'access-control-allow-headers': sendable.join(', '),
        'access-control-max-age': '7200',
      });
      const allowed = headers['access-control-allow-methods']!.split(', ');
      const methods = operations.filter((one) => one.path === path).map(({ method }) => method);
      expect(allowed).toEqual(expect.arrayContaining(methods));
      expect(headers).not.toHaveProperty('access-control-allow-credentials');
    }
  });

  it.each([
    ['another origin', stranger],
    ['no origin of its own', 'null'],
    ['a listed host over plain HTTP', 'http://shop.example.com'],
    ['a listed host at another port', `${shopApp}:8443`],
  ])('the browser of %s is told nothing', async (_, origin) => {
    const refused = await preflight('/v1/orders', origin, 'POST');
    expectProblem(refused, 405, 'method-not-allowed');
    expect(sharedWith(refused)).toBeUndefined();
  });

  it('nothing is said of a path that is not there', async () => {
    expectProblem(await preflight('/v1/nothing', shopApp), 404, 'not-found');
  });
});

describe('an answer', () => {
  it.each([
    ['of a read', () => ask('GET', '/v1/stores', { origin: phoneApp }), 200],
    ['that refuses a caller', () => ask('GET', '/v1/cart', { origin: phoneApp }), 401],
    ['that knows no such path', () => ask('GET', '/v1/nothing', { origin: phoneApp }), 404],
    ['that refuses a method', () => ask('PUT', '/v1/stores', { origin: phoneApp }), 405],
    ['that refuses a body', () => ask('POST', '/v1/auth/login', { origin: phoneApp }), 400],
  ])('%s can be read by a listed origin', async (_, answer, status) => {
    const { headers, status: told } = await answer();
    expect(told).toBe(status);
    expect(headers).toMatchObject({
      'access-control-allow-origin': phoneApp,
      'access-control-expose-headers': readable.join(', '),
    });
  });

  it('cannot be read by others, nor without an origin', async () => {
    for (const headers of [{ origin: stranger }, { origin: 'null' }, undefined]) {
      const answer = await ask('GET', '/v1/stores', headers);
      expect([answer.status, sharedWith(answer)]).toEqual([200, undefined]);
    }
  });

  it('is stored once, for whatever origin', async () => {
    await ask('GET', listing(), { origin: shopApp });
    const second = await ask('GET', listing(), { origin: phoneApp });
    expect(second.headers['x-cache']).toMatch(/^L/);
    expect(sharedWith(second)).toBe(phoneApp);
    expect(second.headers.vary).toBe('accept-encoding, origin');
    expect(sharedWith(await ask('GET', listing()))).toBeUndefined();
  });

  it('is what its type says, over TLS from then on, whichever way it is made', async () => {
    await larder.app.listen(0, '127.0.0.1');
    const { port } = larder.app.getHttpServer().address() as AddressInfo;
    const get = (path: string, ...lines: string[]) =>
      `${[`GET ${path} HTTP/1.1`, 'Host: a', 'Connection: close', ...lines].join('\r\n')}\r\n\r\n`;
    for (const path of [listing(), '/v1/stores', '/v1/cart', '/v1/nothing', '/livez']) {
      const [plain] = await say(port, get(path));
      expect([path, plain!.headers['x-content-type-options']]).toEqual([path, 'nosniff']);
      expect(plain!.headers).not.toHaveProperty('strict-transport-security');
      const tls = ['X-Forwarded-Proto: https', `Origin: ${shopApp}`];
      const [proxied] = await say(port, get(path, ...tls));
      expect(proxied!.headers).toMatchObject({
        'strict-transport-security': 'max-age=31536000',
        'access-control-allow-origin': shopApp,
      });
    }
  });

  it('that is a page runs no script but ours, and stands in no frame', async () => {
    const { headers } = await larder.anyone.get('/docs');
    expect(headers['content-type']).toContain('text/html');
    const policy = headers['content-security-policy']!.split('; ');
    expect(policy).toEqual(
      expect.arrayContaining(["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"]),
    );
    expect(headers['referrer-policy']).toBe('no-referrer');
  });
});

describe('metrics', () => {
  const token = 'a-token-of-the-monitoring';
  const open = async (env: NodeJS.ProcessEnv) => {
    const other = await Larder.open({ env });
    const metrics = (headers = {}) => other.anyone.get('/metrics', headers);
    return { metrics, close: () => other.close() };
  };

  it('are for whoever has their token', async () => {
    const { metrics, close } = await open({ METRICS_OPEN: 'false', METRICS_TOKEN: token });
    const bearer = (text: string) => metrics({ authorization: `Bearer ${text}` });
    for (const refused of [await metrics(), await bearer(`${token}x`), await bearer('')]) {
      expectProblem(refused, 401, 'metrics-token-needed');
    }
    expect((await bearer(token)).text).toContain('larder_http_request_seconds');
    await close();
  });

  it('are told without a token at a port of their own, until Larder closes', async () => {
    const other = await Larder.open({ env: { METRICS_OPEN: 'false' } });
    await other.app.listen(0, '127.0.0.1');
    const port = await freePort();
    await serveMetrics(other.app, port, '127.0.0.1');
    const address = `http://127.0.0.1:${port}`;
    expect(await (await fetch(`${address}/metrics`)).text()).toContain(
      'larder_http_request_seconds',
    );
    expect((await fetch(`${address}/v1/stores`)).status).toBe(404);
    await other.close();
    await expect(fetch(`${address}/metrics`)).rejects.toThrow('fetch failed');
  });

  it('are for nobody here where they are neither open nor have a token', async () => {
    const { metrics, close } = await open({ METRICS_OPEN: 'false' });
    expectProblem(await metrics(), 404, 'not-found');
    await close();
  });
});
