import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { type Transaction, UnitOfWork } from '../../platform/index.js';
import type { CatalogRow } from './catalog-file.js';
import { CatalogWriter } from './catalog-writer.service.js';
import type { FeedRow } from './feed-file.js';
import { FeedWriter } from './feed.queries.js';
import { ImportGoods } from './import-goods.queries.js';
import {
  type ImportRecord,
  outcomeOf,
  rowsOf,
  skusOf,
  type WrittenBatch,
} from './import-records.js';
import type { ImportRow } from './import-status.js';
import { Imports } from './imports.queries.js';
import { keptGoods, tooManyMissing } from './missing-goods.js';
import { MissingGoods } from './missing-goods.queries.js';

/** Runs inside the transaction of a step, so that it happens if, and only if, the step does. */
export type AlongWith = (tx: Transaction) => Promise<void>;

const batchSize = 500;

/**
 * The steps of an import that can be resumed: each is one transaction with the import's own
 * bookkeeping, and does nothing when the import is not where the caller believes. In a dry run the
 * work is rehearsed before, and only the bookkeeping is kept.
 */
@Injectable()
export class ImportSteps {
  constructor(
    private readonly imports: Imports,
    private readonly goods: ImportGoods,
    private readonly catalogue: CatalogWriter,
    private readonly feed: FeedWriter,
    private readonly missing: MissingGoods,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** False when the import is not at `position`: cancelled, or taken further by another run. */
  async land(
    work: ImportRow,
    position: number,
    batch: readonly ImportRecord[],
    alongWith?: AlongWith,
  ): Promise<boolean> {
    const { id, dryRun } = work;
    const rehearsed = dryRun
      ? await this.unitOfWork.rehearse((tx) => this.#write(tx, work, batch))
      : null;
    return this.unitOfWork.run(async (tx) => {
      if (!(await this.imports.isAt(tx, id, position))) return false;
      const written = rehearsed ?? (await this.#write(tx, work, batch));
      const { counts, reported } = outcomeOf(batch, written, dryRun);
      if (work.missing !== 'keep') await this.goods.found(tx, id, skusOf(batch));
      await this.imports.advance(tx, id, counts, reported, this.clock.now());
      await alongWith?.(tx);
      return true;
    });
  }

  /**
   * Ends the import where more goods are missing than it may change, and reports them; whether it
   * did. Asked again after a part of them was changed, it answers alike.
   */
  async refuseTooMany(work: ImportRow, position: number): Promise<boolean> {
    const { id, storeId, missing, missingCount, onSaleCount, mostMissingPercent } = work;
    const left = await this.goods.left(null, id, null);
    const affected = await this.missing.affected(storeId, left, missing, work.createdAt);
    const count = missingCount + affected.length;
    const problem = tooManyMissing(count, onSaleCount, mostMissingPercent);
    if (problem === null) return false;
    await this.unitOfWork.run(async (tx) => {
      if (!(await this.imports.isAt(tx, id, position))) return;
      const now = this.clock.now();
      await this.goods.settled(tx, id, left, affected.map(keptGoods), now);
      await this.imports.move(tx, id, ['running'], 'failed', now, problem);
    });
    return true;
  }

  /** Settles some of the goods that the file lacks. False as `land`, or when none is left. */
  async settle(work: ImportRow, position: number, alongWith?: AlongWith): Promise<boolean> {
    const { id, storeId, createdAt, dryRun } = work;
    const settleSome = async (tx: Transaction) => {
      const some = await this.goods.left(tx, id, batchSize);
      return { some, told: await this.missing.settle(tx, storeId, some, work, createdAt) };
    };
    const rehearsed = dryRun ? await this.unitOfWork.rehearse(settleSome) : null;
    return this.unitOfWork.run(async (tx) => {
      if (!(await this.imports.isAt(tx, id, position))) return false;
      const { some, told } = rehearsed ?? (await settleSome(tx));
      if (some.length === 0) return false;
      await this.goods.settled(tx, id, some, told, this.clock.now());
      await alongWith?.(tx);
      return true;
    });
  }

  async #write(
    tx: Transaction,
    { kind, storeId }: ImportRow,
    batch: readonly ImportRecord[],
  ): Promise<WrittenBatch> {
    const rows = rowsOf(batch);
    if (rows.length === 0) return { created: new Set(), updated: new Set(), rejected: [] };
    if (kind === 'feed') return this.feed.write(tx, storeId, rows as readonly FeedRow[]);
    return this.catalogue.write(tx, storeId, rows as readonly CatalogRow[], 0);
  }
}
