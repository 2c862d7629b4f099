// npm run bench -- outbox: how fast the relay drains facts that wait, by how many aggregates they
// are of. Needs DATABASE_URL of an empty scratch database. The listener does nothing: what is
// measured is the relay, and the database's work for it.
import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import pg from 'pg';
import { Outbox, PlatformModule, readConfig } from '../../dist/platform/index.js';

const rounds = Number(process.env.BENCH_ROUNDS ?? 5);
const piles = [
  { name: 'one aggregate', facts: 3000, aggregates: 1 },
  { name: 'two hundred aggregates', facts: 20_000, aggregates: 200 },
  { name: 'each of its own aggregate', facts: 20_000, aggregates: 20_000 },
];

const url = process.env.DATABASE_URL;
if (!url) throw new Error('DATABASE_URL is missing: an empty scratch database is needed.');
const client = new pg.Client({ connectionString: url });
await client.connect();
const { rows: found } = await client.query(
  "SELECT count(*)::int AS tables FROM pg_tables WHERE schemaname = 'public'",
);
if (found[0].tables > 0) throw new Error('The database is not empty: name a scratch database.');

let delivered = 0;
let allDelivered = () => {};
const last = new Map();
const listener = {
  provide: 'listener',
  inject: [Outbox],
  useFactory: (outbox) =>
    outbox.subscribe({
      name: 'listener',
      types: ['bench.happened'],
      handle: async ({ aggregateId, payload }) => {
        if (payload.n !== (last.get(aggregateId) ?? 0) + 1) throw new Error('Out of order');
        last.set(aggregateId, payload.n);
        delivered += 1;
        if (delivered === expected) allDelivered();
      },
    }),
};
let expected = 0;
const config = readConfig({
  REDIS_URL: 'redis://127.0.0.1:1/0',
  AUTH_SECRET: 'a secret of the bench, 32 bytes long',
  LOG_LEVEL: 'fatal',
  ...process.env,
});
const module = {
  module: function OutboxBench() {},
  imports: [PlatformModule.with(config, [])],
  providers: [listener],
};
const app = await NestFactory.createApplicationContext(module, { logger: ['fatal'] });
const outbox = app.get(Outbox);

/** Facts per second, from the moment the relay is told of the pile. */
async function drain({ facts, aggregates }) {
  last.clear();
  delivered = 0;
  expected = facts;
  const drained = new Promise((resolve) => (allDelivered = resolve));
  // In one transaction, so that the relay sees the whole pile or nothing.
  await client.query(
    `INSERT INTO outbox (event_id, type, version, aggregate_type, aggregate_id, payload, occurred_at)
     SELECT gen_random_uuid(), 'bench.happened', 1, 'bench', n % $2,
            json_build_object('n', n / $2 + 1, 'more', repeat('x', 200)), now()
     FROM generate_series(0, $1 - 1) n`,
    [facts, aggregates],
  );
  const started = performance.now();
  outbox.nudge();
  await drained;
  const perSecond = (1000 * facts) / (performance.now() - started);
  for (let left = 1; left > 0;) {
    const { rows } = await client.query(
      'SELECT count(*)::int AS n FROM outbox WHERE published_at IS NULL',
    );
    left = rows[0].n;
  }
  return perSecond;
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const results = new Map(piles.map(({ name }) => [name, []]));
for (const pile of piles) await drain({ ...pile, facts: Math.min(pile.facts, 1000) });
for (let round = 0; round < rounds; round += 1) {
  for (const pile of piles) results.get(pile.name).push(Math.round(await drain(pile)));
}
console.log(`Facts delivered in a second, ${rounds} rounds, turn about:`);
console.table(
  Object.fromEntries(
    piles.map(({ name, facts }) => {
      const all = results.get(name);
      const [least, most] = [Math.min(...all), Math.max(...all)];
      return [name, { waiting: facts, median: median(all), least, most }];
    }),
  ),
);
await client.end();
await app.close();
