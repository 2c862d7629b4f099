// Two processes sell the last units to many at once. By hand: BUYERS=500 ROUNDS=1000.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectBooksToBalance, strayReservations } from './support/books.js';
import { buyers, wish } from './support/buyers.js';
import { freshConfig } from './support/ground.js';
import { Larder } from './support/larder.js';
import type { Attempt } from './support/order-history.js';
import { build, freePort, Program } from './support/process.js';
import { openShop, type Shop } from './support/shop.js';

const howMany = Number(process.env.BUYERS ?? 60);
const rounds = Number(process.env.ROUNDS ?? 1);
/** As many as are asked at once: more would wait in the queue of the client. */
const atOnce = 100;

let larder: Larder;
let shop: Shop;
let tokens: string[];
let env: Record<string, string>;
beforeAll(async () => {
  await build();
  const config = await freshConfig();
  larder = await Larder.openWith(config);
  shop = await openShop(larder, { products: [] });
  tokens = await buyers(larder, howMany);
  env = {
    DATABASE_URL: config.databaseUrl!,
    REDIS_URL: config.redisUrl!,
    AUTH_SECRET: 'a secret of the tests, 32 bytes long',
    LOG_LEVEL: 'fatal',
  };
}, 120_000);
afterAll(() => larder?.close());

let count = 0;

/** Puts `units` up for sale, has everybody ask for one, and answers what they heard. */
async function sell(units: number, fleet: readonly Program[]): Promise<Attempt[]> {
  const sku = `LAST-${(count += 1)}`;
  await shop.stockUp([{ sku, stock: units }]);
  const addresses = fleet.map((program) => (program as Program & { address: string }).address);
  const at = (index: number) => addresses[index % addresses.length]!;
  const attempts = await eachAtOnce(tokens, async (token, index) => {
    const attempt = await wish(at(index), shop, token, [[sku, 1]]);
    if (!attempt) throw new Error('no quote');
    return attempt;
  });
  await eachAtOnce(attempts, async (attempt, index) => {
    // What was shed is asked again: it was not refused.
    while (attempt.outcome.is === 'unknown') await attempt.send(at(index));
  });
  return attempts;
}

async function eachAtOnce<T, R>(
  items: readonly T[],
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const lane = async () => {
    for (let index = next++; index < items.length; index = next++) {
      results[index] = await work(items[index]!, index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, lane));
  return results;
}

const sold = (attempts: readonly Attempt[]) =>
  attempts.filter(({ outcome }) => outcome.is === 'ok').length;

async function fleetOf(entry: string): Promise<(Program & { address: string })[]> {
  const fleet = [1, 2].map(async () =>
    Program.serve({ ...env, PORT: String(await freePort()) }, entry),
  );
  return Promise.all(fleet);
}

it('sells exactly what is there', { timeout: 7_200_000 }, async () => {
  const fleet = await fleetOf('main.js');
  for (let round = 0; round < rounds; round += 1) {
    for (const units of [1, 10, Math.min(100, howMany)]) {
      const attempts = await sell(units, fleet);
      expect(sold(attempts)).toBe(units);
      const refused = attempts.filter(({ outcome }) => outcome.is === 'fail');
      expect(refused.map(({ outcome }) => outcome)).toEqual(
        Array.from({ length: howMany - units }, () => ({ is: 'fail', code: 'insufficient-stock' })),
      );
      expect(await shop.stockOf(`LAST-${count}`)).toEqual({ onHand: units, reserved: units });
    }
  }
  await expectBooksToBalance(larder);
  await Promise.all(fleet.map((program) => program.stop('SIGTERM')));
});

it('would be seen to oversell if it read first and wrote then', { timeout: 120_000 }, async () => {
  const fleet = await fleetOf('../test/support/naive-stock.mjs');
  const attempts = await sell(1, fleet);
  expect(sold(attempts)).toBeGreaterThan(1);
  expect(await strayReservations(larder)).toEqual([`LAST-${count}`]);
  await Promise.all(fleet.map((program) => program.stop('SIGTERM')));
});
