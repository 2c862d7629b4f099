// Two relays, one of them killed again and again, while transactions of any length write facts:
// none is lost, each aggregate's arrive in order, and one arrives twice only if its relay was
// killed. A reader that goes by the highest number it has seen loses some. By hand: RELAY_KILLS=50.
import type { INestApplicationContext } from '@nestjs/common';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AppConfig, Database, Outbox, UnitOfWork } from '../src/platform/index.js';
import { eventually } from './support/eventually.js';
import { freshConfig, openGround } from './support/ground.js';
import { measured } from './support/measured.js';
import { build, Program } from './support/process.js';

const kills = Number(process.env.RELAY_KILLS ?? 2);
const writers = 6;
const aggregatesOfRound = 10;

let config: AppConfig;
let app: INestApplicationContext;
beforeAll(async () => {
  await build();
  config = await freshConfig();
  app = await openGround(config);
  // This process only writes.
  app.get(Outbox).relayOnce = async () => 0;
  await sql('CREATE TABLE counters (aggregate_id text PRIMARY KEY, n int NOT NULL)');
  await sql(`CREATE TABLE received (seq bigint GENERATED ALWAYS AS IDENTITY, event_id uuid,
                                    aggregate_id text, n int, process int)`);
}, 180_000);
afterAll(() => app?.close());

const sql = <T = Record<string, unknown>>(text: string, values: unknown[] = []) =>
  app.get(Database).query<T>(text, values);
const rest = (milliseconds: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

async function startRelay(): Promise<Program> {
  const env = {
    DATABASE_URL: config.databaseUrl!,
    DATABASE_POOL: '10',
    REDIS_URL: config.redisUrl!,
    AUTH_SECRETS: config.authSecrets.join(','),
    LOG_LEVEL: 'fatal',
  };
  const relay = Program.run('../test/support/relay.worker.mjs', env);
  await relay.says('ready');
  return relay;
}

/** Each fact carries its number within its aggregate, whose row its transaction has locked. */
class Writers {
  /** Facts claimed by a killed relay wait for its lease: later rounds use other aggregates. */
  round = 0;
  #isOn = true;
  readonly #all = Array.from({ length: writers }, () => this.#write());

  async stop(): Promise<void> {
    this.#isOn = false;
    await Promise.all(this.#all);
  }

  async #write(): Promise<void> {
    while (this.#isOn) {
      const aggregateId = `${this.round}-${Math.floor(Math.random() * aggregatesOfRound)}`;
      await app.get(UnitOfWork).run(async (tx) => {
        const [counter] = await tx.query<{ n: number }>(
          `INSERT INTO counters VALUES ($1, 1)
           ON CONFLICT (aggregate_id) DO UPDATE SET n = counters.n + 1 RETURNING n`,
          [aggregateId],
        );
        const fact = { type: 'test.happened', version: 1, aggregateType: 'test', aggregateId };
        await tx.publish({ ...fact, payload: { n: counter!.n } });
        await rest(Math.random() * 20);
      });
      await rest(Math.random() * 20);
    }
  }
}

/** The wrong relay: it considers everything below the highest number it saw as read. */
class NaiveReader {
  readonly seen = new Set<string>();
  #isOn = true;
  readonly #reading = this.#read();

  async stop(): Promise<void> {
    this.#isOn = false;
    await this.#reading;
  }

  async #read(): Promise<void> {
    const client = new pg.Client({ connectionString: config.databaseUrl });
    await client.connect();
    const next = 'SELECT id FROM outbox WHERE id > $1 ORDER BY id';
    let last = '0';
    while (this.#isOn) {
      const { rows } = await client.query(next, [last]);
      for (const { id } of rows) this.seen.add(id);
      last = rows.at(-1)?.id ?? last;
      await rest(1);
    }
    await client.end();
  }
}

interface Delivery {
  readonly event: string;
  readonly aggregate: string;
  readonly n: number;
  readonly process: number;
}

function grouped(all: readonly Delivery[], by: (one: Delivery) => string): Map<string, Delivery[]> {
  const groups = new Map<string, Delivery[]>();
  for (const one of all) groups.set(by(one), [...(groups.get(by(one)) ?? []), one]);
  return groups;
}

it('loses nothing and keeps the order when relays are killed', { timeout: 3_600_000 }, async () => {
  const relays = [await startRelay(), await startRelay()];
  const killed = new Set<number>();
  const [writing, naive] = [new Writers(), new NaiveReader()];
  for (let kill = 0; kill < kills; kill += 1) {
    writing.round = kill;
    await eventually('facts of this round arrive', async () => {
      const [row] = await sql<{ n: number }>(
        "SELECT count(*)::int AS n FROM received WHERE aggregate_id LIKE $1 || '-%'",
        [kill],
      );
      return row!.n > 50;
    });
    await rest(Math.random() * 300);
    // The latest to deliver most likely has more claimed.
    const [latest] = await sql<{ process: number }>(
      'SELECT process FROM received ORDER BY seq DESC LIMIT 1',
    );
    const victim = relays.findIndex(({ child }) => child.pid === latest!.process);
    killed.add(latest!.process);
    await relays[victim]!.stop('SIGKILL');
    relays[victim] = await startRelay();
  }
  await writing.stop();
  // Living relays give back their claims, so that all claims left are those of the dead: their
  // leases end at once.
  for (const relay of relays) await relay.stop('SIGTERM');
  await sql('UPDATE outbox SET claimed_until = now() WHERE claimed_until > now()');
  const last = await startRelay();
  await eventually(
    'all are delivered',
    async () => (await sql('SELECT FROM outbox WHERE published_at IS NULL')).length === 0,
    120_000,
  );
  await naive.stop();
  await last.stop('SIGKILL');

  const facts = await sql<{ id: string; event: string }>(
    'SELECT id, event_id AS event FROM outbox ORDER BY id',
  );
  const deliveries = await sql<Delivery>(
    `SELECT event_id AS event, aggregate_id AS aggregate, n, process FROM received ORDER BY seq`,
  );
  const ofEvent = grouped(deliveries, ({ event }) => event);
  expect(facts.filter(({ event }) => !ofEvent.has(event))).toEqual([]);

  const firsts = [...ofEvent.values()].map(([first]) => first!);
  for (const [aggregate, delivered] of grouped(firsts, (first) => first.aggregate)) {
    const inOrder = delivered.map((_, index) => `${aggregate} ${index + 1}`);
    expect(delivered.map(({ n }) => `${aggregate} ${n}`)).toEqual(inOrder);
  }

  const repeated = [...ofEvent.values()].filter((each) => each.length > 1);
  const withoutCause = repeated.filter((each) =>
    each.slice(0, -1).some((delivery) => !killed.has(delivery.process)),
  );
  expect(withoutCause).toEqual([]);

  const lost = facts.filter(({ id }) => !naive.seen.has(id)).length;
  measured(
    `${kills} kills, ${facts.length} facts, none lost, ${repeated.length} delivered twice; ` +
      `by the highest number ${lost} would have been lost`,
  );
  expect(lost).toBeGreaterThan(0);
});
