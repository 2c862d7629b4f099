// npm run bench -- foreign: whether time tells an order of somebody else from one that there is not.
// Both are asked for in turn, by customers who have not asked yet (the cache misses) and at once
// again (it hits). Needs DATABASE_URL of an empty scratch database, and REDIS_URL.
import { randomBytes, randomUUID } from 'node:crypto';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { median, pin } from './harness.mjs';
import { howMany, readOptions } from './options.mjs';

const { orders, askers } = readOptions(import.meta.filename, ['DATABASE_URL', 'REDIS_URL'], {
  orders: howMany('How many orders are asked for', '10', '50'),
  askers: howMany('How many customers ask for each', '5', '40'),
});
const env = {
  ...process.env,
  AUTH_SECRETS: randomBytes(48).toString('base64'),
  SEED_DEMO: 'false',
  OPEN_ORDERS: '1000000',
  RATE_LIMITS: 'false',
};

const child = fork(resolve(import.meta.dirname, 'placing-server.mjs'), ['larder'], { env });
try {
  const [first] = await Promise.race([once(child, 'message'), once(child, 'exit')]);
  if (first?.answer !== 'ready') throw new Error('Larder did not start');
  pin(child.pid, 0);
  pin(process.pid, 1);
  child.send({ call: 'setUp', argument: { products: 1, buyers: askers + 1 } });
  const [{ answer: shop }] = await once(child, 'message');
  const [owner, ...strangers] = shop.tokens;

  const send = async (token, path, body, headers = {}) => {
    const answer = await fetch(shop.address + path, {
      method: body ? 'POST' : 'GET',
      headers: {
        authorization: `Bearer ${token}`,
        ...(body && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: await answer.json() };
  };
  const wanted = async (status, asked) => {
    const { status: got, body } = await asked;
    if (got !== status) throw new Error(`Not ${status}: ${JSON.stringify(body)}`);
    return body;
  };

  const { items } = await wanted(200, send(owner, '/v1/products'));
  const placed = [];
  for (let n = 0; n < orders; n += 1) {
    const quote = {
      lines: [{ productId: items[0].id, quantity: 1 }],
      deliverTo: { line1: '1 Bench Street', lat: 0.5, lng: 0.5 },
    };
    const { id: quoteId } = await wanted(201, send(owner, '/v1/quotes', quote));
    const order = { quoteId, paymentMethod: 'cash_on_delivery' };
    const key = { 'idempotency-key': `bench-${n}` };
    placed.push((await wanted(201, send(owner, '/v1/orders', order, key))).id);
  }

  const times = { foreign: { miss: [], hit: [] }, unknown: { miss: [], hit: [] } };
  const ask = async (kind, cache, token, id) => {
    const before = performance.now();
    const asked = send(token, `/v1/orders/${id}`);
    const { code } = await wanted(404, asked);
    const took = performance.now() - before;
    if (code !== 'order-not-found') throw new Error(`Another refusal: ${code}`);
    times[kind][cache].push(took);
  };
  // Nobody has asked for these ids: they warm up everything but the measured entries.
  for (let n = 0; n < 200; n += 1) await send(owner, `/v1/orders/${randomUUID()}`);
  let turn = 0;
  for (const token of strangers) {
    for (const id of placed) {
      const pair = [
        ['foreign', id],
        ['unknown', randomUUID()],
      ];
      // In turns, because the first of a pair may find things colder.
      if ((turn += 1) % 2) pair.reverse();
      for (const cache of ['miss', 'hit']) {
        for (const [kind, asked] of pair) await ask(kind, cache, token, asked);
      }
    }
  }

  console.log(`p50 of ${orders * askers} requests each, in milliseconds:`);
  console.table(
    Object.fromEntries(
      ['miss', 'hit'].map((cache) => {
        const [foreign, unknown] = ['foreign', 'unknown'].map((kind) => median(times[kind][cache]));
        const rounded = { foreign, unknown, delta: foreign - unknown };
        return [
          cache,
          Object.fromEntries(Object.entries(rounded).map(([k, v]) => [k, +v.toFixed(3)])),
        ];
      }),
    ),
  );
} finally {
  child.kill('SIGKILL');
}
