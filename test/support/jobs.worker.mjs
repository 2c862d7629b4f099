// A process that works jobs, to be killed in the middle of them. With the argument `long` it also
// works a queue of jobs that take longer than a job's lease.
import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import { NestFactory } from '@nestjs/core';
import { Database, Jobs } from '../../dist/platform/index.js';
import { PlatformModule } from '../../dist/platform/platform.module.js';
import { readConfig } from '../../dist/platform/config/env.js';

const imports = [PlatformModule.with(readConfig(process.env), [])];
const module = { module: function JobsModule() {}, imports };
const app = await NestFactory.createApplicationContext(module, { logger: ['error'] });
const database = app.get(Database);
const noteRun = (queue, n) =>
  database.query('INSERT INTO runs (queue, n, process) VALUES ($1, $2, $3)', [
    queue,
    n,
    process.pid,
  ]);

await app.get(Jobs).open({
  name: 'test.effects',
  atOnce: 10,
  handle: async ({ n }) => {
    await noteRun('test.effects', n);
    await database.query('INSERT INTO effects (key) VALUES ($1) ON CONFLICT DO NOTHING', [n]);
    await database.query('INSERT INTO naive_effects (key) VALUES ($1)', [n]);
    await sleep(200 + Math.random() * 400);
  },
});
if (process.argv[2] === 'long') {
  await app.get(Jobs).open({
    name: 'test.long',
    handle: async ({ n }) => {
      await noteRun('test.long', n);
      await sleep(26_000);
    },
  });
}
process.stdout.write('ready\n');
