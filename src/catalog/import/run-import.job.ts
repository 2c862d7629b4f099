import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import {
  isDatabaseGone,
  Jobs,
  sqlState,
  type Transaction,
  UnitOfWork,
} from '../../platform/index.js';
import { type CatalogRow, readCatalogue } from './catalog-file.js';
import { CatalogImport, foreign, notedOf, type ReadRow } from './catalog-import.service.js';
import { CatalogFileError } from './csv-records.js';
import type { RejectedRow } from './csv-row.js';
import { type Store, StoresService } from '../stores/stores.service.js';
import { type FeedRow, readFeed } from './feed-file.js';
import { FeedWriter } from './feed.queries.js';
import { Imports } from './imports.queries.js';
import type { ImportKind, ImportRow } from './import-status.js';

export const runImport = 'catalog.run-import';

export type ImportRecord = ReadRow<CatalogRow | FeedRow> | { readonly rejected: RejectedRow };

export const mostRows = 50_000;
const batchSize = 500;
/** The queue gives a job up after a minute: hand over to another long before that. */
const sliceMs = 20_000;
const mostFailures = 3;
const mostWaitMs = 60 * 60_000;

/** Enqueues one waiting job per import, however often it is called. */
export const enqueueRun = (tx: Transaction, importId: string): Promise<void> =>
  tx.enqueue(runImport, { importId }, { singletonKey: importId });

/**
 * Lands an import batch by batch, each with its new position in one transaction. After a kill any
 * run goes on exactly there: it reads the file again from its beginning, to find duplicate SKUs,
 * and skips the rows that are done.
 */
@Injectable()
export class RunImportJob implements OnModuleInit {
  readonly #log = new Logger(RunImportJob.name);

  constructor(
    private readonly jobs: Jobs,
    private readonly imports: Imports,
    private readonly stores: StoresService,
    private readonly catalogue: CatalogImport,
    private readonly feed: FeedWriter,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.define<{ importId: string }>({
      name: runImport,
      handle: ({ importId }) => this.run(importId),
    });
  }

