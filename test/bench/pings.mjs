// npm run bench -- pings: what a driver's ping costs, beside bare Fastify doing one Redis SET.
// Also how long Redis looks for the nearest drivers.
// Needs DATABASE_URL and REDIS_URL of a Larder, and wrk.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { AccessTokensService } from '../../dist/accounts/access-tokens.service.js';
import { RedisLocationStore } from '../../dist/drivers/location/redis.location.js';
import { SystemClock } from '../../dist/kernel/clock.js';
import { Metrics, RedisConnection } from '../../dist/platform/index.js';
import { compare, env, pinGenerator, start, stopAll } from './harness.mjs';
import { percentiles, timed } from './larder.mjs';
import { counts, readOptions, rounds, seconds } from './options.mjs';
import { readConfig } from '../../dist/platform/config/env.js';

// wrk, because only it makes enough different pings.
const values = readOptions(import.meta.filename, ['DATABASE_URL', 'REDIS_URL', 'wrk'], {
  rounds: rounds('7'),
  seconds: seconds('3'),
  nearest: counts('Among how many drivers the nearest are looked for', '100', '100,10000,100000'),
});

/** Enough drivers that none pings faster than the limit. */
const drivers = 4000;
const here = { lat: 25.0816, lng: 55.1414 };
const config = readConfig(env);
const clock = new SystemClock();
const tokens = new AccessTokensService(config, clock);
const redis = new RedisConnection(config, new Metrics());
await new Promise((ready) => redis.onReady(ready));
const store = new RedisLocationStore(redis, clock);
const dir = mkdtempSync(join(tmpdir(), 'larder-bench-'));

try {
  const phones = join(dir, 'phones');
  const ids = await onDuty(drivers, { id: randomUUID(), location: here });
  writeFileSync(phones, (await Promise.all(ids.map(phoneOf))).join(''));
  const answer = join(dir, 'answer');
  writeFileSync(answer, JSON.stringify({ applied: true, reason: null }));
  const bare = await start('fastify-set', answer);
  const larder = await start('larder', answer);
  const path = '/v1/driver/location';
  await everyPhoneOnce(larder.address + path, phones);
  pinGenerator();

  const script = [resolve(import.meta.dirname, 'ping.lua'), phones];
  const yardstick = 'bare Fastify and a Redis SET';
  const runs = [
    { name: yardstick, server: bare, path, script },
    { name: 'ping', server: larder, path, script, yardstick },
  ];
  console.log(`${drivers} drivers, ${values.rounds} rounds of ${values.seconds} s by wrk`);
  console.log(await compare(runs, values.rounds, values.seconds));
  const seen = await store.latestOfMany(ids.slice(0, 1000));
  console.log(`${seen.size} of 1000 drivers are where their last ping said`);
} finally {
  stopAll();
  rmSync(dir, { recursive: true, force: true });
}

console.log(
  '\n| drivers | where | p50 ms | p99 ms | in Redis, µs |\n| --- | --- | --- | --- | --- |',
);
for (const count of values.nearest) {
  for (const [where, spreadM] of [
    ['in 20 km', 20_000],
    ['in one spot', 0],
  ]) {
    console.log(`| ${[count, where, ...(await nearest(count, spreadM))].join(' | ')} |`);
  }
}
redis.client.destroy();

/** Opens shifts for this many drivers, and answers their ids. */
async function onDuty(count, shop) {
  const ids = Array.from({ length: count }, () => randomUUID());
  await store.restore(ids.map((driverId) => ({ driverId, open: { epoch: 1, store: shop } })));
  return ids;
}

async function phoneOf(accountId) {
  const { accessToken } = await tokens.issue({
    accountId,
    role: 'driver',
    sessionId: randomUUID(),
  });
  return `${accessToken} 1\n`;
}

/** A token's first request pays for the check of its signature; later ones do not. */
async function everyPhoneOnce(url, file) {
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  const body = JSON.stringify({ epoch: 1, fixes: [{ seq: 1, ...here }] });
  for (let first = 0; first < lines.length; first += 50) {
    await Promise.all(
      lines.slice(first, first + 50).map(async (line) => {
        const authorization = `Bearer ${line.split(' ')[0]}`;
        const headers = { authorization, 'content-type': 'application/json' };
        const answer = await fetch(url, { method: 'POST', headers, body });
        const text = await answer.text();
        if (text !== '{"applied":true,"reason":null}') throw new Error(`A ping failed: ${text}`);
      }),
    );
  }
}

async function nearest(count, spreadM) {
  const shop = { id: randomUUID(), location: here };
  const ids = await onDuty(count, shop);
  const spread = () => ((Math.random() - 0.5) * spreadM) / 111_195;
  for (let first = 0; first < count; first += 100) {
    await Promise.all(
      ids.slice(first, first + 100).map((driverId) =>
        store.record(driverId, {
          epoch: 1,
          seq: 1,
          lat: here.lat + spread(),
          lng: here.lng + spread(),
          accuracyM: null,
          headingDeg: null,
          speedMps: null,
          recordedAt: null,
        }),
      ),
    );
  }
  const search = { storeId: shop.id, place: here, radiusM: 5000, limit: 10 };
  const before = await scriptTime();
  const times = [];
  for (let n = 0; n < 500; n += 1) times.push((await timed(() => store.nearest(search))).ms);
  const after = await scriptTime();
  const { p50, p99 } = percentiles(times);
  const each = (after.usec - before.usec) / (after.calls - before.calls);
  return [p50.toFixed(2), p99.toFixed(2), each.toFixed(0)];
}

async function scriptTime() {
  const found = /cmdstat_evalsha:calls=(\d+),usec=(\d+)/.exec(
    await redis.client.info('commandstats'),
  );
  return { calls: Number(found[1]), usec: Number(found[2]) };
}
