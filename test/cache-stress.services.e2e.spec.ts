// Three processes, sixty readers, ten writers, twenty keys. For longer than the test command does:
// STRESS_SECONDS=60 npx vitest run --project services test/cache-stress
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, freshRedisUrl } from './support/mode.js';
import { build, root } from './support/process.js';
import { testSecret } from './support/secrets.js';

const seconds = Number(process.env.STRESS_SECONDS ?? 2);
const keys = 20;

interface Event {
  readonly id: number;
  readonly version: number;
  readonly startedAt?: number;
  readonly acknowledgedAt?: number;
}

beforeAll(build, 120_000);

async function run(variant: string, ttlMs: number): Promise<Event[]> {
  const database = await freshDatabase();
  await createRows(database.url);
  const env = {
    PATH: process.env.PATH,
    DATABASE_URL: database.url,
    REDIS_URL: await freshRedisUrl(),
    REDIS_NAMESPACE: `stress-${Math.random().toString(36).slice(2)}`,
    AUTH_SECRETS: testSecret,
    DATABASE_POOL: '10',
  };
  const histories = await Promise.all(
    [4, 3, 3].map(async (writers) => {
      const settings = { variant, ttlMs, seconds, readers: 20, writers, keys };
      const worker = spawn(
        process.execPath,
        [resolve(root, 'test/support/cache-stress.worker.mjs'), JSON.stringify(settings)],
        { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] },
      );
      const [output, [code]] = await Promise.all([text(worker.stdout), once(worker, 'close')]);
      expect(code).toBe(0);
      return output.trim().split('\n');
    }),
  );
  return histories.flat().map((line) => JSON.parse(line) as Event);
}

async function createRows(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('CREATE TABLE stress (id int PRIMARY KEY, version int NOT NULL)');
  await client.query('INSERT INTO stress SELECT n, 0 FROM generate_series(0, $1) n', [keys - 1]);
  await client.end();
}

/** Reads that began after a write was acknowledged, and answered an older value. */
function staleReads(history: Event[]): { reads: number; writes: number; stale: number } {
  const result = { reads: 0, writes: 0, stale: 0 };
  for (let id = 0; id < keys; id += 1) {
    const ofKey = history.filter((event) => event.id === id);
    const at = (event: Event) => event.acknowledgedAt ?? event.startedAt!;
    let acknowledged = 0;
    for (const event of ofKey.toSorted((a, b) => at(a) - at(b))) {
      if (event.acknowledgedAt !== undefined) {
        result.writes += 1;
        acknowledged = Math.max(acknowledged, event.version);
      } else {
        result.reads += 1;
        if (event.version < acknowledged) result.stale += 1;
      }
    }
  }
  return result;
}

describe('under stress', { timeout: 120_000 + seconds * 10_000 }, () => {
  it.each([
    ['entries that live long', 60_000],
    ['entries that live 30 ms', 30],
  ])('the cache serves nothing stale, with %s', async (_, ttlMs) => {
    const { reads, writes, stale } = staleReads(await run('product', ttlMs));
    expect(stale).toBe(0);
    // The total depends on the machine; this asserts that there were enough to race.
    expect(reads).toBeGreaterThan(500);
    expect(writes).toBeGreaterThan(20);
  });

  it.each(['delete after commit', 'stamps read after the load'])(
    '%s serves stale answers, which this test notices',
    async (variant) => {
      let stale = 0;
      // Repeated when the machine was too slow to race.
      for (let tries = 0; stale === 0 && tries < 5; tries += 1) {
        stale = staleReads(await run(variant, 60_000)).stale;
      }
      expect(stale).toBeGreaterThan(0);
    },
  );
});
