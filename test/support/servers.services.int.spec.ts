import { existsSync } from 'node:fs';
import pg from 'pg';
import { createClient } from 'redis';
import { expect, it } from 'vitest';
import { startPostgres, startRedis, type ThrowAwayServer } from './servers.js';

it('starts a PostgreSQL, which survives a kill with its data, and leaves nothing behind', async () => {
  const server = await startPostgres();
  const { pid } = server;
  expect(await query(server, 'SHOW server_encoding')).toEqual({ server_encoding: 'UTF8' });
  await query(server, 'CREATE TABLE kept AS SELECT 1 AS one');

  server.kill();
  await server.restart();
  expect(server.pid).not.toBe(pid);
  expect(await query(server, 'SELECT one FROM kept')).toEqual({ one: 1 });

  await expectNothingLeft(server);
});

it('starts a Redis, which is empty after a restart, and leaves nothing behind', async () => {
  const server = await startRedis({ maxmemory: '16mb' });
  const client = createClient({ url: server.url });
  client.on('error', () => {});
  await client.connect();
  await client.set('key', 'value');
  expect(await client.configGet('maxmemory')).toEqual({ maxmemory: String(16 * 1024 * 1024) });

  await server.restart();
  await expect.poll(() => client.get('key').catch(() => 'not yet'), { timeout: 5000 }).toBeNull();
  client.destroy();

  await expectNothingLeft(server);
});

it('removes a server that does not start, and says why', async () => {
  await expect(startRedis({ args: ['--no-such-setting', '1'] })).rejects.toThrow(
    /Redis did not start: it ended with 1\n[^]*no-such-setting/,
  );
});

async function query(server: ThrowAwayServer, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  try {
    return (await client.query(sql)).rows[0];
  } finally {
    await client.end();
  }
}

async function expectNothingLeft(server: ThrowAwayServer): Promise<void> {
  const { pid } = server;
  expect(() => process.kill(pid, 0)).not.toThrow();
  await server.stop();
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  expect(existsSync(server.dataDir)).toBe(false);
}
