// The records of a file, as an import of its kind takes them.
import type { Store } from '../stores/stores.service.js';
import { type CatalogRow, catalogueShape, readCatalogue } from './catalog-file.js';
import { recordsOf } from './csv-records.js';
import type { RejectedRow } from './csv-row.js';
import { type FeedRow, feedShape, readFeed } from './feed-file.js';
import type { ImportCounts, ImportKind, Outcome, ReportedRow } from './import-status.js';

/** A row of a file with what could not be used of it, or a rejected one. */
export type ImportRecord<Row extends { line: number; sku: string } = CatalogRow | FeedRow> =
  { readonly row: Row; readonly notes: readonly string[] } | { readonly rejected: RejectedRow };

/** What a batch did; the rest of its rows changed nothing. */
export interface WrittenBatch {
  /** SKUs. */
  readonly created: ReadonlySet<string>;
  readonly updated: ReadonlySet<string>;
  readonly rejected: readonly RejectedRow[];
}

/** Reads no further than the header. @throws CatalogFileError */
export async function requireHeader(
  kind: ImportKind,
  source: AsyncIterable<Buffer>,
): Promise<void> {
  for await (const _ of recordsOf(source, kind === 'feed' ? feedShape : catalogueShape)) return;
}

/** @throws CatalogFileError */
export async function* recordsOfImport(
  kind: ImportKind,
  source: AsyncIterable<Buffer>,
  store: Store,
): AsyncGenerator<ImportRecord> {
  if (kind === 'feed') yield* readFeed(source, store.currency);
  else yield* catalogueRecords(source, store);
}

/** @throws CatalogFileError */
export async function* catalogueRecords(
  source: AsyncIterable<Buffer | string>,
  store: Store,
  onUnknownColumns?: (names: readonly string[]) => void,
): AsyncGenerator<ImportRecord<CatalogRow>> {
  for await (const record of readCatalogue(source, store.currency, onUnknownColumns)) {
    const isForeign = 'row' in record && record.row.currency !== store.currency;
    yield isForeign ? { rejected: foreign(record.row, store) } : record;
  }
}

/** Rejects a row whose price is not in the store's currency. */
function foreign({ line, sku, currency }: CatalogRow, store: Store): RejectedRow {
  const reason = `The price is in ${currency}, but ${store.name} sells in ${store.currency}.`;
  return { line, sku, reasons: [reason] };
}

export const rowsOf = <Row extends { line: number; sku: string }>(
  batch: readonly ImportRecord<Row>[],
): Row[] => batch.flatMap((record) => ('row' in record ? [record.row] : []));

/** The SKUs that the file has: those of rejected rows are among them. */
export const skusOf = (batch: readonly ImportRecord[]): string[] =>
  batch.flatMap((record) => ('row' in record ? record.row : record.rejected).sku ?? []);

/**
 * The counts of a batch, and its rows for the report, in the order of the file: those that were
 * rejected or lost a field; in a dry run also those that would change anything.
 */
export function outcomeOf(
  batch: readonly ImportRecord[],
  written: WrittenBatch,
  dryRun: boolean,
): { readonly counts: ImportCounts; readonly reported: readonly ReportedRow[] } {
  const late = new Map(written.rejected.map((row) => [row.line, row]));
  const counts = { created: 0, updated: 0, unchanged: 0, rejected: 0, noted: 0 };
  const reported: ReportedRow[] = [];
  for (const record of batch) {
    const rejected = 'row' in record ? late.get(record.row.line) : record.rejected;
    if (rejected) {
      counts.rejected += 1;
      reported.push({ ...rejected, outcome: 'rejected' });
    } else if ('row' in record) {
      const { line, sku } = record.row;
      const outcome = outcomeOfRow(sku, written);
      counts[outcome] += 1;
      if (record.notes.length > 0) counts.noted += 1;
      const isTold = record.notes.length > 0 || (dryRun && outcome !== 'unchanged');
      if (isTold) reported.push({ line, sku, reasons: record.notes, outcome });
    }
  }
  return { counts, reported };
}

function outcomeOfRow(
  sku: string,
  { created, updated }: WrittenBatch,
): Exclude<Outcome, 'rejected' | 'missing'> {
  if (created.has(sku)) return 'created';
  return updated.has(sku) ? 'updated' : 'unchanged';
}
