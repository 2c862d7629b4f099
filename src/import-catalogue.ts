import 'reflect-metadata';
import { createReadStream, writeFileSync } from 'node:fs';
import {
  CatalogFileError,
  CatalogImport,
  type ImportProgress,
  type ReportedRow,
} from './catalog/index.js';
import type { GivenTo } from './command-line.js';
import type { importing } from './import-arguments.js';
import { ExpectedFailure } from './kernel/failure.js';
import { type AppConfig, isDatabaseGone } from './platform/index.js';
import { CommandFailed } from './start.js';
import { withLarder } from './with-larder.js';

/** @param size of the file in bytes, for the progress bar */
export async function importCatalogue(
  config: AppConfig,
  { file, size, store, stock, report }: GivenTo<typeof importing> & { readonly size: number },
): Promise<void> {
  const reported: ReportedRow[] = [];
  let landed = 0;
  await withLarder(config, async (app, logger) => {
    try {
      const source = createReadStream(file);
      const done = await app.get(CatalogImport).run(source, {
        ...(store !== null && { store }),
        initialStock: stock,
        onReported: (row) => reported.push(row),
        onUnknownColumns: (names) =>
          process.stdout.write(`Columns that are not read: ${names.join(', ')}\n`),
        onProgress: (progress) => {
          landed = progress.read;
          draw(progress, source.bytesRead / size);
        },
      });
      process.stdout.write(`\n${summary(done)}\n`);
    } catch (error) {
      logger.debug({ err: error }, 'The import broke off');
      throw new CommandFailed(brokenOff(error, landed));
    } finally {
      if (reported.length > 0) {
        writeFileSync(report, reportOf(reported));
        process.stdout.write(
          `The rows that were rejected or lost a field, with reasons: ${report}\n`,
        );
      }
    }
  });
}

function draw(progress: ImportProgress, share: number): void {
  if (!process.stdout.isTTY) return;
  const filled = Math.round(Math.min(1, share) * 30);
  const bar = '█'.repeat(filled) + '░'.repeat(30 - filled);
  process.stdout.write(`\r${bar} ${progress.read} rows, ${progress.rejected} rejected `);
}

/** One sentence: the fault of the file or of the arguments, else the number of rows landed. */
function brokenOff(error: unknown, landed: number): string {
  if (error instanceof CatalogFileError) return error.message;
  if (error instanceof ExpectedFailure) return error.detail;
  const stays = landed === 0 ? 'before any row had landed' : `after ${landed} rows, which stay`;
  return isDatabaseGone(error)
    ? `The import broke off ${stays}: the database was away or too busy; run it again to go on.`
    : `The import broke off ${stays}; run it again to go on, with LOG_LEVEL=debug to see why.`;
}

function summary({ read, created, updated, unchanged, rejected, noted }: ImportProgress): string {
  const lost = noted > 0 ? ` ${noted} landed without a field that cannot be used.` : '';
  return `${read} rows read: ${created} new, ${updated} changed, ${unchanged} unchanged, ${rejected} rejected.${lost}`;
}

function reportOf(rows: readonly ReportedRow[]): string {
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const lines = rows.map((row) =>
    [
      String(row.line),
      quoted(row.sku ?? ''),
      row.landed ? 'yes' : 'no',
      quoted(row.reasons.join(' ')),
    ].join(','),
  );
  return ['line,sku,landed,reasons', ...lines, ''].join('\n');
}
