import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { freshDataDir } from './support/mode.js';
import { build, freePort, Program } from './support/process.js';

beforeAll(build, 120_000);

async function world() {
  return { PORT: String(await freePort()), DATA_DIR: freshDataDir().path };
}

const send = (url: string, body: object, token = '') =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });

async function countProducts(address: string): Promise<number> {
  let count = 0;
  let cursor: string | null = '';
  do {
    const page: Response = await fetch(`${address}/v1/products?limit=100${cursor}`);
    const { items, nextCursor } = (await page.json()) as { items: []; nextCursor: string | null };
    count += items.length;
    cursor = nextCursor && `&cursor=${nextCursor}`;
  } while (cursor);
  return count;
}

describe('npm start', { timeout: 120_000 }, () => {
  it('opens a demo shop that survives kill -9 and is seeded once', async () => {
    const env = await world();
    const first = await Program.serve(env);
    for (const part of [
      `Larder is open at ${first.address}`,
      `Swagger UI: ${first.address}/docs`,
      'customer@larder.example',
      'dispatcher@larder.example',
      'This mode is for trying',
    ]) {
      expect(first.output).toContain(part);
    }
    const account = { email: 'new@shop.example', password: 'a long password', displayName: 'New' };
    expect((await send(`${first.address}/v1/auth/register`, account)).status).toBe(201);
    const products = await countProducts(first.address);
    expect(products).toBeGreaterThan(200);
    await first.stop('SIGKILL');

    const second = await Program.serve(env);
    const { email, password } = account;
    const login = await send(`${second.address}/v1/auth/login`, { email, password });
    expect(login.status).toBe(200);
    expect(await countProducts(second.address)).toBe(products);
    const stores = (await (await fetch(`${second.address}/v1/stores`)).json()) as { items: [] };
    expect(stores.items).toHaveLength(1);

    expect(await second.stop('SIGTERM')).toBe(0);
    expect(existsSync(join(env.DATA_DIR, 'larder.lock'))).toBe(false);
  });

  it('refuses a directory in use and a port taken, in a sentence', async () => {
    const env = await world();
    const holder = await Program.serve(env);
    const port = await freePort();
    const locked = await Program.finish('main.js', { ...env, PORT: String(port) });
    expect(locked.code).toBe(1);
    expect(locked.output).toContain(`The data directory ${env.DATA_DIR} is in use`);
    const importing = await Program.finish('import.js', env, ['package.json']);
    expect(importing.output).toContain('is in use by another Larder');

    const other = { ...(await world()), PORT: env.PORT };
    const taken = await Program.finish('main.js', other);
    expect(taken.code).toBe(1);
    expect(taken.output).toContain(`Port ${env.PORT} is taken`);
    await holder.stop('SIGKILL');
  });

  it('says what is missing, wrong or away', async () => {
    const given = { REDIS_URL: 'redis://127.0.0.1:1', AUTH_SECRET: 'x'.repeat(40) };
    const alone = await Program.finish('main.js', { DATABASE_URL: 'postgres://127.0.0.1:1/shop' });
    expect(alone.code).toBe(1);
    expect(alone.output).toContain('REDIS_URL is missing because DATABASE_URL is set.');
    expect(alone.output).toContain('Example: REDIS_URL=redis://localhost:6379/0');

    const away = await Program.finish('main.js', {
      ...given,
      DATABASE_URL: 'postgres://127.0.0.1:1/shop',
    });
    expect(away.code).toBe(1);
    expect(away.output).toContain('The database at 127.0.0.1:1/shop (DATABASE_URL)');
  });

  it('gives up on a database that does not answer', async () => {
    const mute = createServer(() => {}).listen(0, '127.0.0.1');
    await once(mute, 'listening');
    const { port } = mute.address() as { port: number };
    const silent = await Program.finish('main.js', {
      DATABASE_URL: `postgres://127.0.0.1:${port}/shop`,
      REDIS_URL: 'redis://127.0.0.1:1',
      AUTH_SECRET: 'x'.repeat(40),
    });
    mute.close();
    expect(silent.code).toBe(1);
    expect(silent.output).toContain('could not be used');
  });
});

describe('npm run import', { timeout: 120_000 }, () => {
  it('lands good rows, reports bad ones, and changes nothing the second time', async () => {
    const env = await world();
    const folder = freshDataDir().path;
    const file = join(folder, 'goods.csv');
    const report = join(folder, 'bad.csv');
    writeFileSync(
      file,
      [
        'sku,name,category,subcategory,size,price,currency',
        'IMP-1,Imported Tea,Drinks,Tea,100 g,12.50,AED',
        'IMP-2,"Broken",Drinks,Tea,100 g,much,AED',
        'IMP-3,Foreign Tea,Drinks,Tea,100 g,12.50,EUR',
      ].join('\n'),
    );
    const args = [file, '--stock', '5', '--report', report];
    const first = await Program.finish('import.js', env, args);
    expect([first.code, first.output]).toEqual([0, expect.stringContaining('1 new, 0 changed')]);
    const lines = readFileSync(report, 'utf8').split('\n');
    expect(lines[1]).toMatch(/^3,"IMP-2","The price “much”/);
    expect(lines[2]).toMatch(/^4,"IMP-3","The price is in EUR, but Harbour Grocers sells in AED/);
    const again = await Program.finish('import.js', env, args);
    expect(again.output).toContain('0 new, 0 changed, 1 unchanged, 2 rejected');
    const wrong = await Program.finish('import.js', env, [report]);
    expect([wrong.code, wrong.output]).toEqual([1, expect.stringContaining('column')]);
  });
});
