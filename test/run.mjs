// The test command: types, lint, build, then every test, stopping at the first step that fails.
// The last line is always `N passed, N failed`, with `, N skipped` when something was.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const skipsAreFailures = Boolean(process.env.CI) || process.argv.includes('--no-skips');

process.chdir(resolve(import.meta.dirname, '..'));
const dir = mkdtempSync(join(tmpdir(), 'larder-report-'));
process.once('exit', () => rmSync(dir, { recursive: true, force: true }));

step('types', 'npm', ['run', '--silent', 'types']);
step('lint', 'npm', ['run', '--silent', 'lint']);
step('build', process.execPath, ['tools/build-if-stale.mjs']);
process.exitCode = tests();

function step(name, command, args) {
  say(`\n== ${name}`);
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' });
  if (status === 0) return;
  say(`\n${name} failed${error ? `: ${error.message}` : ''}; the tests did not run.`);
  say('0 passed, 1 failed');
  process.exit(1);
}

function tests() {
  say('\n== tests');
  const report = join(dir, 'report.json');
  const skipsFile = join(dir, 'skips');
  const { status, error } = spawnSync(
    process.execPath,
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    { stdio: 'inherit', env: { ...process.env, LARDER_TEST_SKIPS: skipsFile } },
  );

  const result = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : undefined;
  const missing = existsSync(skipsFile) ? readFileSync(skipsFile, 'utf8').trim().split('\n') : [];
  const passed = result?.numPassedTests ?? 0;
  const skipped = (result?.numPendingTests ?? 0) + (result?.numTodoTests ?? 0) + missing.length;
  let failed = (result?.numFailedTests ?? 0) + filesThatBroke(result);

  say('\n== summary');
  if (error) say(`The tests could not be started: ${error.message}`);
  if (failed === 0 && status !== 0) {
    say('An error outside any test, see above, made the run fail.');
    failed = 1;
  }
  if (failed === 0 && passed === 0) {
    say('Not a single test ran.');
    failed = 1;
  }
  for (const reason of missing) say(`skipped: ${reason}`);
  if (skipped > 0 && skipsAreFailures) say('Skipping anything counts as a failure here.');
  say(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  return failed > 0 || (skipped > 0 && skipsAreFailures) ? 1 : 0;
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
