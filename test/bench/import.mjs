// npm run bench -- import: how much memory an import needs above idle, and how long it takes. Needs
// DATABASE_URL of an empty scratch database, and REDIS_URL. The built server runs in a process of its
// own; its resident memory is read from /proc, so this bench needs Linux.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { demoLogins } from '../../dist/demo/index.js';
import { howMany, readOptions } from './options.mjs';

const { rows } = readOptions(import.meta.filename, ['DATABASE_URL', 'REDIS_URL'], {
  rows: howMany('How many rows the file has', '5000', '50000'),
});

const header = 'sku,name,category,subcategory,size,price,currency';
const catalogue = (price) =>
  [header]
    .concat(
      Array.from({ length: rows }, (_, n) => {
        const shelf = `Department ${n % 12},Aisle ${n % 97}`;
        return `BENCH-${n},Product number ${n} of a long import,${shelf},${n % 900} g,${price},AED`;
      }),
    )
    .join('\n');

const port = await freePort();
const url = `http://127.0.0.1:${port}`;
const server = spawn(process.execPath, ['dist/main.js'], {
  stdio: ['ignore', 'ignore', 'inherit'],
  env: {
    AUTH_SECRETS: randomBytes(48).toString('base64'),
    ...process.env,
    PORT: String(port),
    SEED_DEMO: 'true',
    LOG_LEVEL: 'error',
  },
});
try {
  await started();
  const { email, password } = demoLogins.find(({ role }) => role === 'admin');
  const login = await post('/v1/auth/login', JSON.stringify({ email, password }), {
    'content-type': 'application/json',
  });
  const headers = { authorization: `Bearer ${login.accessToken}`, 'content-type': 'text/csv' };
  console.log(`${rows} rows, Node ${process.version}`);
  for (const [what, price] of [
    ['new products', '12.50'],
    ['the same again', '12.50'],
    ['other prices', '12.75'],
  ]) {
    await sleep(1000);
    const { ms, idle, most } = await imported(catalogue(price), headers);
    const memory = `${Math.round(most - idle)} MiB above the ${Math.round(idle)} of idle`;
    console.log(`${what.padEnd(16)} ${(ms / 1000).toFixed(1)} s, ${memory}`);
  }
} finally {
  server.kill('SIGTERM');
}

async function imported(file, headers) {
  const idle = residentMemory();
  let most = idle;
  const watch = setInterval(() => (most = Math.max(most, residentMemory())), 20);
  const before = performance.now();
  const { id } = await post('/v1/admin/imports?kind=catalogue', file, headers);
  for (let status = 'running'; status !== 'done';) {
    await sleep(50);
    const answer = await fetch(`${url}/v1/admin/imports/${id}`, { headers });
    ({ status } = await answer.json());
    if (status === 'failed') throw new Error('The import failed.');
  }
  clearInterval(watch);
  return { ms: performance.now() - before, idle, most };
}

/** In MiB. */
function residentMemory() {
  const status = readFileSync(`/proc/${server.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)[1]) / 1024;
}

async function post(path, body, headers) {
  const answer = await fetch(url + path, { method: 'POST', body, headers });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

async function started() {
  for (;;) {
    if (server.exitCode !== null) throw new Error('The server has not started.');
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    if (answer?.ok) return;
    await sleep(200);
  }
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port: free } = probe.address();
      probe.close(() => resolve(free));
    });
  });
}
