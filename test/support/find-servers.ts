import { execFileSync } from 'node:child_process';
import { accessSync, constants, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

const oldestPostgres = 15;

/** Where packages install PostgreSQL, usually off PATH: parent folder, name below it. */
const postgresHomes: readonly (readonly [parent: string, name: RegExp])[] = [
  ['/usr/lib/postgresql', /^\d+$/],
  ['/usr', /^pgsql-\d+$/],
  ['/usr/local', /^pgsql$/],
  ['/opt/homebrew/opt', /^postgresql(@\d+)?$/],
  ['/usr/local/opt', /^postgresql(@\d+)?$/],
  ['/Applications/Postgres.app/Contents/Versions', /^\d+$/],
];

const redisHomes = ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin', '/opt/redis/bin'];

/**
 * The folder with `initdb` and `postgres`: the one LARDER_TEST_POSTGRES names, else the first on
 * PATH, else the newest of the usual places.
 */
export function findPostgres(env: Environment = process.env): { bin: string } | undefined {
  const named = env.LARDER_TEST_POSTGRES;
  const onPath = named === undefined ? pathOf(env) : [named];
  const first = onPath.find((bin) => postgresVersion(bin) >= oldestPostgres);
  if (first !== undefined || named !== undefined) return first ? { bin: first } : undefined;

  const [newest] = postgresHomes
    .flatMap(([parent, name]) => namesIn(parent, name).map((found) => join(parent, found, 'bin')))
    .map((bin) => ({ bin, version: postgresVersion(bin) }))
    .filter(({ version }) => version >= oldestPostgres)
    .toSorted((a, b) => b.version - a.version);
  return newest && { bin: newest.bin };
}

/** The `redis-server` to run: the file LARDER_TEST_REDIS names, else PATH, else usual places. */
export function findRedis(env: Environment = process.env): { bin: string } | undefined {
  const named = env.LARDER_TEST_REDIS;
  const candidates =
    named === undefined
      ? [...pathOf(env), ...redisHomes].map((folder) => join(folder, 'redis-server'))
      : [named];
  const bin = candidates.find(isExecutable);
  return bin === undefined ? undefined : { bin };
}

/** One line for each server that has no URL and is not installed on this machine. */
export function missingServers(env: Environment = process.env): string[] {
  const missing: string[] = [];
  if (!env.DATABASE_URL && !findPostgres(env)) missing.push(postgresIsMissing);
  if (!env.REDIS_URL && !findRedis(env)) missing.push(redisIsMissing);
  return missing;
}

/** The tools of the README's tour that this machine lacks. */
export function missingTools(env: Environment = process.env): string[] {
  const isThere = pathOf(env).some((folder) => isExecutable(join(folder, 'curl')));
  return isThere ? [] : [curlIsMissing];
}

export const postgresIsMissing =
  `PostgreSQL ${oldestPostgres}+ was not found: install it (Debian: apt-get install postgresql; ` +
  'macOS: brew install postgresql@17) or set DATABASE_URL.';

export const redisIsMissing =
  'Redis was not found: install it (Debian: apt-get install redis-server; ' +
  'macOS: brew install redis) or set REDIS_URL.';

const curlIsMissing =
  'curl was not found: install it (Debian: apt-get install curl; macOS has it) ' +
  'to have the tour of the README walked.';

function pathOf(env: Environment): string[] {
  return (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
}

function namesIn(folder: string, pattern: RegExp): string[] {
  try {
    return readdirSync(folder).filter((name) => pattern.test(name));
  } catch {
    return [];
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The major version; 0 where there is none. */
export function postgresVersion(bin: string): number {
  if (!isExecutable(join(bin, 'initdb')) || !isExecutable(join(bin, 'postgres'))) return 0;
  const printed = execFileSync(join(bin, 'postgres'), ['--version'], { encoding: 'utf8' });
  return Number(/\d+/.exec(printed)?.[0] ?? 0);
}
