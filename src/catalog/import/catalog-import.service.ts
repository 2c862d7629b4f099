import { Injectable } from '@nestjs/common';
import { touch } from '../../cache/index.js';
import { Clock } from '../../kernel/clock.js';
import { type Transaction, UnitOfWork } from '../../platform/index.js';
import { followSalesOf } from '../prices/follow-sales.job.js';
import { catalogTag } from '../catalog.cache.js';
import { ListingWriter } from '../listing/listing-writer.queries.js';
import { type Store, StoresService } from '../stores/stores.service.js';
import { type CatalogRow, readCatalogue } from './catalog-file.js';
import type { RejectedRow, ReportedRow } from './csv-row.js';
import { CategoryTree } from '../categories/category-tree.queries.js';
import { CatalogCategories } from './catalog-categories.queries.js';
import { CatalogPrices } from './catalog-prices.queries.js';
import { CatalogProducts } from './catalog-products.queries.js';

export interface ImportOptions {
  /** Id or slug; may be left out while there is one store. */
  readonly store?: string;
  /** Stock of products new to the store where the file states none, in pieces or grams. */
  readonly initialStock?: number;
  readonly onProgress?: (progress: ImportProgress) => void;
  readonly onReported?: (row: ReportedRow) => void;
  /** Called with the columns of the file that are not read, if there are any. */
  readonly onUnknownColumns?: (names: readonly string[]) => void;
}

export interface ImportProgress {
  readonly read: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly rejected: number;
  /** Rows among those that landed, without a field that could not be used. */
  readonly noted: number;
}

export interface WrittenBatch {
  readonly created: number;
  readonly updated: number;
  readonly rejected: readonly RejectedRow[];
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
    private readonly products: CatalogProducts,
    private readonly tree: CategoryTree,
    private readonly categories: CatalogCategories,
    private readonly prices: CatalogPrices,
    private readonly listings: ListingWriter,
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws CatalogFileError, store-not-found, store-required */
  async run(
    source: AsyncIterable<Buffer | string>,
    options: ImportOptions = {},
  ): Promise<ImportProgress> {
    const store = await this.stores.resolve(options.store);
    let progress: ImportProgress = nothingRead;
    const reject = (row: RejectedRow) => {
      progress = { ...progress, read: progress.read + 1, rejected: progress.rejected + 1 };
      options.onReported?.({ ...row, landed: false });
    };
    let batch: ReadRow[] = [];
    const flush = async () => {
      const written = await this.unitOfWork.run((tx) =>
        this.write(
          tx,
          store.id,
          batch.map(({ row }) => row),
          options.initialStock ?? 0,
        ),
      );
      for (const row of written.rejected) reject(row);
      const noted = notedOf(batch, written.rejected);
      for (const row of noted) options.onReported?.(row);
      const landed = batch.length - written.rejected.length;
      progress = {
        ...progress,
        read: progress.read + landed,
        created: progress.created + written.created,
        updated: progress.updated + written.updated,
        unchanged: progress.unchanged + landed - written.created - written.updated,
        noted: progress.noted + noted.length,
      };
      batch = [];
      options.onProgress?.(progress);
    };

    for await (const record of readCatalogue(source, store.currency, options.onUnknownColumns)) {
      if ('rejected' in record) reject(record.rejected);
      else if (record.row.currency !== store.currency) reject(foreign(record.row, store));
      else batch.push(record);
      if (batch.length === batchSize) await flush();
    }
    if (batch.length > 0) await flush();
    options.onProgress?.(progress);
    return progress;
  }

  /** Writes one batch in the caller's transaction. */
  async write(
    tx: Transaction,
    storeId: string,
    batch: readonly CatalogRow[],
    initialStock: number,
  ): Promise<WrittenBatch> {
    await this.tree.holdAlone(tx);
    const now = this.clock.now();
    const faults = await this.products.faults(tx, storeId, batch, now);
    const rejected = batch.flatMap(({ line, sku }) => {
      const fault = faults.get(sku);
      return fault === undefined ? [] : [{ line, sku, reasons: [fault] }];
    });
    const good = batch.filter(({ sku }) => !faults.has(sku));
    const rows = await this.categories.place(tx, good);
    const { created, updated } = await this.products.products(tx, rows);
    const restocked = await this.prices.write(tx, storeId, rows, initialStock);
    const changed = new Set([...updated, ...restocked].filter((id) => !created.has(id)));
    if (created.size + changed.size > 0) {
      // Every store lists the product under the new name.
      await this.listings.rebuild(tx, [...created, ...changed], now);
      const sales = good.flatMap(({ sale = 'none' }) => (sale === 'none' ? [] : sale));
      await followSalesOf(tx, sales, now);
      await touch(tx, catalogTag);
    }
    return { created: created.size, updated: changed.size, rejected };
  }
}

const nothingRead = { read: 0, created: 0, updated: 0, unchanged: 0, rejected: 0, noted: 0 };

/** A row of a file, with what could not be used of it. */
export interface ReadRow<Row extends { line: number; sku: string } = CatalogRow> {
  readonly row: Row;
  readonly notes: readonly string[];
}

/** The rows that landed without a field. */
export function notedOf(
  batch: readonly ReadRow<{ line: number; sku: string }>[],
  rejected: readonly RejectedRow[],
): ReportedRow[] {
  const lines = new Set(rejected.map(({ line }) => line));
  return batch
    .filter(({ row, notes }) => notes.length > 0 && !lines.has(row.line))
    .map(({ row: { line, sku }, notes }) => ({ line, sku, reasons: notes, landed: true }));
}

/** Rejects a row whose price is not in the store's currency. */
export function foreign(row: CatalogRow, store: Store): RejectedRow {
  const reason = `The price is in ${row.currency}, but ${store.name} sells in ${store.currency}.`;
  return { line: row.line, sku: row.sku, reasons: [reason] };
}
