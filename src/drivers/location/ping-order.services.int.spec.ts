// Positions never go back in time, whatever the network does to the pings.
// By hand: PINGS=100000 npx vitest run --project services src/drivers/location/ping-order
import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../../../test/support/eventually.js';
import { freshRedisUrl } from '../../../test/support/mode.js';
import { hasRealInput, readTraces } from '../../../test/support/real-input.js';
import { ManualClock } from '../../kernel/clock.js';
import {
  type AppConfig,
  Metrics,
  type RedisClient,
  RedisConnection,
} from '../../platform/index.js';
import { pingIntervalMs } from '../domain/ping-pace.js';
import type { Fix } from './location.port.js';
import { RedisLocationStore } from './redis.location.js';
import { encodeFix } from './stored-fix.js';

Logger.overrideLogger(false);
const pings = Number(process.env['PINGS'] ?? 5000);
const perDriver = 100;
const atOnce = 64;

const clock = new ManualClock('2026-01-01T10:00:00Z');
const shop = { id: randomUUID(), location: { lat: 25.2, lng: 55.27 } };
let connection: RedisConnection;
let store: RedisLocationStore;

beforeAll(async () => {
  const config = { redisUrl: await freshRedisUrl(), redisNamespace: `test-${randomUUID()}` };
  connection = new RedisConnection(config as AppConfig, new Metrics());
  connection.withDeadline = (_, call) => call;
  await eventually('Redis is there', () => connection.isReady);
  store = new RedisLocationStore(connection, clock);
});
afterAll(() => connection?.onApplicationShutdown());

const blank = { accuracyM: null, headingDeg: null, speedMps: null, recordedAt: null };
const fixOf = (seq: number): Fix => ({ epoch: 1, seq, ...shop.location, ...blank });

interface Ping {
  readonly driver: string;
  readonly seq: number;
}

/** The pings as a network delivers them: a tenth twice, a fifth late. */
function shuffled(drivers: readonly string[]): Ping[] {
  const sent: (Ping & { at: number })[] = [];
  for (let seq = 0; seq < perDriver; seq += 1) {
    for (const [n, driver] of drivers.entries()) {
      const roll = (seq * 7919 + n * 104_729) % 100;
      sent.push({ driver, seq, at: roll < 20 ? seq + 1 + (roll % 5) : seq });
      if (roll % 10 === 3) sent.push({ driver, seq, at: seq + roll / 10 });
    }
  }
  return sent.toSorted((a, b) => a.at - b.at);
}

/** The number of reads that saw a position older than one before. */
async function backwardReads(record: (driver: string, fix: Fix) => Promise<unknown>) {
  const drivers = Array.from({ length: Math.ceil(pings / perDriver) }, () => randomUUID());
  for (const driver of drivers) await store.openShift(driver, { epoch: 1, store: shop });
  const seen = new Map<string, number>();
  let backward = 0;
  const look = async (driver: string) => {
    const seq = (await store.latest(driver))?.seq ?? -1;
    if (seq < (seen.get(driver) ?? -1)) backward += 1;
    seen.set(driver, seq);
  };
  const queue = shuffled(drivers);
  const all = queue.length;
  const phone = async () => {
    for (let ping = queue.shift(); ping; ping = queue.shift()) {
      clock.advance(pingIntervalMs / 20);
      await record(ping.driver, fixOf(ping.seq));
      await look(ping.driver);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, phone));
  const last = await store.latestOfMany(drivers);
  const finals = new Set(drivers.map((driver) => last.get(driver)?.seq));
  return { all, backward, finals };
}

it(`are never seen to go back in ${pings} pings, repeated and late`, async () => {
  const { all, backward, finals } = await backwardReads((...ping) => store.record(...ping));
  expect(all).toBeGreaterThan(pings * 1.05);
  expect(backward).toBe(0);
  expect(finals).toEqual(new Set([perDriver - 1]));
}, 600_000);

it('would go back, if the last to arrive were kept', async () => {
  const client = connection.client as RedisClient;
  const lastComes = (driver: string, fix: Fix) =>
    client.set(
      connection.key('{positions}', 'loc', driver),
      `${encodeFix(fix, clock.now().getTime())},null,0,0,0]`,
      { PX: 60_000 },
    );
  expect((await backwardReads(lastComes)).backward).toBeGreaterThan(0);
}, 600_000);

it.skipIf(!hasRealInput)(
  'of real rides follow the ride (../shared/data)',
  async () => {
    const traces = [...readTraces()];
    expect(traces).toHaveLength(24);
    const start = clock.now().getTime();
    const moves = traces
      .flatMap(([name, points]) => points.map((point, seq) => ({ name, seq, ...point })))
      .toSorted((a, b) => a.seconds - b.seconds);
    const [{ lat, lng }] = moves as [(typeof moves)[0]];
    const beijing = { id: randomUUID(), location: { lat, lng } };
    for (const [name] of traces) await store.openShift(name, { epoch: 1, store: beijing });
    const outcomes: Record<string, number> = {};
    for (const { name, seq, seconds, ...place } of moves) {
      clock.advance(start + seconds * 1000 - clock.now().getTime());
      const outcome = await store.record(name, { ...fixOf(seq), ...place });
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      const shown = await store.latest(name);
      const isHere = shown?.seq === seq && shown.lat === place.lat && shown.lng === place.lng;
      expect(isHere).toBe(outcome === 'applied');
    }
    // One phone was 660 m away after a second: believed when the next fix said so.
    expect(outcomes).toEqual({ applied: 14_956, implausible: 1 });
  },
  120_000,
);
