import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import {
  isDatabaseGone,
  Jobs,
  sqlState,
  type Transaction,
  UnitOfWork,
} from '../../platform/index.js';
import { type Store, StoresService } from '../stores/stores.service.js';
import { CatalogFileError } from './csv-header.js';
import { type ImportRecord, recordsOfImport } from './import-records.js';
import type { ImportRow } from './import-status.js';
import { type AlongWith, ImportSteps } from './import-steps.service.js';
import { Imports } from './imports.queries.js';

export const runImport = 'catalog.run-import';

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
    private readonly steps: ImportSteps,
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
        if (!(await this.steps.land(work, position, batch))) return;
        await this.#end(work.id, 'failed', `Only the first ${mostRows} rows are read: split it.`);
        return;
      }
      batch.push(record);
      if (batch.length < batchSize) continue;
      const handOver = this.#handOverAfter(giveUpAt, work);
      if (!(await this.steps.land(work, position, batch, handOver)) || handOver) return;
      position += batch.length;
      batch = [];
    }
    if (!(await this.steps.land(work, position, batch))) return;
    await this.#settleMissing(work, position + batch.length, giveUpAt);
  }

  async #settleMissing(work: ImportRow, position: number, giveUpAt: number): Promise<void> {
    if (work.missing !== 'keep') {
      if (await this.steps.refuseTooMany(work, position)) return;
      let handOver;
      do handOver = this.#handOverAfter(giveUpAt, work);
      while ((await this.steps.settle(work, position, handOver)) && !handOver);
      if (handOver) return;
    }
    await this.#end(work.id, 'done');
  }

  /** Once this run has lasted long enough: enqueues another, together with the step under way. */
  #handOverAfter(giveUpAt: number, { id }: ImportRow): AlongWith | undefined {
    return performance.now() > giveUpAt ? (tx) => enqueueRun(tx, id) : undefined;
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
