import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient } from 'redis';
import { inject } from 'vitest';
import { afterwards } from './afterwards.js';
import { execute } from './execute.js';
import { temporaryRoot } from './temporary-root.js';

/** The kind of Larder under test. */
export const mode: 'embedded' | 'services' =
  process.env.LARDER_TEST_MODE === 'services' ? 'services' : 'embedded';

/**
 * A new database on the server of this run, migrated and without business data; dropped after the
 * test file at the latest.
 */
export function freshDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  onlyInServices();
  return databaseLike(inject('databaseTemplate'));
}

/** The same without tables. */
export function emptyDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  onlyInServices();
  return databaseLike('template0');
}

/** The Redis of this run, which other test files use at the same time. */
export function redisUrl(): string {
  onlyInServices();
  return inject('redisUrl');
}

/**
 * A database of its own on the Redis of this run, so that no test file hits entries of another. A
 * server given by REDIS_URL is used as it is: it may hold other data.
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
  const path = mkdtempSync(join(temporaryRoot, 'larder-data-'));
  return { path, remove: afterwards(() => rm(path, { recursive: true, force: true })) };
}

/** The same with a migrated embedded database in it. */
export function migratedDataDir(): { path: string; remove(): Promise<void> } {
  const directory = freshDataDir();
  cpSync(inject('migratedDataDir'), directory.path, { recursive: true });
  return directory;
}

function onlyInServices(): void {
  if (mode !== 'services') throw new Error('The embedded mode has no servers.');
}

async function databaseLike(template: string): Promise<{ url: string; drop(): Promise<void> }> {
  const server = inject('databaseUrl');
  const name = `larder_test_${randomBytes(6).toString('hex')}`;
  await execute(server, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const drop = () => execute(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  return { url: url.href, drop: afterwards(drop) };
}
