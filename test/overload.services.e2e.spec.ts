// Redis is dead and PostgreSQL slow: the queue takes its limit of reads, further ones are refused
// at once, and requests that do not browse are not held up.
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from './support/eventually.js';
import { type Answer, Larder, type Person } from './support/larder.js';
import { tally, wanted } from './support/people.js';
import { expectProblem } from './support/problems.js';
import { startRedis, type ThrowAwayServer } from './support/servers.js';
import { openShop, type Shop } from './support/shop.js';

const pool = 10;
/** Two connections are left to writers; the other reads wait in line. */
const atOnce = pool - 2;
const inLine = 200;
const tooMany = 50;

let redis: ThrowAwayServer;
let larder: Larder;
let shop: Shop;
let customer: Person;
let locker: pg.Client;

beforeAll(async () => {
  redis = await startRedis();
  const env = { REDIS_URL: redis.url, DATABASE_POOL: String(pool) };
  larder = await Larder.open({ env });
  shop = await openShop(larder, { products: [{ sku: 'THING', stock: 1000 }] });
  customer = await larder.person('customer');
  locker = new pg.Client({ connectionString: larder.config.databaseUrl });
  await locker.connect();
  redis.kill();
});
afterAll(async () => {
  await locker?.end();
  await larder?.close();
  await redis?.stop();
});

it('reads beyond the queue’s limit are refused, and nothing else is', async () => {
  const source = async (n: number) => (await search(n)).headers['x-cache'];
  await eventually('reads do without Redis', async () => (await source(0)) === 'BYPASS');
  await locker.query('BEGIN');
  await locker.query('LOCK TABLE listings IN ACCESS EXCLUSIVE MODE');

  const answers = new Map<number, Answer>();
  const reads = Array.from({ length: atOnce + inLine + tooMany }, async (_, n) => {
    answers.set(n, await search(n));
  });
  await eventually('the rest is refused', () => answers.size === tooMany);
  const refused = new Map(answers);
  for (const answer of refused.values()) {
    expectProblem(answer, 503, 'overloaded');
    expect(answer.headers['retry-after']).toBe('2');
  }
  // A read that joins a waiting one takes no place in the line.
  const admitted = reads.map((_, n) => n).filter((n) => !refused.has(n));
  const equals = admitted.slice(0, 50).map(search);

  await wanted(200, larder.anyone.get('/livez'));
  await wanted(200, larder.anyone.get('/readyz'));
  await wanted(200, customer.get('/v1/me'));
  const orderId = await shop.order(customer, [['THING', 1]]);
  // Placing an order still works; looking at it is a read like any other.
  await wanted(503, customer.get(`/v1/orders/${orderId}`));
  expect(answers.size).toBe(tooMany);

  await locker.query('COMMIT');
  await Promise.all(reads);
  expect(tally(admitted.map((n) => answers.get(n)!))).toEqual({ '200': atOnce + inLine });
  expect(tally(await Promise.all(equals))).toEqual({ '200': 50 });
  expect(await source(0)).toBe('BYPASS');
});

function search(n: number): Promise<Answer> {
  return larder.anyone.get(`/v1/products?q=thing+${n}`);
}
