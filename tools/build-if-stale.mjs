// Builds dist/ unless it is newer than everything it is made from, so that
// `npm start` neither runs yesterday's code nor compiles on every start.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';

const stamp = 'dist/.built';
const sources = ['tsconfig.json', 'nest-cli.json', 'package.json'];

// An installation without the development packages ships dist/ ready made.
if (!existsSync('node_modules/@nestjs/cli') || !existsSync('src')) process.exit(0);

for (const entry of readdirSync('src', { recursive: true, withFileTypes: true })) {
  sources.push(`${entry.parentPath}/${entry.name}`);
}
const newest = Math.max(...sources.map((path) => statSync(path).mtimeMs));

if (!existsSync(stamp) || statSync(stamp).mtimeMs < newest) {
  const started = Date.now();
  execFileSync(process.execPath, ['node_modules/@nestjs/cli/bin/nest.js', 'build'], {
    stdio: 'inherit',
  });
  writeFileSync(stamp, new Date().toISOString());
  process.stdout.write(`Built in ${((Date.now() - started) / 1000).toFixed(1)} s.\n`);
}
