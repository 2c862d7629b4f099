import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createClient } from 'redis';
import { afterAll, inject } from 'vitest';

/** Which kind of Larder the tests run against; every int and e2e file runs once in each. */
export const mode: 'embedded' | 'services' =
  process.env.LARDER_TEST_MODE === 'services' ? 'services' : 'embedded';

const leftovers = new Set<() => Promise<void>>();

// An exit handler would be too late: the process of a test file is killed when it has reported.
afterAll(async () => {
  for (const remove of leftovers) await remove();
});

/** A new, empty database on the server of this run; dropped after the test file at the latest. */
export async function freshDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  onlyInServices();
  const server = inject('databaseUrl');
  const name = `larder_test_${randomBytes(6).toString('hex')}`;
  await execute(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const drop = () => execute(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  return { url: url.href, drop: afterwards(drop) };
}

/** The Redis of this run, which other test files use at the same time. */
export function redisUrl(): string {
  onlyInServices();
  return inject('redisUrl');
}

/**
 * A database of its own on the Redis of this run, so that no test file hits what another cached.
 * A server that was given by REDIS_URL is used as it is: we do not know what else is in it.
 */
export async function freshRedisUrl(): Promise<string> {
  const url = new URL(redisUrl());
  if (!inject('redisIsOurs')) return url.href;
  const client = createClient({ url: url.href });
  await client.connect();
  try {
    url.pathname = `/${await client.incr('databases handed out')}`;
  } finally {
    client.destroy();
  }
  return url.href;
}

/** A temporary folder for the embedded database; removed after the test file at the latest. */
export function freshDataDir(): { path: string; remove(): Promise<void> } {
  const path = mkdtempSync(join(tmpdir(), 'larder-data-'));
  return { path, remove: afterwards(() => rm(path, { recursive: true, force: true })) };
}

function afterwards(remove: () => Promise<void>): () => Promise<void> {
  leftovers.add(remove);
  return async () => {
    await remove();
    leftovers.delete(remove);
  };
}

function onlyInServices(): void {
  if (mode !== 'services') throw new Error('The embedded mode has no servers.');
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
