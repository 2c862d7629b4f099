// Two processes answer one customer's polls in turn, while orders move, positions come in and
// Redis dies. By hand: POLL_SECONDS=300 POLLERS=200.
import { afterEach, beforeAll, expect, it } from 'vitest';
import { buyers } from './support/buyers.js';
import { eventually } from './support/eventually.js';
import { freshConfig } from './support/ground.js';
import { Larder } from './support/larder.js';
import { idOf, wanted } from './support/people.js';
import { faultsIn } from './support/poll-history.js';
import { type Cast, PollTraffic } from './support/poll-traffic.js';
import { build, freePort, Program } from './support/process.js';
import { testSecret } from './support/secrets.js';
import { startRedis, type ThrowAwayServer } from './support/servers.js';
import { openShop } from './support/shop.js';

const seconds = Number(process.env.POLL_SECONDS ?? 6);
const pollers = Number(process.env.POLLERS ?? 20);
const stepsPerSecond = 20;
const ordersOfDriver = 10;
const allSteps = new Set([
  'placed',
  'cancelled',
  'accepted',
  'picking',
  'ready',
  'out_for_delivery',
  'delivered',
]);

type Process = Program & { address: string };

beforeAll(build, 120_000);

let redis: ThrowAwayServer;
let fleet: Process[] = [];
afterEach(async () => {
  await Promise.all(fleet.map((each) => each.stop('SIGKILL')));
  await redis?.stop();
});

/** Opens two processes on one database and one Redis, with their users. */
async function open(namespaces: readonly string[]): Promise<Cast> {
  redis = await startRedis();
  const config = await freshConfig({ REDIS_URL: redis.url, REDIS_NAMESPACE: namespaces[0] });
  const larder = await Larder.openWith(config);
  const cast = await hire(larder);
  await larder.close();
  fleet = await Promise.all(
    namespaces.map(async (namespace) =>
      Program.serve({
        DATABASE_URL: config.databaseUrl!,
        REDIS_URL: redis.url,
        REDIS_NAMESPACE: namespace,
        AUTH_SECRETS: testSecret,
        LOG_LEVEL: 'fatal',
        DATABASE_POOL: '10',
        PORT: String(await freePort()),
      }),
    ),
  );
  return { ...cast, addresses: fleet.map(({ address }) => address) };
}

async function hire(larder: Larder): Promise<Omit<Cast, 'addresses'>> {
  const shop = await openShop(larder, { products: [{ sku: 'THING', stock: 100_000 }] });
  const { picker, dispatcher } = await shop.staff();
  const wishes = { onDuty: true, store: shop.storeId, capacity: ordersOfDriver };
  const hired = Array.from({ length: Math.ceil(pollers / ordersOfDriver) }, async () => {
    const driver = await larder.person('driver');
    const { session } = await wanted(200, driver.post('/v1/driver/shift', wishes));
    return { id: await idOf(driver), token: driver.token!, epoch: session.epoch as number };
  });
  return {
    storeId: shop.storeId,
    productId: shop.productId('THING'),
    customers: await buyers(larder, pollers),
    picker: picker.token!,
    dispatcher: dispatcher.token!,
    drivers: await Promise.all(hired),
  };
}

const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

it(
  'shows no customer anything older than before, though Redis dies in between',
  { timeout: seconds * 1000 + 240_000 },
  async () => {
    const traffic = new PollTraffic(await open(['polls', 'polls']));
    const { positions } = traffic;
    const running = traffic.run(stepsPerSecond);
    await wait((seconds * 1000) / 2);
    await eventually('positions are seen', () => (positions.live ?? 0) > 0, 60_000);
    const before = traffic.history.length;
    redis.kill();
    await eventually(
      'it is seen that none is known',
      () => (positions.unavailable ?? 0) > 0,
      60_000,
    );
    await redis.restart();
    const shown = positions.live;
    await eventually('they are seen again', () => (positions.live ?? 0) > shown!, 60_000);
    await wait((seconds * 1000) / 2);
    const steppedTo = () => {
      const steps = traffic.history.slice(before).filter(({ kind }) => kind === 'step');
      return new Set(steps.map((step) => 'by' in step && step.status));
    };
    await eventually('orders take every step', () => steppedTo().size >= allSteps.size, 60_000);
    traffic.finish();
    const history = await running;

    expect(faultsIn(history)).toEqual([]);
    expect(traffic.fleet.refusals).toEqual([]);
    expect(steppedTo()).toEqual(allSteps);
  },
);

it(
  'would be seen to, if the processes did not share what they forget',
  { timeout: 240_000 },
  async () => {
    const traffic = new PollTraffic(await open(['one', 'another']));
    const running = traffic.run(stepsPerSecond);
    await eventually(
      'it is seen',
      () => faultsIn(traffic.history).some(({ fault }) => fault === 'went-back'),
      60_000,
    );
    traffic.finish();
    const faults = new Set(faultsIn(await running).map(({ fault }) => fault));
    expect([faults.has('went-back'), faults.has('no-answer')]).toEqual([true, false]);
  },
);
