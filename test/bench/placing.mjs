// npm run bench -- placing: what an order of four lines costs, beside its statements sent by bare pg.
// Orders each second and CPU of each, over ten hot products and spread over two hundred.
// Needs DATABASE_URL of an empty scratch database, and REDIS_URL.
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { median, pin } from './harness.mjs';
import { howMany, readOptions, rounds as roundsOf } from './options.mjs';

const { rounds, orders, lanes } = readOptions(import.meta.filename, ['DATABASE_URL', 'REDIS_URL'], {
  rounds: roundsOf('5'),
  orders: howMany('How many orders are placed in a round', '50', '400'),
  lanes: howMany('How many buyers place them at once', '4', '16'),
});
const spreads = { 'ten hot products': 10, 'two hundred products': 200 };
const script = resolve(import.meta.dirname, 'placing-server.mjs');
const env = {
  ...process.env,
  AUTH_SECRETS: randomBytes(48).toString('base64'),
  SEED_DEMO: 'false',
  OPEN_ORDERS: '1000000',
  RATE_LIMITS: 'false',
};

async function start(kind) {
  const child = fork(script, [kind], { env });
  const [first] = await Promise.race([once(child, 'message'), once(child, 'exit')]);
  if (first?.answer !== 'ready') throw new Error(`${kind} did not start`);
  pin(child.pid, 0);
  const ask = async (call, argument) => {
    child.send({ call, argument });
    const [{ answer }] = await once(child, 'message');
    return answer;
  };
  return { child, ask };
}

const larder = await start('larder');
const bare = await start('pg');
pin(process.pid, 1);
try {
  const { storeId, address, tokens } = await larder.ask('setUp', { products: 200, buyers: lanes });
  const send = async (path, token, body, headers = {}) => {
    const answer = await fetch(address + path, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${token}`,
        ...headers,
      },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    if (answer.status !== 201) throw new Error(text);
    return JSON.parse(text);
  };
  const listed = [];
  for (let next = ''; next !== null;) {
    const cursor = next && `&cursor=${next}`;
    const page = await fetch(`${address}/v1/products?limit=100&sort=name${cursor}`);
    const { items, nextCursor } = await page.json();
    listed.push(...items.map(({ id }) => id));
    next = nextCursor;
  }

  let count = 0;
  /** Quotes for the next round, each over four of the first `among` products. */
  const quotes = async (among) =>
    inLanes(orders, async (n, lane) => {
      const lines = [0, 1, 2, 3].map((step) => ({
        productId: listed[(n * 7 + step * 3) % among],
        quantity: 1 + step,
      }));
      const deliverTo = { line1: '1 Bench Street', lat: 0.5, lng: 0.5 };
      const { id } = await send('/v1/quotes', tokens[lane], { store: storeId, lines, deliverTo });
      return { id, key: `bench-${(count += 1)}`, token: tokens[lane] };
    });
  async function inLanes(total, work) {
    const results = [];
    let next = 0;
    await Promise.all(
      tokens.map(async (_, lane) => {
        for (let n = next++; n < total; n = next++) results[n] = await work(n, lane);
      }),
    );
    return results;
  }
  const place = ({ id, key, token }) =>
    send(
      '/v1/orders',
      token,
      { quoteId: id, paymentMethod: 'cash_on_delivery' },
      {
        'idempotency-key': key,
      },
    );

  async function measure({ ask }, work) {
    const before = await ask('cpu');
    const started = performance.now();
    await work();
    const took = (performance.now() - started) / 1000;
    const after = await ask('cpu');
    const cpu = after.user + after.system - before.user - before.system;
    return { perSecond: orders / took, cpuMicros: cpu / orders };
  }

  const rows = [];
  for (const [name, among] of Object.entries(spreads)) {
    const [first] = await quotes(among);
    await larder.ask('record');
    await place(first);
    const template = await larder.ask('recorded');
    const known = [storeId, ...listed, accountOf(first.token)];
    const own = [];
    const others = [];
    for (let round = -1; round < rounds; round += 1) {
      const forLarder = await quotes(among);
      const result = await measure(larder, () => inLanes(orders, (n) => place(forLarder[n])));
      const forBare = (await quotes(among)).map(({ id, key }, n) => ({
        template: shifted(template, n, among),
        known,
        swaps: { [first.id]: id, [first.key]: key },
      }));
      const other = await measure(bare, () => bare.ask('replay', { orders: forBare, lanes }));
      if (round < 0) continue;
      own.push(result);
      others.push(other);
    }
    const of = (list, what) => median(list.map((each) => each[what]));
    const ratio = (what, a, b) => median(a.map((each, n) => each[what] / b[n][what])).toFixed(2);
    rows.push({
      orders: name,
      statements: template.length,
      'Larder, orders/s': Math.round(of(own, 'perSecond')),
      'bare pg, orders/s': Math.round(of(others, 'perSecond')),
      throughput: ratio('perSecond', own, others),
      'Larder, CPU µs': Math.round(of(own, 'cpuMicros')),
      'bare pg, CPU µs': Math.round(of(others, 'cpuMicros')),
      'by CPU': ratio('cpuMicros', others, own),
    });
  }

  /** The same statements over other products, as each order of Larder has others. */
  function shifted(template, n, among) {
    const turn = new Map(
      listed.slice(0, among).map((id, at) => [id, listed[(at + n * 7) % among]]),
    );
    const change = (text) => text.replaceAll(/[0-9a-f-]{36}/g, (id) => turn.get(id) ?? id);
    const statements = template.map(({ text, values: given }) => ({
      text,
      values: given?.map((value) => (typeof value === 'string' ? change(value) : value)),
    }));
    return inLockOrder(statements);
  }

  /** Rows are locked in SKU order: sorts the shifted statements back into it. */
  function inLockOrder(statements) {
    const at = statements.flatMap(({ text }, index) =>
      text.startsWith('UPDATE store_products') ? [index] : [],
    );
    const sorted = at
      .map((index) => statements[index])
      .toSorted((a, b) => listed.indexOf(a.values[1]) - listed.indexOf(b.values[1]));
    at.forEach((index, n) => (statements[index] = sorted[n]));
    return statements;
  }

  console.log(`${rounds} rounds of ${orders} orders of four lines, ${lanes} at once:`);
  console.table(rows);
} finally {
  larder.child.kill('SIGKILL');
  bare.child.kill('SIGKILL');
}

function accountOf(token) {
  return JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString()).sub;
}
