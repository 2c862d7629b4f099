// Two processes work jobs, and one of them is killed again and again: every job is done, its effect
// happens once, and no interrupted job waits longer than 45 seconds. By hand: JOBS=10000
// JOB_KILLS=12.
import type { INestApplicationContext } from '@nestjs/common';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AppConfig, Database } from '../src/platform/index.js';
import { eventually } from './support/eventually.js';
import { freshConfig, openGround } from './support/ground.js';
import { measured } from './support/measured.js';
import { enqueueNumbered, statesOf } from './support/numbered-jobs.js';
import { build, Program } from './support/process.js';

const jobs = Number(process.env.JOBS ?? 150);
const kills = Number(process.env.JOB_KILLS ?? 1);
const promisedSeconds = 45;

let config: AppConfig;
let app: INestApplicationContext;
beforeAll(async () => {
  await build();
  config = await freshConfig();
  app = await openGround(config);
  await sql(`CREATE TABLE runs (queue text, n int, process int,
                                begun_at timestamptz DEFAULT clock_timestamp())`);
  await sql('CREATE TABLE effects (key int PRIMARY KEY)');
  await sql('CREATE TABLE naive_effects (key int)');
}, 180_000);
afterAll(() => app?.close());

const sql = <T = Record<string, unknown>>(text: string, values: unknown[] = []) =>
  app.get(Database).query<T>(text, values);
const count = async (table: string) =>
  (await sql<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`))[0]!.n;

async function startWorker(...args: string[]): Promise<Program> {
  const env = {
    DATABASE_URL: config.databaseUrl!,
    DATABASE_POOL: '10',
    REDIS_URL: config.redisUrl!,
    AUTH_SECRETS: config.authSecrets.join(','),
    LOG_LEVEL: 'fatal',
  };
  const worker = Program.run('../test/support/jobs.worker.mjs', env, args);
  await worker.says('ready');
  return worker;
}

interface Interrupted {
  readonly n: number;
  readonly killedAt: string;
}

/** Kills the process, and answers the jobs that it was running. */
async function kill(worker: Program): Promise<Interrupted[]> {
  await worker.stop('SIGKILL');
  return sql<Interrupted>(
    `SELECT n, clock_timestamp()::text AS "killedAt" FROM (
       SELECT DISTINCT ON (n) n, process FROM runs
       WHERE queue = 'test.effects' ORDER BY n, begun_at DESC) last_runs
     WHERE process = $1 AND n IN (
       SELECT (data ->> 'n')::int FROM pgboss.job WHERE name = 'test.effects' AND state = 'active')`,
    [worker.child.pid],
  );
}

it('does every job of a killed process within 45 seconds', { timeout: 3_600_000 }, async () => {
  const survivor = await startWorker('long');
  let other = await startWorker();
  await enqueueNumbered(app, 'test.long', 1);
  await enqueueNumbered(app, 'test.effects', jobs);

  const interrupted: Interrupted[] = [];
  for (let n = 1; n <= kills; n += 1) {
    const due = (jobs * n) / (kills + 1);
    await eventually('some are done', async () => (await count('effects')) >= due, 600_000);
    interrupted.push(...(await kill(other)));
    other = await startWorker();
  }
  const done = async (queue: string) =>
    (await statesOf(app, queue)).every((state) => state === 'completed');
  await eventually('all are done', () => done('test.effects'), 600_000);
  await eventually('the long one too', () => done('test.long'), 60_000);
  for (const worker of [survivor, other]) await worker.stop('SIGKILL');

  expect(await count('effects')).toBe(jobs);
  // The key is needed: interrupted jobs had already had their effect.
  expect(await count('naive_effects')).toBeGreaterThan(jobs);
  expect(await count("runs WHERE queue = 'test.long'")).toBe(1);

  expect(interrupted.length).toBeGreaterThanOrEqual(kills);
  const waits = await Promise.all(interrupted.map(secondsUntilTaken));
  const longest = Math.max(...waits);
  measured(
    `${kills} kills, ${interrupted.length} jobs interrupted, taken up after ` +
      `${longest.toFixed(1)} s at most`,
  );
  expect(longest).toBeLessThanOrEqual(promisedSeconds);
});

async function secondsUntilTaken({ n, killedAt }: Interrupted): Promise<number> {
  const [row] = await sql<{ seconds: number | null }>(
    `SELECT extract(epoch FROM min(begun_at) - $2::timestamptz)::float AS seconds FROM runs
     WHERE queue = 'test.effects' AND n = $1 AND begun_at > $2::timestamptz`,
    [n, killedAt],
  );
  return row?.seconds ?? Infinity;
}
