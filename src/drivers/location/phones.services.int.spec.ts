// Whatever phones do, what Redis shows of them is true, and what the memory adapter shows.
// By hand: PHONES=5000 npx vitest run --project services src/drivers/location/phones
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { Logger } from '@nestjs/common';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../../../test/support/eventually.js';
import { freshRedisUrl } from '../../../test/support/mode.js';
import { lives } from '../../../test/support/phone-lives.js';
import { watch } from '../../../test/support/watched-phone.js';
import { ManualClock } from '../../kernel/clock.js';
import { type AppConfig, Metrics, RedisConnection } from '../../platform/index.js';
import { MemoryLocationStore } from './memory.location.js';
import { RedisLocationStore } from './redis.location.js';

Logger.overrideLogger(false);
const phones = Number(process.env['PHONES'] ?? 60);
const start = '2026-01-01T10:00:00Z';
let connection: RedisConnection;

beforeAll(async () => {
  const config = { redisUrl: await freshRedisUrl(), redisNamespace: `test-${randomUUID()}` };
  connection = new RedisConnection(config as AppConfig, new Metrics());
  connection.withDeadline = (_, call) => call;
  await eventually('Redis is there', () => connection.isReady);
});
afterAll(() => connection?.onApplicationShutdown());

it(`${phones} phones are shown where they are, by both adapters alike`, async () => {
  const property = fc.asyncProperty(lives(), async (life) => {
    const [clock, other] = [new ManualClock(start), new ManualClock(start)];
    const byRedis = await watch(new RedisLocationStore(connection, clock), clock, life);
    expect(byRedis).toEqual(await watch(new MemoryLocationStore(other), other, life));
  });
  await fc.assert(property, { numRuns: phones });
}, 3_600_000);
