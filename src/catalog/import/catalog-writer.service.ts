import { Injectable } from '@nestjs/common';
import { touch } from '../../cache/index.js';
import { Clock } from '../../kernel/clock.js';
import type { Transaction } from '../../platform/index.js';
import { catalogTag } from '../catalog.cache.js';
import { CategoryTree } from '../categories/category-tree.queries.js';
import { ListingWriter } from '../listing/listing-writer.queries.js';
import { followSalesOf } from '../prices/follow-sales.job.js';
import { CatalogCategories } from './catalog-categories.queries.js';
import type { CatalogRow } from './catalog-file.js';
import { CatalogPrices } from './catalog-prices.queries.js';
import { CatalogProducts } from './catalog-products.queries.js';
import type { WrittenBatch } from './import-records.js';

/** Writes whole products: upsert by SKU, a whole batch per statement. */
@Injectable()
export class CatalogWriter {
  constructor(
    private readonly products: CatalogProducts,
    private readonly tree: CategoryTree,
    private readonly categories: CatalogCategories,
    private readonly prices: CatalogPrices,
    private readonly listings: ListingWriter,
    private readonly clock: Clock,
  ) {}

  /** @param initialStock of products new to the store where the row states none */
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
    const changed = new Map([...updated, ...restocked].filter(([id]) => !created.has(id)));
    if (created.size + changed.size > 0) {
      // Every store lists the product under the new name.
      await this.listings.rebuild(tx, [...created.keys(), ...changed.keys()], now);
      const sales = good.flatMap(({ sale = 'none' }) => (sale === 'none' ? [] : sale));
      await followSalesOf(tx, sales, now);
      await touch(tx, catalogTag);
    }
    return { created: new Set(created.values()), updated: new Set(changed.values()), rejected };
  }
}
