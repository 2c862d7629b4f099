// A client that a generator makes from the served document: it compiles, and walks to the door.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createClient } from '@hey-api/openapi-ts';
import { beforeAll, expect, it } from 'vitest';
import { demoLogins } from '../src/demo/index.js';
import { afterwards } from './support/afterwards.js';
import { build, migratedWorld, Program, root } from './support/process.js';

let address: string;
let folder: string;

beforeAll(async () => {
  await build();
  ({ address } = await Program.serve({ ...(await migratedWorld()), SEED_DEMO: 'true' }));
  folder = mkdtempSync(join(tmpdir(), 'larder-client-'));
  afterwards(async () => rmSync(folder, { recursive: true }));
  const input = join(folder, 'openapi.json');
  writeFileSync(input, await (await fetch(`${address}/docs/openapi.json`)).text());
  await createClient({
    input,
    output: join(folder, 'client'),
    plugins: ['@hey-api/client-fetch', '@hey-api/typescript', '@hey-api/sdk'],
    logs: { level: 'silent' },
  });
  copyFileSync(resolve(root, 'test/support/client-walk.txt'), join(folder, 'walk.ts'));
}, 300_000);

it('compiles with strict types, and walks from the login to the door', async () => {
  const options = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: 'es2022',
    module: 'preserve',
    lib: ['es2023', 'dom', 'dom.iterable'],
    types: [],
  };
  const project = join(folder, 'tsconfig.json');
  writeFileSync(project, JSON.stringify({ compilerOptions: options, include: ['**/*.ts'] }));
  const tsc = resolve(root, 'node_modules/typescript/bin/tsc');
  const said = (() => {
    try {
      return execFileSync(process.execPath, [tsc, '-p', project], { encoding: 'utf8' });
    } catch (error) {
      return (error as { stdout: string }).stdout;
    }
  })();
  expect(said).toBe('');

  const { walk } = (await import(/* @vite-ignore */ join(folder, 'walk.ts'))) as {
    walk: (baseUrl: string, password: string) => Promise<string>;
  };
  expect(await walk(address, demoLogins[0]!.password)).toBe('delivered');
}, 300_000);
