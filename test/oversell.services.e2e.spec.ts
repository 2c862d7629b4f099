// Two processes sell the last units to many buyers at once. By hand: BUYERS=500 ROUNDS=1000.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectBooksToBalance, strayReservations } from './support/books.js';
import { buyers, eachAtOnce, wish } from './support/buyers.js';
import { freshConfig } from './support/ground.js';
import { Larder } from './support/larder.js';
import { Attempt } from './support/order-history.js';
import { build, freePort, Program } from './support/process.js';
import { testSecret } from './support/secrets.js';
import { fresh, openShop, type Shop } from './support/shop.js';

const howMany = Number(process.env.BUYERS ?? 30);
const rounds = Number(process.env.ROUNDS ?? 1);
/** More would wait in the queue of the client. */
const atOnce = 100;

let larder: Larder;
let shop: Shop;
let tokens: string[];
let env: Record<string, string>;
beforeAll(async () => {
  await build();
  const config = await freshConfig({ ACCESS_TOKEN_MINUTES: '600' });
  larder = await Larder.openWith(config);
  shop = await openShop(larder, { products: [] });
  tokens = await buyers(larder, howMany);
  env = {
    DATABASE_URL: config.databaseUrl!,
    REDIS_URL: config.redisUrl!,
    AUTH_SECRETS: testSecret,
    LOG_LEVEL: 'fatal',
  };
}, 120_000);
afterAll(() => larder?.close());

/** One product, sold out again and again. */
interface Sale {
  readonly sku: string;
  readonly units: number;
  rounds: number;
  /** By token: a quote that was refused at placing is good for the next round. */
  readonly quotes: Map<string, string>;
}
let count = 0;
const saleOf = (units: number): Sale => ({
  sku: `LAST-${(count += 1)}`,
  units,
  rounds: 0,
  quotes: new Map(),
});
/** Before then no quote and no unaccepted order expires. */
const roundsOfSale = 50;

/** Puts `units` more up for sale, lets every buyer ask for one, and answers the attempts. */
async function sell(sale: Sale, fleet: readonly Program[]): Promise<Attempt[]> {
  const { sku, units, quotes } = sale;
  sale.rounds += 1;
  await shop.stockUp([{ sku, stock: units * sale.rounds }]);
  const addresses = fleet.map((program) => (program as Program & { address: string }).address);
  const at = (index: number) => addresses[index % addresses.length]!;
  // Rotated, so that others are first each time.
  const asking = tokens.map((_, index) => tokens[(index + sale.rounds * 37) % tokens.length]!);
  const attempts = await eachAtOnce(atOnce, asking, async (token, index) => {
    const quoteId = quotes.get(token);
    if (quoteId) return new Attempt(fresh('wish'), quoteId, token);
    const attempt = await wish(at(index), shop, token, [[sku, 1]]);
    if (!attempt) throw new Error('no quote');
    return attempt;
  });
  await eachAtOnce(atOnce, attempts, async (attempt, index) => {
    // A shed attempt is sent again: it was not refused.
    while (attempt.outcome.is === 'unknown') await attempt.send(at(index));
  });
  for (const { token, quoteId, outcome } of attempts) {
    if (outcome.is === 'ok') quotes.delete(token);
    else quotes.set(token, quoteId);
  }
  return attempts;
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
  const sizes = [1, 10, Math.min(100, howMany)];
  let sales: Sale[] = [];
  for (let round = 0; round < rounds; round += 1) {
    if (round % roundsOfSale === 0) sales = sizes.map(saleOf);
    for (const sale of sales) {
      const { sku, units } = sale;
      const attempts = await sell(sale, fleet);
      expect(sold(attempts)).toBe(units);
      const refused = attempts.filter(({ outcome }) => outcome.is === 'fail');
      expect(refused.map(({ outcome }) => outcome)).toEqual(
        Array.from({ length: howMany - units }, () => ({ is: 'fail', code: 'insufficient-stock' })),
      );
      const all = units * sale.rounds;
      expect(await shop.stockOf(sku)).toEqual({ onHand: all, reserved: all });
    }
  }
  await expectBooksToBalance(larder);
  await Promise.all(fleet.map((program) => program.stop('SIGTERM')));
});

it('would oversell visibly if it read first and wrote later', { timeout: 120_000 }, async () => {
  const fleet = await fleetOf('../test/support/naive-stock.mjs');
  const sale = saleOf(1);
  const attempts = await sell(sale, fleet);
  expect(sold(attempts)).toBeGreaterThan(1);
  expect(await strayReservations(larder)).toEqual([sale.sku]);
  await Promise.all(fleet.map((program) => program.stop('SIGTERM')));
});
