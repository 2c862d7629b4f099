// npm run bench: what a cached listing costs, beside three yardsticks, interleaved in one run.
// Needs DATABASE_URL and REDIS_URL of a Larder with the demo shop (SEED_DEMO=true seeds it).
import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import autocannon from 'autocannon';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
  },
});
const path = '/v1/products?category=drinks&limit=24';
const etagPath = '/v1/products/whole-milk-1-l';
const dir = mkdtempSync(join(tmpdir(), 'larder-bench-'));
const env = {
  ...process.env,
  SEED_DEMO: 'true',
  AUTH_SECRET: 'a secret of the bench, 32 bytes long',
};

const children = [];
async function start(kind, bytesFile) {
  const child = fork(resolve(import.meta.dirname, 'server.mjs'), [kind, bytesFile], { env });
  children.push(child);
  const [{ port }] = await once(child, 'message');
  pin(child.pid, 0);
  return { kind, child, address: `http://127.0.0.1:${port}` };
}

/** The server on one core, the generator on the other, where the system can do that. */
function pin(pid, core) {
  if (availableParallelism() < 2) return;
  try {
    execFileSync('taskset', ['-a', '-p', '-c', String(core), String(pid)], { stdio: 'ignore' });
  } catch {
    // Unpinned figures are noisier, not wrong.
  }
}

async function cpuOf({ child }) {
  child.send('cpu');
  const [{ cpu }] = await once(child, 'message');
  return cpu.user + cpu.system;
}

async function measure(contestant, { url, headers = {} }) {
  const before = await cpuOf(contestant);
  const result = await autocannon({
    url: contestant.address + url,
    headers,
    connections: 32,
    duration: Number(values.seconds),
  });
  const cpu = (await cpuOf(contestant)) - before;
  if (result.errors || result['4xx'] || result['5xx']) throw new Error(`${contestant.kind} failed`);
  const answered = result.requests.total;
  return { perSecond: answered / result.duration, cpuMicros: cpu / answered };
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

try {
  const empty = join(dir, 'empty');
  writeFileSync(empty, '{}');
  const larder = await start('larder', empty);
  const bytesFile = join(dir, 'bytes');
  const listing = Buffer.from(await (await fetch(larder.address + path)).arrayBuffer());
  writeFileSync(bytesFile, listing);
  const etag = (await fetch(larder.address + etagPath)).headers.get('etag');
  const bare = await start('fastify', bytesFile);
  const stock = await start('stock', bytesFile);
  const stockRedis = await start('stock-redis', bytesFile);
  pin(process.pid, 1);

  const same = await (await fetch(larder.address + path)).text();
  for (const other of [bare, stock, stockRedis]) {
    const text = await (await fetch(other.address + path)).text();
    if (text !== same) throw new Error(`${other.kind} sends other bytes`);
  }

  const runs = [
    ['bare Fastify, same bytes', bare, { url: path }],
    ['Larder, cached listing, strict', larder, { url: path }],
    ['Larder, cached listing, gzip', larder, { url: path, headers: { 'accept-encoding': 'gzip' } }],
    ['Larder, product detail', larder, { url: etagPath }],
    ['Larder, 304', larder, { url: etagPath, headers: { 'if-none-match': etag } }],
    ['stock interceptor, memory', stock, { url: path }],
    ['stock interceptor, redis-yet', stockRedis, { url: path }],
  ];
  const results = new Map(runs.map(([name]) => [name, []]));
  for (const [, contestant, request] of runs) await measure(contestant, request);
  for (let round = 0; round < Number(values.rounds); round += 1) {
    for (const [name, contestant, request] of runs) {
      results.get(name).push(await measure(contestant, request));
    }
  }

  const yardstick = results.get(runs[0][0]);
  console.log(`${listing.length} bytes, ${values.rounds} rounds of ${values.seconds} s, medians\n`);
  console.log('| what | requests/s | CPU µs each | ÷ bare Fastify | ÷ by CPU |');
  console.log('| --- | --- | --- | --- | --- |');
  for (const [name, rounds] of results) {
    const ratio = median(rounds.map((round, n) => round.perSecond / yardstick[n].perSecond));
    const byCpu = median(rounds.map((round, n) => yardstick[n].cpuMicros / round.cpuMicros));
    const perSecond = Math.round(median(rounds.map((round) => round.perSecond)));
    const cpu = median(rounds.map((round) => round.cpuMicros)).toFixed(0);
    console.log(`| ${name} | ${perSecond} | ${cpu} | ${ratio.toFixed(2)} | ${byCpu.toFixed(2)} |`);
  }
} finally {
  for (const child of children) child.kill('SIGKILL');
  rmSync(dir, { recursive: true, force: true });
}
