// npm run bench -- cache: what cached reads cost, beside yardsticks, interleaved in one run.
// Needs DATABASE_URL and REDIS_URL of a Larder with the demo shop (SEED_DEMO=true seeds it).
// wrk drives the load where it is installed, else autocannon, which is itself the limit sooner.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compare, generator, pinGenerator, start, stopAll } from './harness.mjs';
import { readOptions, rounds, seconds } from './options.mjs';

const values = readOptions(import.meta.filename, ['DATABASE_URL', 'REDIS_URL'], {
  rounds: rounds('7'),
  seconds: seconds('3'),
  only: {
    takes: { is: 'a regular expression', read: regularExpression },
    as: 'REGEX',
    means: 'Which lines of the table; left out, all',
    example: "'listing, strict$'",
    otherwise: null,
  },
});
const listing = '/v1/products?category=drinks&limit=24';
const relaxed = '/v1/bench/products?category=drinks&limit=24';
const detail = '/v1/products/whole-milk-1-l';
const dir = mkdtempSync(join(tmpdir(), 'larder-bench-'));
const file = (name, bytes) => {
  writeFileSync(join(dir, name), bytes);
  return join(dir, name);
};
const bytesOf = async (server, path) =>
  Buffer.from(await (await fetch(server.address + path)).arrayBuffer());

try {
  const nothing = file('nothing', '{}');
  const larder = await start('larder', nothing);
  const cold = await start('larder', nothing, { CACHE_LOCAL_MB: '0' });
  const bytes = file('listing', await bytesOf(larder, listing));
  const detailBytes = file('detail', await bytesOf(larder, detail));
  const etag = (await fetch(larder.address + detail)).headers.get('etag');
  const bare = await start('fastify', bytes);
  const bareDetail = await start('fastify', detailBytes);
  const bareRedis = await start('fastify-redis', bytes);
  const stock = await start('stock', bytes);
  const stockRedis = await start('stock-redis', bytes);
  pinGenerator();

  const expected = (await bytesOf(larder, listing)).toString();
  for (const [server, path] of [
    [larder, relaxed],
    [cold, listing],
    ...[bare, bareRedis, stock, stockRedis].map((other) => [other, listing]),
  ]) {
    if ((await bytesOf(server, path)).toString() !== expected) {
      throw new Error(`${server.kind} sends other bytes`);
    }
  }

  const runs = [
    { name: 'bare Fastify, same bytes', server: bare, path: listing },
    {
      name: 'listing, strict',
      server: larder,
      path: listing,
      yardstick: 'bare Fastify, same bytes',
    },
    {
      name: 'listing, relaxed',
      server: larder,
      path: relaxed,
      yardstick: 'bare Fastify, same bytes',
    },
    {
      name: 'listing, strict, gzip',
      server: larder,
      path: listing,
      headers: { 'accept-encoding': 'gzip' },
      yardstick: 'bare Fastify, same bytes',
    },
    { name: 'bare Fastify, detail’s bytes', server: bareDetail, path: detail },
    {
      name: 'detail, strict',
      server: larder,
      path: detail,
      yardstick: 'bare Fastify, detail’s bytes',
    },
    {
      name: 'detail, 304',
      server: larder,
      path: detail,
      headers: { 'if-none-match': etag },
      yardstick: 'detail, strict',
    },
    { name: 'bare Fastify and a Redis GET', server: bareRedis, path: listing },
    {
      name: 'listing, cold L1',
      server: cold,
      path: listing,
      yardstick: 'bare Fastify and a Redis GET',
    },
    { name: 'stock interceptor, memory', server: stock, path: listing },
    { name: 'stock interceptor, redis-yet', server: stockRedis, path: listing },
    {
      name: 'listing, strict',
      server: larder,
      path: listing,
      yardstick: 'stock interceptor, redis-yet',
    },
    {
      name: 'listing, strict',
      server: larder,
      path: listing,
      yardstick: 'stock interceptor, memory',
    },
  ];
  const kept = values.only ? runs.filter(({ name }) => values.only.test(name)) : runs;
  console.log(
    `${expected.length} bytes, ${values.rounds} rounds of ${values.seconds} s by ${generator}`,
  );
  console.log(await compare(kept, values.rounds, values.seconds));
} finally {
  stopAll();
  rmSync(dir, { recursive: true, force: true });
}

function regularExpression(text) {
  try {
    return new RegExp(text);
  } catch {
    return undefined;
  }
}
