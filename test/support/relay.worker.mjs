// A process that relays facts and notes each that it delivers, to be killed in the middle of it.
import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import { NestFactory } from '@nestjs/core';
import { Database, Outbox } from '../../dist/platform/index.js';
import { PlatformModule } from '../../dist/platform/platform.module.js';
import { readConfig } from '../../dist/platform/config/env.js';

// In time: what the relay finds nobody to listen to it takes for delivered.
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
// Told to end, it gives back what it has claimed; killed, it does not.
app.enableShutdownHooks();
process.stdout.write('ready\n');
