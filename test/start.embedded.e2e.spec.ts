import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { demoLogins } from '../src/demo/index.js';
import { atRest } from './support/at-rest.js';
import { eventually } from './support/eventually.js';
import { build, freePort, freshWorld, migratedWorld, Program } from './support/process.js';
import { testSecret } from './support/secrets.js';
import { environment } from '../src/platform/config/env.js';

beforeAll(build, 120_000);

const nowhere = '127.0.0.1:1';
const services = {
  DATABASE_URL: `postgres://larder:hidden@${nowhere}/shop`,
  REDIS_URL: `redis://${nowhere}`,
  AUTH_SECRETS: testSecret,
};
const account = { email: 'new@shop.example', password: 'a long password', displayName: 'New' };

function post(address: string, path: string, body: object): Promise<Response> {
  return fetch(address + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

/** The shop's counts. */
async function countAll(address: string) {
  const get = async (path: string) => (await fetch(address + path)).json() as Promise<List>;
  type List = { items: unknown[]; nextCursor: string | null };
  let products = 0;
  let cursor: string | null = '';
  do {
    const page: List = await get(`/v1/products?limit=100${cursor}`);
    products += page.items.length;
    cursor = page.nextCursor && `&cursor=${page.nextCursor}`;
  } while (cursor);
  const { items: stores } = await get('/v1/stores');
  const { items: departments } = await get('/v1/categories');
  return { stores: stores.length, departments: departments.length, products };
}

/** Runs the server where it must refuse, and answers its output: sentences without a stack. */
async function refusal(env: NodeJS.ProcessEnv): Promise<string> {
  const { code, output } = await Program.finish('main.js', env);
  expect(code, output).toBe(1);
  expect(output).toMatch(/^Larder cannot start\.\n/m);
  expect(output).not.toMatch(/\n +at |node_modules/);
  return output;
}

describe('npm start', { timeout: 120_000 }, () => {
  // One shop, from its first start to its last: every start of a program costs seconds.
  let env: { PORT: string; DATA_DIR: string };
  let larder: Program & { address: string };

  it('opens a demo shop that survives kill -9 and is seeded once', async () => {
    env = await freshWorld();
    larder = await Program.serve(env);
    await eventually('it says so', () => larder.output.includes('This mode is for trying'));
    expect(larder.output).toContain(`Larder is open at ${larder.address}\n`);
    expect(larder.output).toContain(`Swagger UI: ${larder.address}/docs\n`);
    expect(larder.output).toContain(env.DATA_DIR);
    for (const { role, email, password } of demoLogins) {
      expect(larder.output).toMatch(new RegExp(`^ +${role} +${email} +${password}$`, 'm'));
    }
    const before = await countAll(larder.address);
    expect(before).toMatchObject({ stores: 1 });
    expect(before.products).toBeGreaterThan(200);
    expect((await post(larder.address, '/v1/auth/register', account)).status).toBe(201);
    await larder.stop('SIGKILL');
    expect(existsSync(join(env.DATA_DIR, 'larder.lock'))).toBe(true);

    larder = await Program.serve(env);
    const { email, password } = account;
    const login = await post(larder.address, '/v1/auth/login', { email, password });
    expect(login.status).toBe(200);
    expect(await countAll(larder.address)).toEqual(before);
  });

  it('refuses a directory in use and a port taken', async () => {
    const other = { ...(await migratedWorld()), PORT: env.PORT, SEED_DEMO: 'false' };
    const [locked, importing, taken] = await Promise.all([
      refusal({ ...env, PORT: String(await freePort()) }),
      Program.finish('import.js', env, ['package.json']),
      refusal(other),
    ]);
    expect(locked).toContain(`The data directory ${env.DATA_DIR} is in use by another Larder`);
    expect(importing.code).toBe(1);
    expect(importing.output).toContain(`The data directory ${env.DATA_DIR} is in use`);
    expect((await fetch(`${larder.address}/readyz`)).status).toBe(200);
    expect(taken).toContain(`Port ${env.PORT} is taken`);
    expect(existsSync(join(other.DATA_DIR, 'larder.lock'))).toBe(false);
  });

  it('finishes what it is doing on SIGTERM, and leaves with 0', async () => {
    const email = 'late@shop.example';
    const body = JSON.stringify({ ...account, email });
    const slow = request(`${larder.address}/v1/auth/register`, {
      method: 'POST',
      agent: false,
      // The answer to `expect` shows that the server has begun.
      headers: {
        'content-type': 'application/json',
        'content-length': body.length,
        expect: '100-continue',
      },
    });
    const answered = once(slow, 'response') as Promise<[IncomingMessage]>;
    slow.flushHeaders();
    await once(slow, 'continue');
    larder.child.kill('SIGTERM');
    await eventually('nobody else is let in', () =>
      fetch(`${larder.address}/livez`).then(
        (answer) => answer.status === 503,
        () => true,
      ),
    );
    slow.end(body);
    const [answer] = await answered;
    answer.resume();
    expect(answer.statusCode).toBe(201);
    expect(await larder.ended).toBe(0);
    expect(existsSync(join(env.DATA_DIR, 'larder.lock'))).toBe(false);
    const sql = 'SELECT FROM accounts WHERE email = $1';
    const { rowCount } = await atRest(env.DATA_DIR, (pool) => pool.query(sql, [email]));
    expect(rowCount).toBe(1);
  });

  it('says which settings are missing', async () => {
    const names = ['REDIS_URL', 'AUTH_SECRETS'] as const;
    const said = await refusal({ ...services, REDIS_URL: undefined, AUTH_SECRETS: undefined });
    for (const name of names) {
      const { desc, example } = environment[name] as { desc?: string; example?: string };
      expect(said).toContain(
        `${name} is missing because DATABASE_URL is set. ${desc}\n  Example: ${name}=${example}`,
      );
    }
  });

  it('says which settings are wrong, all at once', async () => {
    const said = await refusal({ PORT: 'harbour', AUTH_SECRETS: 'short', REDIS_URL: 'http://x' });
    for (const name of ['PORT', 'AUTH_SECRETS', 'REDIS_URL']) {
      expect(said).toMatch(new RegExp(`^${name} .+\n  Example: ${name}=`, 'm'));
    }
  });

  it('refuses a database that is away, and one that does not answer', async () => {
    const mute = createServer(() => {}).listen(0, '127.0.0.1');
    await once(mute, 'listening');
    const { port } = mute.address() as AddressInfo;
    const [away, silent] = await Promise.all([
      refusal(services),
      refusal({ ...services, DATABASE_URL: `postgres://127.0.0.1:${port}/shop` }),
    ]);
    mute.close();
    expect(away).toContain(`The database at ${nowhere}/shop (DATABASE_URL) could not be used`);
    expect(away).not.toContain('hidden');
    expect(silent).toContain('(DATABASE_URL) could not be used');
  });
});
