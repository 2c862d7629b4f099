// A process that relays facts and notes each delivery, to be killed in the middle of it.
import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import { NestFactory } from '@nestjs/core';
import { Database, Outbox } from '../../dist/platform/index.js';
import { PlatformModule } from '../../dist/platform/platform.module.js';
import { readConfig } from '../../dist/platform/config/env.js';

// Before the relay starts, which treats a fact without a listener as delivered.
const listener = {
  provide: 'listener',
  inject: [Outbox, Database],
  useFactory: (outbox, database) =>
    outbox.subscribe({
      name: 'listener',
      types: ['test.happened'],
      handle: async ({ id, aggregateId, payload }) => {
        await database.query(
          'INSERT INTO received (event_id, aggregate_id, n, process) VALUES ($1, $2, $3, $4)',
          [id, aggregateId, payload.n, process.pid],
        );
        await sleep(Math.random() * 10);
      },
    }),
};
const imports = [PlatformModule.with(readConfig(process.env), [])];
const module = { module: function RelayModule() {}, imports, providers: [listener] };
const app = await NestFactory.createApplicationContext(module, { logger: ['error'] });
// SIGTERM makes it give back its claims; SIGKILL does not.
app.enableShutdownHooks();
process.stdout.write('ready\n');
