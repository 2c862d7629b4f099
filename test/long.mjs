// npm run test:long: every count of the table in docs/testing.md at its full size, one after the
// other. Prints one line for each; the output of a failed one stays in the file that its line
// names.
import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { givenArguments } from './arguments.mjs';

const usage = `Usage: npm run test:long -- [--only TEXT]... [--list]

  --only   run the counts whose file or names contain TEXT, such as --only oversell
  --list   say which there are, and run none`;

process.chdir(resolve(import.meta.dirname, '..'));
const options = {
  only: { type: 'string', multiple: true, default: [] },
  list: { type: 'boolean', default: false },
};
const { only, list } = givenArguments({ options }, usage).values;
const page = 'docs/testing.md';
const counts = readTable(readFileSync(page, 'utf8')).filter(
  ({ file, settings }) =>
    only.length === 0 || only.some((text) => `${file} ${settings}`.includes(text)),
);
if (list) {
  for (const { settings, file, what } of counts) say(`${settings}  ${file}: ${what}`);
} else {
  let failed = 0;
  for (const count of counts) failed += (await run(count)) ? 0 : 1;
  say(`${counts.length - failed} passed, ${failed} failed`);
  process.exitCode = failed > 0 || counts.length === 0 ? 1 : 0;
}

/** The rows of the table with a name and a count, such as `| … | `ROUNDS=200` | src/a/b |`. */
function readTable(text) {
  const specs = ['src', 'test'].flatMap((folder) =>
    readdirSync(folder, { recursive: true })
      .filter((name) => name.endsWith('.spec.ts'))
      .map((name) => join(folder, name)),
  );
  const rows = text.matchAll(/^ *\| (.+?) *\| `([A-Z_]+=\d+(?: [A-Z_]+=\d+)*)` *\| (\S+) *\|$/gm);
  return [...rows].map(([, what, settings, file]) => {
    const found = specs.filter((spec) => spec.startsWith(`${file}.`));
    if (found.length === 0) throw new Error(`${page} names ${file}, which is not there.`);
    return { what, settings, file, specs: found };
  });
}

async function run({ what, settings, specs }) {
  const dir = mkdtempSync(join(tmpdir(), 'larder-long-'));
  const [log, measured] = [join(dir, 'output.txt'), join(dir, 'measured.txt')];
  const output = createWriteStream(log);
  const env = Object.fromEntries(settings.split(' ').map((setting) => setting.split('=')));
  const started = Date.now();
  const project = specs.every((spec) => spec.includes('.embedded.')) ? 'embedded' : 'services';
  const child = spawn(
    process.execPath,
    ['node_modules/vitest/vitest.mjs', 'run', '--project', project, ...specs],
    {
      env: { ...process.env, ...env, LARDER_TEST_MEASURED: measured },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  child.stdout.pipe(output, { end: false });
  child.stderr.pipe(output, { end: false });
  const code = await new Promise((done) => child.once('close', done));
  output.end();
  const seconds = Math.round((Date.now() - started) / 1000);
  const outcome = code === 0 ? 'passed' : `FAILED, see ${log}`;
  say(`${settings}: ${what}: ${outcome} (${seconds} s)`);
  if (existsSync(measured)) say(readFileSync(measured, 'utf8').trimEnd().replace(/^/gm, '  '));
  return code === 0;
}

function say(text) {
  process.stdout.write(`${text}\n`);
}
