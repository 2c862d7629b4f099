// Servers in their own processes, pinned to one core, with the load on the other; medians of
// interleaved rounds, with throughput and the server's CPU time per request.
import { execFile, execFileSync, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import autocannon from 'autocannon';
import { has } from './options.mjs';

const connections = 32;
export const env = {
  ...process.env,
  SEED_DEMO: 'true',
  RATE_LIMITS: 'false',
  AUTH_SECRETS: randomBytes(48).toString('base64'),
};
const children = [];

export const generator = has('wrk') ? 'wrk' : 'autocannon';

/** One contestant of `server.mjs`, listening. */
export async function start(kind, bytesFile, more = {}) {
  const script = resolve(import.meta.dirname, 'server.mjs');
  const child = fork(script, [kind, bytesFile], { env: { ...env, ...more } });
  children.push(child);
  const [first] = await Promise.race([once(child, 'message'), once(child, 'exit')]);
  if (!first?.port) throw new Error(`${kind} did not start`);
  pin(child.pid, 0);
  return { kind, child, address: `http://127.0.0.1:${first.port}` };
}

export function stopAll() {
  for (const child of children) child.kill('SIGKILL');
}

export const pinGenerator = () => pin(process.pid, 1);

/** The server on one core, the generator on the other, where the system can do that. */
export function pin(pid, core) {
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

async function measure({ server, path, headers = {}, script = [] }, seconds) {
  const before = await cpuOf(server);
  const load = generator === 'wrk' ? byWrk : byAutocannon;
  const { answered, took } = await load(server.address + path, headers, seconds, script);
  const cpu = (await cpuOf(server)) - before;
  return { perSecond: answered / took, cpuMicros: cpu / answered };
}

/** @param script a file for wrk that makes the requests, and its arguments */
async function byWrk(url, headers, seconds, [script, ...values]) {
  const named = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
  const made = script ? ['-s', script] : [];
  const base = ['-t1', `-c${connections}`, `-d${seconds}`, ...named, ...made, url];
  const args = script ? [...base, '--', ...values] : base;
  const { stdout } = await promisify(execFile)('wrk', args);
  if (/Non-2xx|Socket errors/.test(stdout)) throw new Error(`${url} failed:\n${stdout}`);
  const [, answered, took] = /(\d+) requests in ([\d.]+)s/.exec(stdout);
  return { answered: Number(answered), took: Number(took) };
}

async function byAutocannon(url, headers, seconds) {
  const result = await autocannon({ url, headers, connections, duration: seconds });
  if (result.errors || result['4xx'] || result['5xx']) throw new Error(`${url} failed`);
  return { answered: result.requests.total, took: result.duration };
}

export const median = (numbers) =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** A Markdown table; a run with a `yardstick` (another run's name) is divided by it, per round. */
export async function compare(runs, rounds, seconds) {
  const distinct = [...new Map(runs.map((run) => [run.name, run])).values()];
  const results = new Map(distinct.map(({ name }) => [name, []]));
  for (const run of distinct) await measure(run, 1);
  for (let round = 0; round < rounds; round += 1) {
    for (const run of distinct) results.get(run.name).push(await measure(run, seconds));
  }
  const lines = runs.map(({ name, yardstick }) => {
    const own = results.get(name);
    const perSecond = Math.round(median(own.map((round) => round.perSecond)));
    const cells = [name, perSecond, median(own.map((round) => round.cpuMicros)).toFixed(0)];
    const other = results.get(yardstick);
    if (!other) return [...cells, '', '', ''];
    const ratios = own.map((round, n) => round.perSecond / other[n].perSecond);
    const byCpu = median(own.map((round, n) => other[n].cpuMicros / round.cpuMicros));
    const spread = `${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}`;
    return [...cells, yardstick, `${median(ratios).toFixed(2)} (${spread})`, byCpu.toFixed(2)];
  });
  const header = ['what', 'requests/s', 'CPU µs each', 'divided by', 'throughput', 'by CPU'];
  return [header, header.map(() => '---'), ...lines]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}
