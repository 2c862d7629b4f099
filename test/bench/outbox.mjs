// npm run bench -- outbox: how fast the relay drains facts that wait, by how many aggregates they
// are of. Needs DATABASE_URL of an empty scratch database. The listener only checks the order: what
// is measured is one relay that claims, delivers and settles, until nothing waits any more, and the
// database's work for it.
import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { NestFactory } from '@nestjs/core';
import pg from 'pg';
import { Outbox } from '../../dist/platform/index.js';
import { howMany, readOptions, rounds as roundsOf } from './options.mjs';
import { PlatformModule } from '../../dist/platform/platform.module.js';
import { readConfig } from '../../dist/platform/config/env.js';

const { rounds, past } = readOptions(import.meta.filename, ['DATABASE_URL'], {
  rounds: roundsOf('5'),
  past: howMany('How many facts were published before and are kept', '1000000', '1'),
});
const piles = [
  { name: 'one aggregate', facts: 3000, aggregates: 1 },
  { name: 'two hundred aggregates', facts: 20_000, aggregates: 200 },
  { name: 'each of its own aggregate', facts: 20_000, aggregates: 20_000 },
];

const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
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
  AUTH_SECRETS: randomBytes(48).toString('base64'),
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

/** Facts per second, from the moment the relay is told of the pile until the last is settled. */
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
  for (let left = true; left;) {
    const { rows } = await client.query(
      'SELECT EXISTS (SELECT FROM outbox WHERE published_at IS NULL) AS left',
    );
    left = rows[0].left;
  }
  return (1000 * facts) / (performance.now() - started);
}

// Published facts, and stale planner statistics from a time when nothing waited.
await client.query(
  `INSERT INTO outbox (event_id, type, version, aggregate_type, aggregate_id, payload, occurred_at,
                       attempts, published_at)
   SELECT gen_random_uuid(), 'bench.happened', 1, 'bench', n, json_build_object('n', n),
          now(), 1, now()
   FROM generate_series(1, $1) n`,
  [past],
);
await client.query('VACUUM ANALYZE outbox');

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const results = new Map(piles.map(({ name }) => [name, []]));
for (const pile of piles) await drain({ ...pile, facts: Math.min(pile.facts, 1000) });
for (let round = 0; round < rounds; round += 1) {
  for (const pile of piles) results.get(pile.name).push(Math.round(await drain(pile)));
}
console.log(
  `Facts delivered and settled in a second, ${past} published before, ${rounds} rounds, turn about:`,
);
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
