// Databases that are migrated already, kept from run to run: the migrations and pg-boss's schema
// cost each test file more than most of its tests.
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const kept = join(root, 'node_modules/.cache/larder-tests');

/** The sources of everything that Larder writes into a new database before its first use. */
const schemaSource = /(^|\/)(migrations|jobs|database)\/[^/]+\.ts$|\.job\.ts$/;

/**
 * The directory `name` for the present sources; `make` fills it when there is none. A run that is
 * killed meanwhile leaves none, and directories of earlier sources are removed.
 */
export async function keepDirectory(
  name: string,
  make: (directory: string) => Promise<void>,
): Promise<string> {
  const wanted = `${name}-${fingerprint()}`;
  const path = join(kept, wanted);
  mkdirSync(kept, { recursive: true });
  const there = readdirSync(kept);
  if (there.includes(wanted)) return path;

  const making = mkdtempSync(join(kept, 'making-'));
  try {
    await make(making);
    renameSync(making, path);
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    // Another run that began at the same time was first.
    if (!readdirSync(kept).includes(wanted)) throw error;
  }
  for (const old of there.filter((other) => other.startsWith(`${name}-`))) {
    rmSync(join(kept, old), { recursive: true, force: true });
  }
  return path;
}

/**
 * Migrates the database of the settings, and opens the queues. Imports Larder only here: most runs
 * find a directory, and do not need it.
 */
export async function migrate(settings: NodeJS.ProcessEnv): Promise<void> {
  const { NestFactory } = await import('@nestjs/core');
  const { AppModule } = await import('../../src/app.module.js');
  const { readConfig, withSecret } = await import('../../src/platform/app.js');
  const { Database } = await import('../../src/platform/index.js');
  const config = withSecret(readConfig({ LOG_LEVEL: 'fatal', SEED_DEMO: 'false', ...settings }));
  const app = await NestFactory.createApplicationContext(AppModule.with(config), {
    logger: ['error', 'fatal'],
    abortOnError: false,
  });
  // Each process makes its schedules anew when it boots; one that holds the clock has none.
  await app.get(Database).query('DELETE FROM pgboss.schedule');
  await app.close();
}

function fingerprint(): string {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' });
  for (const file of files.filter((name) => schemaSource.test(name)).toSorted()) {
    hash.update(file).update(readFileSync(join(root, 'src', file)));
  }
  return hash.digest('hex').slice(0, 16);
}
