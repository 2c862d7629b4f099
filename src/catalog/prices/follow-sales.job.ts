import { Injectable } from '@nestjs/common';
import { touch } from '../../cache/index.js';
import { Clock } from '../../kernel/clock.js';
import { Scheduled, type Transaction, UnitOfWork } from '../../platform/index.js';
import { catalogTag } from '../catalog.cache.js';
import { ListingWriter } from '../listing/listing-writer.queries.js';
import { PriceEdits } from './price-edits.queries.js';

const followSales = 'catalog.follow-sales';
const batchSize = 500;

/** Enqueues an update of the listings for each begin and end of these sales, once a moment. */
export async function followSalesOf(
  tx: Transaction,
  sales: readonly { readonly from: Date; readonly until: Date }[],
  now: Date,
): Promise<void> {
  const moments = new Set(sales.flatMap(({ from, until }) => [from.getTime(), until.getTime()]));
  for (const moment of [...moments].toSorted((a, b) => a - b)) {
    if (moment <= now.getTime()) continue;
    const startAfter = new Date(moment);
    await tx.enqueue(followSales, {}, { startAfter, singletonKey: startAfter.toISOString() });
  }
}

/**
 * Updates the listings when sales begin or end. Each sale enqueues it for both moments; the run of
 * every minute catches rows written past the API, and lost jobs. Quotes do not wait for it: they
 * compare with the clock.
 */
@Injectable()
export class FollowSalesJob {
  constructor(
    private readonly prices: PriceEdits,
    private readonly listings: ListingWriter,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  @Scheduled(followSales, '* * * * *')
  async run(): Promise<void> {
    let found: number;
    do {
      found = await this.unitOfWork.run(async (tx) => {
        const now = this.clock.now();
        const overtaken = await this.prices.overtakenBySales(tx, now, batchSize);
        for (const storeId of new Set(overtaken.map((one) => one.storeId))) {
          const ids = overtaken.flatMap((one) => (one.storeId === storeId ? [one.productId] : []));
          await this.listings.rebuild(tx, ids, now, storeId);
        }
        if (overtaken.length > 0) await touch(tx, catalogTag);
        return overtaken.length;
      });
    } while (found === batchSize);
  }
}
