import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findPostgres, findRedis, missingServers, missingTools } from './find-servers.js';

const dir = mkdtempSync(join(tmpdir(), 'larder-bin-'));
const nowhere = { LARDER_TEST_POSTGRES: '/nowhere', LARDER_TEST_REDIS: '/nowhere/redis-server' };

afterAll(() => rmSync(dir, { recursive: true }));

describe('finding servers', () => {
  it('takes the first on PATH that is new enough', () => {
    const old = postgres('old', '14.9');
    const good = postgres('good', '15.2');
    const newer = postgres('newer', '17.0');
    const redis = program(good, 'redis-server', '');
    const env = { PATH: ['/nowhere', old, good, newer].join(':') };
    expect(findPostgres(env)).toEqual({ bin: good });
    expect(findRedis(env)).toEqual({ bin: redis });
  });

  it('looks nowhere else when a variable names the place', () => {
    expect(findPostgres({ ...nowhere, PATH: process.env.PATH })).toBeUndefined();
    expect(findRedis({ ...nowhere, PATH: process.env.PATH })).toBeUndefined();
  });

  it('says in one line each what to install or to set', () => {
    expect(missingServers(nowhere)).toEqual([
      expect.stringMatching(/^PostgreSQL 15\+ was not found: install it .* or set DATABASE_URL\.$/),
      expect.stringMatching(/^Redis was not found: install it .* or set REDIS_URL\.$/),
    ]);
    expect(missingServers({ ...nowhere, REDIS_URL: 'redis://given' })).toHaveLength(1);
    expect(
      missingServers({ ...nowhere, DATABASE_URL: 'postgres://given', REDIS_URL: 'redis://given' }),
    ).toEqual([]);
  });

  it('says in one line which tools the tour of the README needs', () => {
    const folder = join(dir, 'tools');
    mkdirSync(folder);
    expect(missingTools({ PATH: folder })).toEqual([
      expect.stringMatching(/^curl was not found: install it .*\.$/),
    ]);
    program(folder, 'curl', '');
    expect(missingTools({ PATH: `/nowhere:${folder}` })).toEqual([]);
  });
});

function postgres(folder: string, version: string): string {
  const bin = join(dir, folder);
  mkdirSync(bin);
  program(bin, 'initdb', '');
  program(bin, 'postgres', `echo "postgres (PostgreSQL) ${version}"`);
  return bin;
}

function program(folder: string, name: string, body: string): string {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${body}\n`);
  chmodSync(file, 0o755);
  return file;
}