  async run(importId: string): Promise<void> {
    const found = await this.imports.find(importId);
    if (found?.status !== 'running') return;
    const store = await this.stores.resolve(found.storeId);
    try {
      await this.#land(found, store);
    } catch (error) {
      if (error instanceof CatalogFileError) {
        await this.#end(importId, 'failed', error.message);
      } else if (!(await this.#isGivenUp(importId, error))) throw error;
    }
  }

  /**
   * Three failures in a row without a landed batch mean that the import would fail for ever, even
   * if the errors differ. A database that is away or busy says nothing about the file: it does not
   * count, and the queue tries again until it has lasted an hour.
   */
  #isGivenUp(importId: string, error: unknown): Promise<boolean> {
    const passes = isPassing(error);
    return this.unitOfWork.run(async (tx) => {
      const now = this.clock.now();
      const work = await this.imports.addFailures(tx, importId, passes ? 0 : 1);
      if (!work) return false;
      const { position, failures, updatedAt } = work;
      const isOver = passes
        ? now.getTime() - updatedAt.getTime() > mostWaitMs
        : failures >= mostFailures;
      if (!isOver) return false;
      const problem = passes ? tooBusyAfter(position) : failedAfter(position);
      await this.imports.move(tx, importId, ['running'], 'failed', now, problem);
      this.#log.error({ err: error, importId, position }, 'An import was given up');
      return true;
    });
  }

  async #land(work: ImportRow, store: Store): Promise<void> {
    const giveUpAt = performance.now() + sliceMs;
    let read = 0;
    let { position } = work;
    let batch: ImportRecord[] = [];
    for await (const record of recordsOfImport(work.kind, this.imports.chunks(work.id), store)) {
      read += 1;
      if (read <= position) continue;
      if (read > mostRows) {
        if (!(await this.#write(work, store, position, batch, false))) return;
        await this.#end(work.id, 'failed', `Only the first ${mostRows} rows are read: split it.`);
        return;
      }
      batch.push(record);
      if (batch.length < batchSize) continue;
      const isOver = performance.now() > giveUpAt;
      if (!(await this.#write(work, store, position, batch, isOver)) || isOver) return;
      position += batch.length;
      batch = [];
    }
    if (!(await this.#write(work, store, position, batch, false))) return;
    await this.#end(work.id, 'done');
  }

  /** False when the import is not at `position`: cancelled, or taken further by another run. */
  #write(
    { id, kind }: ImportRow,
    store: Store,
    position: number,
    batch: readonly ImportRecord[],
    handOver: boolean,
  ): Promise<boolean> {
    return this.unitOfWork.run(async (tx) => {
      if (!(await this.imports.isAt(tx, id, position))) return false;
      const good = batch.flatMap((record) => ('row' in record ? [record] : []));
      const rows = good.map(({ row }) => row);
      const unread = batch.flatMap((record) => ('rejected' in record ? [record.rejected] : []));
      const written = await this.#writeRows(tx, kind, store, rows);
      const { created, updated } = written;
      const rejected = [...unread, ...written.rejected];
      const unchanged = batch.length - rejected.length - created - updated;
      const noted = notedOf(good, written.rejected);
      const counts = {
        created,
        updated,
        unchanged,
        rejected: rejected.length,
        noted: noted.length,
      };
      const reported = [...rejected.map((row) => ({ ...row, landed: false })), ...noted];
      await this.imports.advance(tx, id, counts, reported, this.clock.now());
      if (handOver) await enqueueRun(tx, id);
      return true;
    });
  }

  async #writeRows(
    tx: Transaction,
    kind: ImportKind,
    store: Store,
    rows: readonly (CatalogRow | FeedRow)[],
  ) {
    if (rows.length === 0) return { created: 0, updated: 0, rejected: [] };
    if (kind === 'feed') return this.feed.write(tx, store.id, rows as readonly FeedRow[]);
    const catalogueRows = rows as readonly CatalogRow[];
    return this.catalogue.write(tx, store.id, catalogueRows, 0);
  }

  async #end(id: string, status: 'done' | 'failed', problem?: string): Promise<void> {
    await this.unitOfWork.run((tx) =>
      this.imports.move(tx, id, ['running'], status, this.clock.now(), problem ?? null),
    );
  }
}

/**
 * Classes of SQLSTATE that pass with time: connection, transaction rollback, resources, operator
 * intervention, system.
 */
function isPassing(error: unknown): boolean {
  const { code = '' } = Object(error) as { code?: unknown };
  const isOfMoment = /^(?:08|40|53|57|58)\w{3}$/.test(sqlState(error) || String(code));
  return isOfMoment || isDatabaseGone(error);
}

const failedAfter = (position: number) =>
  `${rowsAfter('The rows', position)} failed three times in a row, for a reason that the server’s ` +
  `log names; ${rest(position)}.`;
const tooBusyAfter = (position: number) =>
  `For an hour the database was away or too busy to take ${rowsAfter('the rows', position)}; ` +
  `${rest(position)}.`;
const rowsAfter = (rows: string, position: number) =>
  position === 0 ? rows.replace('rows', 'first rows') : `${rows} after the first ${position}`;
const rest = (position: number) =>
  `${position === 0 ? 'nothing' : 'what came before'} has landed, and resume tries the rest again`;

/** @throws CatalogFileError */
export async function* recordsOfImport(
  kind: ImportKind,
  source: AsyncIterable<Buffer>,
  store: Store,
): AsyncGenerator<ImportRecord> {
  if (kind === 'feed') {
    yield* readFeed(source, store.currency);
    return;
  }
  for await (const record of readCatalogue(source, store.currency)) {
    const isForeign = 'row' in record && record.row.currency !== store.currency;
    yield isForeign ? { rejected: foreign(record.row, store) } : record;
  }
}
