import 'reflect-metadata';
import { createReadStream, writeFileSync } from 'node:fs';
import {
  CatalogFileError,
  CatalogImport,
  type ImportProgress,
  type ImportTerms,
  type ReportedRow,
} from './catalog/index.js';
import type { GivenTo } from './command-line.js';
import type { importing } from './import-arguments.js';
import { ExpectedFailure } from './kernel/failure.js';
import { type AppConfig, isDatabaseGone } from './platform/index.js';
import { CommandFailed } from './start.js';
import { withLarder } from './with-larder.js';

type Wanted = GivenTo<typeof importing> & {
  /** Of the file in bytes, for the progress bar. */
  readonly size: number;
};

export async function importCatalogue(
  config: AppConfig,
  { file, size, store, stock, report, ...terms }: Wanted,
): Promise<void> {
  const reported: ReportedRow[] = [];
  let landed = 0;
  await withLarder(config, async (app, logger) => {
    try {
      const source = createReadStream(file);
      const done = await app.get(CatalogImport).run(source, {
        ...(store !== null && { store }),
        initialStock: stock,
        ...terms,
        onReported: (row) => reported.push(row),
        onUnknownColumns: (names) =>
          process.stdout.write(`Columns that are not read: ${names.join(', ')}\n`),
        onProgress: (progress) => {
          landed = progress.read;
          draw(progress, source.bytesRead / size);
        },
      });
      process.stdout.write(`\n${summary(done, terms.dryRun)}\n`);
      if (done.problem !== null) throw new CommandFailed(done.problem);
    } catch (error) {
      if (error instanceof CommandFailed) throw error;
      logger.debug({ err: error }, 'The import broke off');
      throw new CommandFailed(brokenOff(error, landed));
    } finally {
      if (reported.length > 0) {
        writeFileSync(report, reportOf(reported));
        process.stdout.write(`${listed(terms)}, with reasons: ${report}\n`);
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

function summary(done: ImportProgress, dryRun: boolean): string {
  const { read, created, updated, unchanged, rejected, noted, missing } = done;
  const more = [
    ...(noted > 0 ? [`${noted} landed without a field that cannot be used.`] : []),
    ...(missing > 0 ? [`${missing} goods on sale are not in the file.`] : []),
    ...(dryRun ? ['This was a dry run: nothing has been changed.'] : []),
  ];
  return [
    `${read} rows read: ${created} new, ${updated} changed, ${unchanged} unchanged, ${rejected} rejected.`,
    ...more,
  ].join(' ');
}

/** What the report lists. */
function listed({ missing, dryRun }: Pick<ImportTerms, 'missing' | 'dryRun'>): string {
  const goods = missing === 'keep' ? '' : ', and missing goods';
  return dryRun
    ? `What would change or be rejected${goods}`
    : `The rows that were rejected or lost a field${goods}`;
}

function reportOf(rows: readonly ReportedRow[]): string {
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const lines = rows.map((row) =>
    [
      row.line === null ? '' : String(row.line),
      quoted(row.sku ?? ''),
      row.outcome,
      quoted(row.reasons.join(' ')),
    ].join(','),
  );
  return ['line,sku,outcome,reasons', ...lines, ''].join('\n');
}
