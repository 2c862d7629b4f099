import { Injectable } from '@nestjs/common';
import { touch } from '../../cache/index.js';
import { Clock } from '../../kernel/clock.js';
import { Database, type Transaction } from '../../platform/index.js';
import { catalogTag } from '../catalog.cache.js';
import { ListingWriter } from '../listing/listing-writer.queries.js';
import { StockLedger } from '../stock/stock-ledger.queries.js';
import type { ImportTerms, MissingChoice, ReportedRow } from './import-status.js';
import { type GoodsNow, type GoodsOnSale, isAffected, settledGoods } from './missing-goods.js';

/** Takes goods that a file does not have off the sale, in one store. */
@Injectable()
export class MissingGoods {
  constructor(
    private readonly database: Database,
    private readonly listings: ListingWriter,
    private readonly ledger: StockLedger,
    private readonly clock: Clock,
  ) {}

  /** The goods that the store has on sale. */
  onSale(storeId: string): Promise<GoodsOnSale[]> {
    return this.database.query(
      `SELECT sku, product_id AS "productId", stocked.version
       FROM store_products stocked JOIN products product ON product.id = product_id
       WHERE store_id = $1 AND published AND retired_at IS NULL`,
      [storeId],
    );
  }

  /** Those of the goods to which the choice makes a difference. */
  async affected(
    storeId: string,
    goods: readonly GoodsOnSale[],
    choice: MissingChoice,
    since: Date,
  ): Promise<GoodsNow[]> {
    const now = await this.#now(this.database, storeId, goods, since);
    return now.filter((each) => isAffected(each, choice) && !each.isEdited);
  }

  /** Does to the goods what the terms say, and answers those that are to be reported. */
  async settle(
    tx: Transaction,
    storeId: string,
    goods: readonly GoodsOnSale[],
    terms: ImportTerms,
    since: Date,
  ): Promise<ReportedRow[]> {
    // Locked before they are read, lest an edit be overlooked that commits between; in SKU order,
    // as orders lock them.
    await tx.query(
      `SELECT FROM store_products stocked JOIN products product ON product.id = stocked.product_id
       WHERE store_id = $1 AND product_id = ANY($2)
       ORDER BY sku COLLATE "C" FOR NO KEY UPDATE OF stocked`,
      [storeId, goods.map(({ productId }) => productId)],
    );
    const affected = (await this.#now(tx, storeId, goods, since)).filter((each) =>
      isAffected(each, terms.missing),
    );
    const changing = affected.filter(({ isEdited }) => !isEdited);
    if (changing.length > 0) await this.#change(tx, storeId, changing, terms.missing);
    return affected.map((each) => settledGoods(each, terms));
  }

  #now(
    reader: Pick<Transaction, 'query'>,
    storeId: string,
    goods: readonly GoodsOnSale[],
    since: Date,
  ): Promise<GoodsNow[]> {
    return reader.query<GoodsNow>(
      `SELECT product.sku, product_id AS "productId", on_hand - reserved - held AS available,
         published AND retired_at IS NULL AS "isOnSale",
         stocked.version <> given.version OR EXISTS (
           SELECT FROM stock_movements movement
           WHERE movement.store_id = stocked.store_id AND movement.product_id = product.id
             AND at >= $3 AND reason NOT IN ('sold', 'returned')) AS "isEdited"
       FROM jsonb_to_recordset($2) AS given ("productId" uuid, version int)
       JOIN store_products stocked ON store_id = $1 AND product_id = given."productId"
       JOIN products product ON product.id = product_id
       ORDER BY product.sku COLLATE "C"`,
      [storeId, JSON.stringify(goods), since],
    );
  }

  async #change(
    tx: Transaction,
    storeId: string,
    goods: readonly GoodsNow[],
    choice: MissingChoice,
  ): Promise<void> {
    const ids = goods.map(({ productId }) => productId);
    const change =
      choice === 'unpublish'
        ? 'published = false, version = version + 1'
        : 'on_hand = reserved + held';
    await tx.query(
      `UPDATE store_products SET ${change} WHERE store_id = $1 AND product_id = ANY($2)`,
      [storeId, ids],
    );
    if (choice === 'out-of-stock') {
      const counted = { reason: 'counted', reference: 'import' } as const;
      const movements = goods.map(({ productId, available }) => ({
        ...counted,
        productId,
        delta: -available,
      }));
      await this.ledger.record(tx, storeId, movements);
    }
    await this.listings.rebuild(tx, ids, this.clock.now(), storeId);
    await touch(tx, catalogTag);
  }
}
