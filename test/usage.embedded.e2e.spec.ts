// Every program, given `--help` or an unknown argument: it prints its usage, and does nothing else.
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { build, freshWorld, Program, root } from './support/process.js';

beforeAll(build, 120_000);

const programs = [
  ['main.js', 'npm start'],
  ['import.js', 'npm run import -- FILE.csv '],
  ['open-store.js', 'npm run open-store -- --slug SLUG '],
  ['create-account.js', 'npm run create-account -- --role ROLE '],
  ['../test/simulate/main.mjs', 'npm run simulate -- '],
  ['../test/bench/main.mjs', 'npm run bench -- NAME '],
  ['../test/run.mjs', 'npm test -- '],
  ['../test/long.mjs', 'npm run test:long -- '],
  ['../tools/build-if-stale.mjs', 'node tools/build-if-stale.mjs'],
] as const;

/** The program's output; asserts that the data directory stayed empty. */
async function told(entry: string, ...args: string[]) {
  const env = await freshWorld();
  const { code, output } = await Program.finish(entry, env, args);
  expect(readdirSync(env.DATA_DIR), output).toEqual([]);
  expect(output).not.toMatch(/\n +at |node_modules/);
  return { code, output };
}

describe.each(programs)('%s', { timeout: 120_000 }, (entry, call) => {
  it('prints its usage', async () => {
    const { code, output } = await told(entry, '--help');
    expect(code, output).toBe(0);
    expect(output.startsWith(`Usage: ${call}`), output).toBe(true);
  });

  it('refuses unknown arguments', async () => {
    const { code, output } = await told(entry, '--fast');
    expect(code, output).toBe(2);
    expect(output.startsWith(`There is no --fast.\n\nUsage: ${call}`), output).toBe(true);
  });
});

it('npm passes --help on', { timeout: 120_000 }, () => {
  const said = execFileSync('npm', ['--silent', 'start', '--', '--help'], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(said).toMatch(/^Usage: npm start$/m);
});
