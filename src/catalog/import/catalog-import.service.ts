import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { UnitOfWork } from '../../platform/index.js';
import { type Store, StoresService } from '../stores/stores.service.js';
import type { CatalogRow } from './catalog-file.js';
import { CatalogWriter } from './catalog-writer.service.js';
import { asUtf8 } from './file-text.js';
import {
  catalogueRecords,
  type ImportRecord,
  outcomeOf,
  rowsOf,
  skusOf,
} from './import-records.js';
import {
  type ImportCounts,
  type ImportTerms,
  type ReportedRow,
  usualTerms,
} from './import-status.js';
import { type GoodsOnSale, keptGoods, tooManyMissing } from './missing-goods.js';
import { MissingGoods } from './missing-goods.queries.js';

export interface ImportOptions extends Partial<ImportTerms> {
  /** Id or slug; may be left out while there is one store. */
  readonly store?: string;
  /** Of the file, where it has no byte order mark; left out for UTF-8. */
  readonly charset?: string | null;
  /** Stock of products new to the store where the file states none, in pieces or grams. */
  readonly initialStock?: number;
  readonly onProgress?: (progress: ImportProgress) => void;
  readonly onReported?: (row: ReportedRow) => void;
  /** Called with the columns of the file that are not read, if there are any. */
  readonly onUnknownColumns?: (names: readonly string[]) => void;
}

export interface ImportProgress extends ImportCounts {
  readonly read: number;
  /** Goods that the file lacks, and that were changed for it. */
  readonly missing: number;
  /** Why missing goods were not changed. */
  readonly problem: string | null;
}

const batchSize = 500;

/**
 * Loads a catalogue into a store: upsert by SKU, one transaction per batch. Landed batches stay
 * when it is interrupted; running it again finishes the rest and changes nothing else.
 */
@Injectable()
export class CatalogImport {
  constructor(
    private readonly stores: StoresService,
    private readonly writer: CatalogWriter,
    private readonly missing: MissingGoods,
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws CatalogFileError, store-not-found, store-required */
  async run(
    source: AsyncIterable<Buffer | string>,
    options: ImportOptions = {},
  ): Promise<ImportProgress> {
    const store = await this.stores.resolve(options.store);
    const terms = { ...usualTerms, ...options };
    const since = this.clock.now();
    const left = await this.#onSale(store, terms);
    const onSale = left.size;
    let progress: ImportProgress = nothingRead;
    const tell = (reported: readonly ReportedRow[], more: Partial<ImportProgress>) => {
      for (const row of reported) options.onReported?.(row);
      progress = { ...progress, ...more };
      options.onProgress?.(progress);
    };

    let batch: ImportRecord<CatalogRow>[] = [];
    const flush = async () => {
      const { counts, reported } = await this.#land(store, batch, options.initialStock ?? 0, terms);
      for (const sku of skusOf(batch)) left.delete(sku);
      const read = progress.read + batch.length;
      batch = [];
      tell(reported, { ...sumOf(progress, counts), read });
    };
    const text = asUtf8(source, options.charset ?? null);
    for await (const record of catalogueRecords(text, store, options.onUnknownColumns)) {
      batch.push(record);
      if (batch.length === batchSize) await flush();
    }
    await flush();

    const goods = [...left.values()];
    const affected = await this.missing.affected(store.id, goods, terms.missing, since);
    const problem = tooManyMissing(affected.length, onSale, terms.mostMissingPercent);
    if (problem !== null) {
      tell(affected.map(keptGoods), { problem });
      return progress;
    }
    for (let at = 0; at < goods.length; at += batchSize) {
      const some = goods.slice(at, at + batchSize);
      const settled = await this.unitOfWork[terms.dryRun ? 'rehearse' : 'run']((tx) =>
        this.missing.settle(tx, store.id, some, terms, since),
      );
      const changed = settled.filter(({ outcome }) => outcome === 'missing').length;
      tell(settled, { missing: progress.missing + changed });
    }
    return progress;
  }

  async #onSale(store: Store, { missing }: ImportTerms): Promise<Map<string, GoodsOnSale>> {
    const goods = missing === 'keep' ? [] : await this.missing.onSale(store.id);
    return new Map(goods.map((each) => [each.sku, each]));
  }

  async #land(
    store: Store,
    batch: readonly ImportRecord<CatalogRow>[],
    initialStock: number,
    { dryRun }: ImportTerms,
  ) {
    const rows = rowsOf(batch);
    const written = await this.unitOfWork[dryRun ? 'rehearse' : 'run']((tx) =>
      this.writer.write(tx, store.id, rows, initialStock),
    );
    return outcomeOf(batch, written, dryRun);
  }
}

const nothingRead: ImportProgress = {
  read: 0,
  created: 0,
  updated: 0,
  unchanged: 0,
  rejected: 0,
  noted: 0,
  missing: 0,
  problem: null,
};

const sumOf = (a: ImportCounts, b: ImportCounts): ImportCounts => ({
  created: a.created + b.created,
  updated: a.updated + b.updated,
  unchanged: a.unchanged + b.unchanged,
  rejected: a.rejected + b.rejected,
  noted: a.noted + b.noted,
});
