import type { TestProject } from 'vitest/node';
import { startPostgres, startRedis, type ThrowAwayServer } from './servers.js';

declare module 'vitest' {
  interface ProvidedContext {
    databaseUrl: string;
    redisUrl: string;
    /** Whether Redis was started for these tests, with databases to spare. */
    redisIsOurs: boolean;
  }
}

const started: ThrowAwayServer[] = [];

export async function setup(project: TestProject): Promise<void> {
  const { DATABASE_URL, REDIS_URL } = process.env;
  try {
    project.provide('databaseUrl', DATABASE_URL || (await keep(startPostgres())));
    project.provide('redisUrl', REDIS_URL || (await keep(startRedis())));
    project.provide('redisIsOurs', !REDIS_URL);
  } catch (error) {
    await teardown();
    throw error;
  }
}

export async function teardown(): Promise<void> {
  await Promise.all(started.splice(0).map((server) => server.stop()));
}

async function keep(starting: Promise<ThrowAwayServer>): Promise<string> {
  const server = await starting;
  started.push(server);
  return server.url;
}
