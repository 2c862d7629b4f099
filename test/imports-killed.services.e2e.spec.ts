// The built program, killed in the middle of an import: another one continues at exactly that row,
// or at exactly those goods that the file does not have, and neither needs much memory.
// IMPORT_ROWS=50000 makes it as large as an import may be.
import { readFileSync } from 'node:fs';
import { beforeAll, expect, it } from 'vitest';
import { demoLogins } from '../src/demo/index.js';
import { eventually } from './support/eventually.js';
import { measured } from './support/measured.js';
import { freshDatabase, freshRedisUrl } from './support/mode.js';
import { build, freePort, Program } from './support/process.js';
import { testSecret } from './support/secrets.js';

const rows = Number(process.env.IMPORT_ROWS ?? 5000);

beforeAll(build, 120_000);

interface Progress {
  readonly id: string;
  readonly status: string;
  readonly read: number;
  readonly created: number;
  readonly unchanged: number;
  readonly missingCount: number;
}

function catalogue(): string {
  const lines = Array.from({ length: rows }, (_, n) => {
    const category = `Department ${n % 12},Aisle ${n % 97}`;
    return `KILL-${n},Product number ${n} of a long import,${category},${n % 900} g,12.50,AED`;
  });
  return ['sku,name,category,subcategory,size,price,currency', ...lines].join('\n');
}

/** Resident memory in MiB; null where the system does not tell. */
function residentMemory({ child }: Program): number | null {
  try {
    const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)![1]) / 1024;
  } catch {
    return null;
  }
}

it('goes on where the process was killed', { timeout: 600_000 }, async () => {
  const env = {
    PORT: String(await freePort()),
    DATABASE_URL: (await freshDatabase()).url,
    REDIS_URL: await freshRedisUrl(),
    AUTH_SECRETS: testSecret,
    SEED_DEMO: 'true',
    LOG_LEVEL: 'error',
  };
  const first = await Program.serve(env);
  const url = `${first.address}/v1/admin/imports`;
  const { email, password } = demoLogins.find(({ role }) => role === 'admin')!;
  const login = await fetch(`${first.address}/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  const { accessToken } = (await login.json()) as { accessToken: string };
  const headers = { authorization: `Bearer ${accessToken}` };
  const onSale = async ({ address }: { address: string }): Promise<number> => {
    const answer = await fetch(`${address}/v1/products?limit=1&count=true`);
    return ((await answer.json()) as { total: number }).total;
  };
  const demo = await onSale(first);
  const idle = residentMemory(first);
  let most = 0;
  const progress = async (id: string, program: Program): Promise<Progress> => {
    most = Math.max(most, residentMemory(program) ?? 0);
    return (await (await fetch(`${url}/${id}`, { headers })).json()) as Progress;
  };

  const sent = await fetch(`${url}?kind=catalogue`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'text/csv' },
    body: catalogue(),
  });
  expect(sent.status).toBe(202);
  const { id } = (await sent.json()) as Progress;
  const before = await eventually(
    'a part has landed',
    async () => {
      const now = await progress(id, first);
      return now.read >= rows / 2 && now;
    },
    300_000,
  );
  expect(before.read).toBeLessThan(rows);
  await first.stop('SIGKILL');

  const second = await Program.serve(env);
  await fetch(`${url}/${id}/resume`, { method: 'POST', headers });
  const done = await eventually(
    'it is done',
    async () => {
      const now = await progress(id, second);
      return now.status === 'done' && now;
    },
    300_000,
  );
  expect(done).toMatchObject({ read: rows, created: rows });
  if (idle !== null) {
    const above = Math.round(most - idle);
    measured(`${rows} rows: ${above} MiB above the ${Math.round(idle)} MiB of idle`);
  }
  expect(most - (idle ?? 0)).toBeLessThan(200);

  // The file of the next night has none of the first half.
  const half = Math.floor(rows / 2);
  const [header, ...lines] = catalogue().split('\n');
  const nightly = await fetch(`${url}?kind=catalogue&missing=unpublish&mostMissingPercent=100`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'text/csv' },
    body: [header, ...lines.slice(half)].join('\n'),
  });
  const night = (await nightly.json()) as Progress;
  await eventually(
    'some missing goods are settled',
    async () => (await progress(night.id, second)).missingCount > 0,
    300_000,
  );
  await second.stop('SIGKILL');

  const third = await Program.serve(env);
  await fetch(`${url}/${night.id}/resume`, { method: 'POST', headers });
  const settled = await eventually(
    'the goods are settled',
    async () => {
      const now = await progress(night.id, third);
      return now.status === 'done' && now;
    },
    300_000,
  );
  expect(settled).toMatchObject({
    read: rows - half,
    unchanged: rows - half,
    missingCount: half + demo,
  });
  expect(await onSale(third)).toBe(rows - half);
  await third.stop('SIGTERM');
});
