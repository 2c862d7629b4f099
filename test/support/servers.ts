import { execFile, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { findPostgres, findRedis, postgresIsMissing, redisIsMissing } from './find-servers.js';
import { temporaryRoot } from './temporary-root.js';
import { ThrowAwayServer } from './throw-away-server.js';

export { findPostgres, findRedis } from './find-servers.js';
export type { ThrowAwayServer } from './throw-away-server.js';

export interface PostgresOptions {
  /** Further settings, such as `{ max_connections: '20' }`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** A data directory of a server that was shut down cleanly, in place of an empty one. */
  readonly copyOf?: string;
}

export interface RedisOptions {
  /** Such as `16mb`. */
  readonly maxmemory?: string;
  /** Further arguments, such as `['--maxmemory-policy', 'allkeys-lru']`. */
  readonly args?: readonly string[];
}

/** A PostgreSQL of our own: role `larder`, no password, nothing survives it. */
export async function startPostgres(options: PostgresOptions = {}): Promise<ThrowAwayServer> {
  const found = findPostgres();
  if (!found) throw new Error(postgresIsMissing);
  const user = serverUser();
  const dir = mkdtempSync(join(temporaryRoot, 'larder-pg-'));
  const data = join(dir, 'data');
  try {
    if (user.uid !== undefined) chownSync(dir, user.uid, user.gid ?? user.uid);
    if (options.copyOf === undefined) await initdb(found.bin, data, user);
    else await copyData(options.copyOf, data, user);
  } catch (error) {
    rmSync(dir, { recursive: true, force: true });
    throw error;
  }

  const settings = Object.entries({
    listen_addresses: '127.0.0.1',
    unix_socket_directories: dir,
    // Two files with a crowd of fifty each run side by side.
    max_connections: '300',
    fsync: 'off',
    full_page_writes: 'off',
    ...options.settings,
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const url = (port: number) => `postgres://larder@127.0.0.1:${port}/postgres`;

  return ThrowAwayServer.start({
    name: 'PostgreSQL',
    command: join(found.bin, 'postgres'),
    dir,
    user,
    stopSignal: 'QUIT',
    args: (port) => ['-D', data, '-p', String(port), ...settings],
    url,
    probe: async (port) => {
      const client = new pg.Client({
        connectionString: url(port),
        connectionTimeoutMillis: 2000,
      });
      client.on('error', () => {});
      try {
        await client.connect();
        await client.query('SELECT 1');
      } finally {
        await client.end();
      }
    },
  });
}

/** A Redis of our own that writes nothing to the disk: after `restart()` it is empty. */
export async function startRedis(options: RedisOptions = {}): Promise<ThrowAwayServer> {
  const found = findRedis();
  if (!found) throw new Error(redisIsMissing);
  const dir = mkdtempSync(join(temporaryRoot, 'larder-redis-'));
  const settings = {
    bind: '127.0.0.1',
    dir,
    save: '',
    appendonly: 'no',
    databases: '1000',
    ...(options.maxmemory === undefined ? {} : { maxmemory: options.maxmemory }),
  };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);

  return ThrowAwayServer.start({
    name: 'Redis',
    command: found.bin,
    dir,
    user: {},
    stopSignal: 'KILL',
    args: (port) => ['--port', String(port), ...args, ...(options.args ?? [])],
    url: (port) => `redis://127.0.0.1:${port}`,
    probe: async (port) => {
      const socket = connect({ port, host: '127.0.0.1', timeout: 2000 });
      socket.on('timeout', () => socket.destroy(new Error('no answer')));
      try {
        await once(socket, 'connect');
        socket.write('PING\r\n');
        const [answer] = (await once(socket, 'data')) as [Buffer];
        if (!answer.toString().startsWith('+PONG')) throw new Error(answer.toString());
      } finally {
        socket.destroy();
      }
    },
  });
}

/** PostgreSQL refuses to run as root, the usual user of tests in containers. */
function serverUser(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    try {
      const [uid, gid] = ['-u', '-g'].map((flag) =>
        Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: 'pipe' })),
      );
      return { uid, gid };
    } catch {
      // No such user: try the next.
    }
  }
  throw new Error('PostgreSQL refuses root, and neither user postgres nor nobody exists.');
}

async function copyData(from: string, to: string, user: { uid?: number; gid?: number }) {
  await promisify(execFile)('cp', ['-R', from, to]);
  if (user.uid === undefined) return;
  await promisify(execFile)('chown', ['-R', `${user.uid}:${user.gid ?? user.uid}`, to]);
}

async function initdb(bin: string, data: string, user: { uid?: number; gid?: number }) {
  const run = (locale: string) =>
    promisify(execFile)(
      join(bin, 'initdb'),
      ['-D', data, '-U', 'larder', '-E', 'UTF8', '-A', 'trust', '--no-sync', '--locale', locale],
      { ...user, cwd: tmpdir(), env: { PATH: process.env.PATH, LC_ALL: 'C' } },
    );
  try {
    await run('C.UTF-8');
  } catch (error) {
    if (!String(error).includes('locale')) throw error;
    await run('C');
  }
}
