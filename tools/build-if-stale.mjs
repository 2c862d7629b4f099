// Builds dist/ unless it is newer than everything it is made from, so that
// `npm start` neither runs yesterday's code nor compiles on every start.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';

const usage = `Usage: node tools/build-if-stale.mjs

Builds dist/ unless it is newer than src/. It takes no arguments.`;

const [argument] = process.argv.slice(2);
if (argument === '--help') {
  process.stdout.write(`${usage}\n`);
  process.exit(0);
} else if (argument !== undefined) {
  process.stderr.write(`There is no ${argument}.\n\n${usage}\n`);
  process.exit(2);
}

const stamp = 'dist/.built';
const sources = [
  'tsconfig.json',
  'nest-cli.json',
  'package.json',
  'package-lock.json',
  'tools/bundle.mjs',
];

// An installation without the development packages ships dist/ ready made.
if (!existsSync('node_modules/@nestjs/cli') || !existsSync('src')) process.exit(0);

for (const entry of readdirSync('src', { recursive: true, withFileTypes: true })) {
  sources.push(`${entry.parentPath}/${entry.name}`);
}
const newest = Math.max(...sources.map((path) => statSync(path).mtimeMs));

if (!existsSync(stamp) || statSync(stamp).mtimeMs < newest) {
  const started = Date.now();
  for (const step of [['node_modules/@nestjs/cli/bin/nest.js', 'build'], ['tools/bundle.mjs']]) {
    execFileSync(process.execPath, step, { stdio: 'inherit' });
  }
  writeFileSync(stamp, new Date().toISOString());
  process.stdout.write(`Built in ${((Date.now() - started) / 1000).toFixed(1)} s.\n`);
}
