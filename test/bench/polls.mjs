// npm run bench -- polls: what a poll of an order costs, beside bare Fastify doing one Redis GET.
// A whole answer, as many bytes as the yardstick sends, and a 304.
// Needs DATABASE_URL of an empty scratch database, REDIS_URL, and wrk.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { AccessTokensService } from '../../dist/accounts/access-tokens.service.js';
import { SystemClock } from '../../dist/kernel/clock.js';
import { compare, env, pinGenerator, start, stopAll } from './harness.mjs';
import { howMany, readOptions, rounds, seconds } from './options.mjs';
import { readConfig } from '../../dist/platform/config/env.js';

// wrk, because only it polls different orders in turn.
const values = readOptions(import.meta.filename, ['DATABASE_URL', 'REDIS_URL', 'wrk'], {
  rounds: rounds('7'),
  seconds: seconds('3'),
  orders: howMany('How many orders are polled, half of them on their way', '10', '40', 2),
});

const door = { lat: 25.081, lng: 55.141 };
const tokens = new AccessTokensService(readConfig(env), new SystemClock());
const database = new pg.Client({ connectionString: process.env.DATABASE_URL });
const person = async (role) => {
  const accountId = randomUUID();
  await database.query(
    `INSERT INTO accounts (id, email, password_hash, display_name, role, created_at)
     VALUES ($1, $2, 'none', 'Somebody', $3, now())`,
    [accountId, `${accountId}@bench.example`, role],
  );
  if (role !== 'customer') {
    await database.query('INSERT INTO staff_stores (account_id, store_ids) VALUES ($1, NULL)', [
      accountId,
    ]);
  }
  return { role, accountId, ...(await tokens.issue({ accountId, role, sessionId: randomUUID() })) };
};
const dir = mkdtempSync(join(tmpdir(), 'larder-bench-'));
let pinging;

try {
  const larder = await start('larder', writeTo('answer', ''));
  await database.connect();
  const call = caller(larder.address);
  const staff = { picker: await person('picker'), dispatcher: await person('dispatcher') };
  const halves = Array.from({ length: Math.floor(values.orders / 2) });
  const waiting = [];
  const underWay = [];
  for (const _ of halves) waiting.push(await picking(call, staff));
  for (const _ of halves) underWay.push(await onTheWay(call, staff));
  const ping = () => Promise.all(underWay.map(({ drive }) => drive()));
  await ping();
  const answer = await call('GET', underWay[0].path, underWay[0].customer);
  const bare = await start('fastify-redis', writeTo('bytes', JSON.stringify(answer)));
  const whole = await pollsOf(larder.address, underWay, false);
  const unchanged = await pollsOf(larder.address, waiting, true);
  // As drivers do: a position is forgotten after 90 seconds.
  pinging = setInterval(ping, 10_000);
  pinGenerator();

  const lua = resolve(import.meta.dirname, 'poll.lua');
  const yardstick = 'bare Fastify and a Redis GET';
  const path = underWay[0].path;
  const runs = [
    { name: yardstick, server: bare, path, script: [lua, whole] },
    { name: 'poll, with a position', server: larder, path, script: [lua, whole], yardstick },
    { name: 'poll, 304', server: larder, path, script: [lua, unchanged], yardstick },
  ];
  const bytes = JSON.stringify(answer).length;
  console.log(
    `${values.orders} orders, ${bytes} bytes, ${values.rounds} rounds of ${values.seconds} s`,
  );
  console.log(await compare(runs, values.rounds, values.seconds));
} finally {
  clearInterval(pinging);
  stopAll();
  await database.end();
  rmSync(dir, { recursive: true, force: true });
}

function writeTo(name, text) {
  const file = join(dir, name);
  writeFileSync(file, text);
  return file;
}

function caller(address) {
  return async (method, path, { accessToken }, body, headers = {}) => {
    const answer = await fetch(address + path, {
      method,
      headers: {
        authorization: `Bearer ${accessToken}`,
        ...(body && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${text}`);
    return JSON.parse(text);
  };
}

/** An order of four lines that a picker has started. */
async function picking(call, { picker }) {
  const customer = await person('customer');
  const { items } = await call('GET', '/v1/products?inStock=true&limit=4', customer);
  const quote = await call('POST', '/v1/quotes', customer, {
    lines: items.map(({ id: productId }) => ({ productId, quantity: 2 })),
    deliverTo: { ...door, line1: 'Marina Walk 1' },
  });
  const { id } = await call(
    'POST',
    '/v1/orders',
    customer,
    { quoteId: quote.id, paymentMethod: 'cash_on_delivery' },
    { 'idempotency-key': randomUUID() },
  );
  for (const step of ['accept', 'start']) {
    await call('POST', `/v1/picking/orders/${id}/${step}`, picker);
  }
  return { id, customer, path: `/v1/orders/${id}/tracking` };
}

/** An order with its driver under way; `drive` sends the next position. */
async function onTheWay(call, staff) {
  const order = await picking(call, staff);
  const driver = await person('driver');
  const { lines } = await call('GET', `/v1/orders/${order.id}`, order.customer);
  for (const { id } of lines) {
    const found = { action: 'find', quantity: 2 };
    await call('PATCH', `/v1/picking/orders/${order.id}/lines/${id}`, staff.picker, found);
  }
  await call('POST', `/v1/picking/orders/${order.id}/ready`, staff.picker, {});
  const { session } = await call('POST', '/v1/driver/shift', driver, { onDuty: true });
  const assigned = { driverId: driver.accountId };
  await call('POST', `/v1/ops/orders/${order.id}/assign`, staff.dispatcher, assigned);
  const deliveries = await call('GET', '/v1/driver/deliveries', driver);
  await call('POST', `/v1/driver/deliveries/${deliveries.items[0].id}/collect`, driver);
  let seq = 0;
  const drive = () =>
    call('POST', '/v1/driver/location', driver, {
      epoch: session.epoch,
      fixes: [{ seq: (seq += 1), ...door }],
    });
  return { ...order, drive };
}

/** The file for wrk; with `again`, each line has the ETag of a first poll. */
async function pollsOf(address, orders, again) {
  const lines = await Promise.all(
    orders.map(async ({ path, customer: { accessToken } }) => {
      const answer = await fetch(address + path, {
        headers: { authorization: `Bearer ${accessToken}` },
      });
      await answer.arrayBuffer();
      return `${path} ${accessToken} ${again ? answer.headers.get('etag') : '-'}\n`;
    }),
  );
  return writeTo(again ? 'unchanged' : 'whole', lines.join(''));
}
