// The test command: types, lint and build side by side, then every test; where one of the three
// fails, no test runs. With --unit, which needs no build, all goes side by side. Named files run by
// themselves: they answer in seconds, and those that need a build make it. The last line is always
// `N passed, N failed`, with `, N skipped` when something was.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { givenArguments } from './arguments.mjs';

const usage = `Usage: npm test -- [--all] [--unit] [--no-skips] [FILE]...

  --all        everything in both modes, on servers and embedded (npm run test:all)
  --unit       no more than what needs neither a build nor a server (npm run check)
  --no-skips   what is skipped for want of a server or a tool is a failure; so with CI=true
  FILE         only the tests of files whose path contains FILE, without types and lint`;

const flag = { type: 'boolean', default: false };
const { values: options, positionals: files } = givenArguments(
  { options: { all: flag, unit: flag, 'no-skips': flag }, allowPositionals: true },
  usage,
);
const skipsAreFailures = Boolean(process.env.CI) || options['no-skips'];

process.chdir(resolve(import.meta.dirname, '..'));
const dir = mkdtempSync(join(tmpdir(), 'larder-report-'));
process.once('exit', () => rmSync(dir, { recursive: true, force: true }));

const cache = 'node_modules/.cache';
mkdirSync(cache, { recursive: true });
const bin = (name) => `node_modules/${name}`;
const node = (...args) => [process.execPath, args];
const types = node(
  bin('typescript/bin/tsc'),
  '--noEmit',
  '--project',
  'test/tsconfig.json',
  '--incremental',
  '--tsBuildInfoFile',
  `${cache}/types.tsbuildinfo`,
);
const steps = files.length > 0 ? [] : startSteps();
const tests = options.unit
  ? run()
  : Promise.all(steps).then((done) => done.every(Boolean) && run());
const stepsAreGood = (await Promise.all(steps)).every(Boolean);
const tally = (await tests) || { passed: 0, failed: 0, skipped: 0 };
if (!stepsAreGood) tally.failed += 1;
summarise(tally, stepsAreGood);

function startSteps() {
  return [
    step('types', ...types),
    step('lint', 'npm', ['run', '--silent', 'lint']),
    ...(options.unit ? [] : [step('build', ...node('tools/build-if-stale.mjs'))]),
  ];
}

/** Runs a command, and prints its output when it has ended. */
async function step(name, command, args) {
  const started = Date.now();
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (output += part));
  const failure = await new Promise((done) => {
    child.once('error', (error) => done(error.message));
    child.once('close', (code, signal) => done(code === 0 ? null : `ended with ${signal ?? code}`));
  });
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  say(failure ? `== ${name} failed: ${failure}\n${output}` : `== ${name}: good (${seconds} s)`);
  return failure === null;
}

async function run() {
  say('\n== tests');
  const report = join(dir, 'report.json');
  const skipsFile = join(dir, 'skips');
  const child = spawn(
    ...node(
      bin('vitest/vitest.mjs'),
      'run',
      ...(options.unit ? ['--project', 'unit'] : []),
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...files,
    ),
    {
      stdio: 'inherit',
      env: {
        ...process.env,
        LARDER_TEST_SKIPS: skipsFile,
        ...(options.all && { LARDER_TEST_ALL: 'true' }),
      },
    },
  );
  const status = await new Promise((done) => {
    child.once('error', (error) => done(error.message));
    child.once('close', (code, signal) => done(signal ?? code));
  });

  const result = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : undefined;
  const missing = existsSync(skipsFile) ? readFileSync(skipsFile, 'utf8').trim().split('\n') : [];
  const passed = result?.numPassedTests ?? 0;
  const skipped = (result?.numPendingTests ?? 0) + (result?.numTodoTests ?? 0) + missing.length;
  let failed = (result?.numFailedTests ?? 0) + filesThatBroke(result);
  if (failed === 0 && status !== 0) {
    say(`An error outside any test, see above, made the run fail (${status}).`);
    failed = 1;
  }
  if (failed === 0 && passed === 0) {
    say('Not a single test ran.');
    failed = 1;
  }
  return { passed, failed, skipped, missing };
}

function summarise({ passed, failed, skipped, missing = [] }, testsRan) {
  say('\n== summary');
  if (!testsRan && passed === 0) say('The tests did not run.');
  for (const reason of missing) say(`skipped: ${reason}`);
  if (skipped > 0 && skipsAreFailures) say('Skipping anything counts as a failure here.');
  say(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  process.exitCode = failed > 0 || (skipped > 0 && skipsAreFailures) ? 1 : 0;
}

/** Files that failed as a whole (in loading, or in a hook) have no failed test to count. */
function filesThatBroke(result) {
  const broken = (result?.testResults ?? []).filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  );
  return broken.length;
}

function say(text) {
  process.stdout.write(`${text}\n`);
}
