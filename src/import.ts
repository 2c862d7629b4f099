// npm run import -- FILE.csv [--store SLUG] [--stock N] [--report FILE]
import 'reflect-metadata';
import {
  accessSync,
  constants,
  createReadStream,
  existsSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname } from 'node:path';
import { parseArgs } from 'node:util';
import {
  CatalogueFileError,
  CatalogueImport,
  type ImportProgress,
  type RejectedRow,
} from './catalog/index.js';
import { StartupRefused } from './platform/index.js';
import { refusal, start, withLarder } from './start.js';

const usage = `Usage: npm run import -- FILE.csv [--store SLUG] [--stock N] [--report FILE]

  FILE.csv   columns sku, name, category, subcategory, size, price, currency; and, if you have
             them, brand, sold_by (each or weight), minimum_age, stock, description
  --store    id or slug of the store; needed only when there are several
  --stock    what a product new to the store starts with, when FILE has no stock (0)
  --report   where rejected rows are listed (FILE.rejected.csv)`;

await start(
  async (context) => {
    const { file, store, stock, report } = readArguments();
    const size = sizeOf(file);
    mustBeWritable(report);
    const rejected: RejectedRow[] = [];
    await withLarder(context, async (app) => {
      try {
        const source = createReadStream(file);
        const done = await app.get(CatalogueImport).run(source, {
          ...(store !== undefined && { store }),
          initialStock: stock,
          onRejected: (row) => rejected.push(row),
          onUnknownColumns: (names) =>
            process.stdout.write(`Columns that are not read: ${names.join(', ')}\n`),
          onProgress: (progress) => draw(progress, source.bytesRead / size),
        });
        process.stdout.write(`\n${summary(done)}\n`);
      } catch (error) {
        throw error instanceof CatalogueFileError
          ? new StartupRefused(error.message)
          : refusal(error);
      } finally {
        if (rejected.length > 0) {
          writeFileSync(report, reportOf(rejected));
          process.stdout.write(`The rejected rows, with reasons: ${report}\n`);
        }
      }
    });
  },
  { LOG_LEVEL: 'error' },
);

function readArguments() {
  let parsed;
  try {
    parsed = parseArgs({
      allowPositionals: true,
      options: {
        store: { type: 'string' },
        stock: { type: 'string', default: '0' },
        report: { type: 'string' },
      },
    });
  } catch (error) {
    throw new StartupRefused(`${(error as Error).message}\n\n${usage}`);
  }
  const [file, ...extra] = parsed.positionals;
  const stock = Number(parsed.values.stock);
  if (!file || extra.length > 0) throw new StartupRefused(usage);
  if (!Number.isInteger(stock) || stock < 0 || stock > 1e9) {
    throw new StartupRefused(`--stock ${parsed.values.stock} is not a whole number.\n\n${usage}`);
  }
  const report = parsed.values.report ?? `${basename(file, '.csv')}.rejected.csv`;
  return { file, store: parsed.values.store, stock, report };
}

function sizeOf(file: string): number {
  try {
    const stats = statSync(file);
    if (stats.isFile()) return Math.max(1, stats.size);
  } catch {
    // Said below, in the same words.
  }
  throw new StartupRefused(`There is no file ${file}.`);
}

/** Asked before the first row lands: afterwards the reasons would be lost. */
function mustBeWritable(report: string): void {
  try {
    accessSync(existsSync(report) ? report : dirname(report), constants.W_OK);
  } catch {
    throw new StartupRefused(
      `Rejected rows cannot be listed in ${report}: name another place with --report.`,
    );
  }
}

function draw(progress: ImportProgress, share: number): void {
  if (!process.stdout.isTTY) return;
  const filled = Math.round(Math.min(1, share) * 30);
  const bar = '█'.repeat(filled) + '░'.repeat(30 - filled);
  process.stdout.write(`\r${bar} ${progress.read} rows, ${progress.rejected} rejected `);
}

function summary({ read, created, updated, unchanged, rejected }: ImportProgress): string {
  return `${read} rows read: ${created} new, ${updated} changed, ${unchanged} unchanged, ${rejected} rejected.`;
}

function reportOf(rows: readonly RejectedRow[]): string {
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const lines = rows.map((row) =>
    [String(row.line), quoted(row.sku ?? ''), quoted(row.reasons.join(' '))].join(','),
  );
  return ['line,sku,reasons', ...lines, ''].join('\n');
}
