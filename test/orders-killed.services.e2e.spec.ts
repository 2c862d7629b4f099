// The built program, killed again and again while customers order: acknowledged orders exist, and a
// retry settles the others. By hand: ORDER_KILLS=100.
import { beforeAll, expect, it } from 'vitest';
import { Database } from '../src/platform/index.js';
import { eventually } from './support/eventually.js';
import { buyers, eachAtOnce, wish } from './support/buyers.js';
import { freshConfig } from './support/ground.js';
import { Larder } from './support/larder.js';
import { measured } from './support/measured.js';
import { type Attempt, expectHistoryToHold } from './support/order-history.js';
import { build, freePort, Program } from './support/process.js';
import { testSecret } from './support/secrets.js';
import { openShop, type Shop } from './support/shop.js';

const kills = Number(process.env.ORDER_KILLS ?? 2);
const ordersPerSecond = 50;
const lanes = 10;
const skus = Array.from({ length: 12 }, (_, n) => `GOOD-${n}`);

beforeAll(build, 120_000);

it('keeps every order that it acknowledged, and no other', { timeout: 3_600_000 }, async () => {
  const config = await freshConfig({ ACCESS_TOKEN_MINUTES: '600' });
  const setUp = await Larder.openWith(config);
  const products = skus.map((sku) => ({ sku, stock: 1_000_000 }));
  const shop = await openShop(setUp, { products: [...products, { sku: 'SCARCE', stock: 40 }] });
  const tokens = await buyers(setUp, lanes);
  await setUp.close();

  const env = {
    PORT: String(await freePort()),
    DATABASE_URL: config.databaseUrl!,
    REDIS_URL: config.redisUrl!,
    AUTH_SECRETS: testSecret,
    LOG_LEVEL: 'fatal',
  };
  const attempts: Attempt[] = [];
  for (let kill = 0; kill < kills; kill += 1) {
    const program = await Program.serve(env);
    const load = new Load(program.address, shop, tokens, attempts);
    const acknowledged = countOk(attempts);
    load.start();
    await eventually('orders are taken', () => countOk(attempts) > acknowledged);
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 300));
    await program.stop('SIGKILL');
    await load.stop();
  }
  const unknown = attempts.filter(({ outcome }) => outcome.is === 'unknown').length;

  const last = await Program.serve(env);
  await eachAtOnce(2 * lanes, attempts, async (attempt) => {
    // A shed request has no outcome yet.
    do await attempt.send(last.address);
    while (attempt.outcome.is === 'unknown');
  });
  await last.stop('SIGTERM');
  const larder = await Larder.openWith(config);
  try {
    // Ends the leases of facts that dead processes had claimed.
    await larder.app
      .get(Database)
      .query('UPDATE outbox SET claimed_until = now() WHERE claimed_until > now()');
    await expectHistoryToHold(larder, attempts);
    // Each order was acknowledged before, or done without an answer, or new.
    const replayed = attempts.filter((attempt) => attempt.replayed > 0).length;
    expect(replayed).toBeGreaterThan(0);
    measured(
      `${kills} kills, ${countOk(attempts)} orders, ${unknown} unknown when their process died`,
    );
  } finally {
    await larder.close();
  }
});

const countOk = (attempts: readonly Attempt[]) =>
  attempts.filter(({ outcome }) => outcome.is === 'ok').length;

/** Ten lanes of customers, fifty orders a second, each of four lines; one in ten is scarce. */
class Load {
  #isOn = false;
  #lanes: Promise<void>[] = [];

  constructor(
    private readonly address: string,
    private readonly shop: Shop,
    private readonly tokens: readonly string[],
    private readonly attempts: Attempt[],
  ) {}

  start(): void {
    this.#isOn = true;
    this.#lanes = this.tokens.map((token) => this.#lane(token));
  }

  async stop(): Promise<void> {
    this.#isOn = false;
    await Promise.all(this.#lanes);
  }

  async #lane(token: string): Promise<void> {
    while (this.#isOn) {
      const next = Date.now() + (1000 * lanes) / ordersPerSecond;
      const attempt = await wish(this.address, this.shop, token, this.#basket());
      if (attempt) {
        this.attempts.push(attempt);
        await attempt.send(this.address);
      }
      const rest = next - Date.now();
      if (this.#isOn && rest > 0) await new Promise((resolve) => setTimeout(resolve, rest));
    }
  }

  #basket() {
    const first = Math.floor(Math.random() * skus.length);
    const four = [0, 3, 5, 7].map((step) => skus[(first + step) % skus.length]!);
    if (Math.random() < 0.1) four[3] = 'SCARCE';
    return four.map((sku, index) => [sku, index + 1] as const);
  }
}
