import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { execute } from './execute.js';
import { findPostgres, postgresVersion } from './find-servers.js';
import { keepDirectory, migrate } from './migrated.js';
import { startPostgres, startRedis } from './servers.js';
import type { ThrowAwayServer } from './throw-away-server.js';

declare module 'vitest' {
  interface ProvidedContext {
    databaseUrl: string;
    /** The name of a migrated database that nobody connects to. */
    databaseTemplate: string;
    redisUrl: string;
    /** Whether Redis was started for these tests, with databases to spare. */
    redisIsOurs: boolean;
  }
}

const template = 'larder_template';
const leftovers: (() => Promise<unknown>)[] = [];

export async function setup(project: TestProject): Promise<void> {
  const { DATABASE_URL, REDIS_URL } = process.env;
  try {
    const redis = REDIS_URL || (await keep(startRedis()));
    project.provide('redisUrl', redis);
    project.provide('redisIsOurs', !REDIS_URL);
    if (DATABASE_URL) {
      const name = `${template}_${randomBytes(6).toString('hex')}`;
      await createTemplate(DATABASE_URL, name, redis);
      leftovers.push(() => execute(DATABASE_URL, `DROP DATABASE IF EXISTS ${name}`));
      project.provide('databaseUrl', DATABASE_URL);
      project.provide('databaseTemplate', name);
    } else {
      const version = postgresVersion(findPostgres()?.bin ?? '');
      const copyOf = await keepDirectory(`postgres-${version}`, async (directory) => {
        const server = await startPostgres();
        try {
          await createTemplate(server.url, template, redis);
          await server.shutDown();
          cpSync(join(server.dataDir, 'data'), join(directory, 'data'), { recursive: true });
        } finally {
          await server.stop();
        }
      });
      project.provide('databaseUrl', await keep(startPostgres({ copyOf: join(copyOf, 'data') })));
      project.provide('databaseTemplate', template);
    }
  } catch (error) {
    await teardown();
    throw error;
  }
}

export async function teardown(): Promise<void> {
  await Promise.all(leftovers.splice(0).map((remove) => remove()));
}

async function createTemplate(server: string, name: string, redisUrl: string): Promise<void> {
  await execute(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  await migrate({
    DATABASE_URL: url.href,
    REDIS_URL: redisUrl,
    REDIS_NAMESPACE: name,
    AUTH_SECRETS: randomBytes(48).toString('base64'),
  });
}

async function keep(starting: Promise<ThrowAwayServer>): Promise<string> {
  const server = await starting;
  leftovers.push(() => server.stop());
  return server.url;
}
