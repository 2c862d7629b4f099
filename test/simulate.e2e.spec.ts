// npm run simulate against a started Larder, directly, and through a proxy that shows old polls.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoLogins } from '../src/demo/index.js';
import { freshDatabase, freshRedisUrl, mode } from './support/mode.js';
import { build, freePort, migratedWorld, Program } from './support/process.js';
import { testSecret } from './support/secrets.js';

let larder: Program & { address: string };

beforeAll(async () => {
  await build();
  const world = mode === 'embedded' ? await migratedWorld() : await servicesWorld();
  larder = await Program.serve({ ...world, LOG_LEVEL: 'fatal' });
}, 180_000);
afterAll(() => larder?.stop('SIGKILL'));

async function servicesWorld() {
  return {
    PORT: String(await freePort()),
    DATABASE_URL: (await freshDatabase()).url,
    REDIS_URL: await freshRedisUrl(),
    AUTH_SECRETS: testSecret,
    SEED_DEMO: 'true',
    PAYMENT_PROVIDER: 'fake',
  };
}

async function simulate(url: string, options: string) {
  const args = ['--url', url, '--json', ...options.split(' ')];
  const { code, output } = await Program.finish('../test/simulate/main.mjs', {}, args);
  return { code, output, summary: output.startsWith('{') ? JSON.parse(output) : null };
}

/** The number of orders in each status. */
async function ordersByStatus(): Promise<Record<string, number>> {
  const { email, password } = demoLogins.find(({ role }) => role === 'admin')!;
  const login = await fetch(`${larder.address}/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  const { accessToken } = (await login.json()) as { accessToken: string };
  const answer = await fetch(`${larder.address}/v1/admin/orders?limit=100`, {
    headers: { authorization: `Bearer ${accessToken}` },
  });
  const { items } = (await answer.json()) as { items: { status: string }[] };
  const counts: Record<string, number> = {};
  for (const { status } of items) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

describe('npm run simulate', { timeout: 180_000 }, () => {
  it('delivers every order, and finds nothing wrong', async () => {
    const { code, output, summary } = await simulate(
      larder.address,
      '--speed 240 --customers 3 --drivers 2 --orders 6',
    );
    expect([code, summary?.unexpected], output).toEqual([0, []]);
    expect(summary.orders).toEqual({ placed: 6, byStatus: { delivered: 6 } });
    expect(await ordersByStatus()).toEqual({ delivered: 6 });
    const { polls, pings } = summary;
    const refused = Object.values<number>(pings.refused).reduce((sum, count) => sum + count, 0);
    expect([polls.answered > 6, pings.applied > 6]).toEqual([true, true]);
    expect(pings.applied + refused).toBe(pings.answered);
  });

  it('sees polls that go back', async () => {
    const proxy = createServer((request, response) => void passOn(request, response));
    proxy.listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const { port } = proxy.address() as AddressInfo;
    const { code, output, summary } = await simulate(
      `http://127.0.0.1:${port}`,
      '--speed 240 --customers 1 --drivers 1 --orders 1',
    );
    proxy.closeAllConnections();
    proxy.close();
    expect([code, summary !== null], output).toEqual([1, true]);
    expect(summary.orders.byStatus).toEqual({ delivered: 1 });
    expect(summary.unexpected).toEqual([
      { what: 'a poll', code: 'went-back', times: expect.any(Number), detail: 'order 0' },
    ]);
  });

  it('ends within its minutes at real speed, and counts nothing unfinished as a fault', async () => {
    const began = performance.now();
    const { code, output, summary } = await simulate(larder.address, '--speed 1 --minutes 0.15');
    const seconds = (performance.now() - began) / 1000;
    expect([code, summary?.unexpected], output).toEqual([0, []]);
    expect(seconds).toBeGreaterThan(6);
    expect(seconds).toBeLessThan(10);
  });

  it.each([
    ['what it does not know', '--fast', /^There is no --fast\.\n\nUsage: npm run simulate/],
    ['what is out of bounds', '--speed 241', /^--speed 241 is not a number from 1 to 240, such as/],
    ['staff it cannot read', '--staff package.json', /--staff: line 1 is not role,email/],
  ])('refuses %s', async (_, options, words) => {
    const { code, output } = await simulate(larder.address, options);
    expect(code).toBe(2);
    expect(output).toMatch(words);
  });

  it('refuses a place without Larder', async () => {
    const { code, output } = await simulate('http://127.0.0.1:1', '--speed 1');
    expect(code).toBe(2);
    expect(output).toMatch(/No Larder answers at .*npm start/);
  });
});

const firstPolls = new Map<string, string>();
let polls = 0;

/** Proxies requests; every third poll of an order's tracking gets its first answer again. */
async function passOn(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = 'GET', url = '/', headers } = request;
  const body = Buffer.concat((await request.toArray()) as Buffer[]);
  const kept = ['authorization', 'content-type', 'idempotency-key', 'if-none-match'];
  const sent = kept.flatMap((name) => (headers[name] ? [[name, String(headers[name])]] : []));
  const answer = await fetch(larder.address + url, {
    method,
    headers: Object.fromEntries(sent),
    ...(body.length > 0 && { body }),
  });
  const text = await answer.text();
  const type = { 'content-type': answer.headers.get('content-type') ?? 'text/plain' };
  const json = { 'content-type': 'application/json' };
  if (!url.endsWith('/tracking')) {
    response.writeHead(answer.status, type).end(text);
    return;
  }
  if (!firstPolls.has(url) && answer.status === 200) firstPolls.set(url, text);
  polls += 1;
  if (polls % 3 === 0) response.writeHead(200, json).end(firstPolls.get(url));
  else
    response
      .writeHead(answer.status, { ...type, etag: answer.headers.get('etag') ?? '' })
      .end(text);
}
