// npm run import: see import-arguments.ts
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { given } from './command-line.js';
import { importing } from './import-arguments.js';
import { StartupRefused } from './platform/startup-refused.js';
import { quiet, start } from './start.js';

const wanted = given(importing);
if (wanted) {
  await start(async (config) => {
    const size = sizeOf(wanted.file);
    mustBeWritable(wanted.report);
    await (await import('./import-catalogue.js')).importCatalogue(config, { ...wanted, size });
  }, quiet);
}

function sizeOf(file: string): number {
  try {
    const stats = statSync(file);
    if (stats.isFile()) return Math.max(1, stats.size);
  } catch {
    // The error below covers this case, too.
  }
  throw new StartupRefused(`There is no file ${file}.`);
}

/** Checked before the first row lands: later the reasons of rejected rows would be lost. */
function mustBeWritable(report: string): void {
  try {
    accessSync(existsSync(report) ? report : dirname(report), constants.W_OK);
  } catch {
    throw new StartupRefused(
      `Rejected rows cannot be listed in ${report}: name another place with --report.`,
    );
  }
}
