import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../../platform/index.js';
import type { ReportedRow } from './import-status.js';
import type { GoodsOnSale } from './missing-goods.js';

/** What a store had on sale when an import began, less what the file turns out to have. */
@Injectable()
export class ImportGoods {
  constructor(private readonly database: Database) {}

  /** Keeps the goods that the store has on sale now. */
  async remember(importId: string, storeId: string): Promise<void> {
    await this.database.query(
      `WITH kept AS (
         INSERT INTO import_goods (import_id, sku, product_id, version)
         SELECT $1, sku, product_id, stocked.version
         FROM store_products stocked JOIN products product ON product.id = product_id
         WHERE store_id = $2 AND published AND retired_at IS NULL
         RETURNING 1
       )
       UPDATE imports SET on_sale_count = (SELECT count(*) FROM kept) WHERE id = $1`,
      [importId, storeId],
    );
  }

  /** Takes out the goods that the file has. */
  async found(tx: Transaction, importId: string, skus: readonly string[]): Promise<void> {
    await tx.query('DELETE FROM import_goods WHERE import_id = $1 AND sku = ANY($2)', [
      importId,
      skus,
    ]);
  }

  /** Goods that the file does not have and that are not settled yet, in the order of their SKUs. */
  left(
    reader: Pick<Transaction, 'query'> | null,
    importId: string,
    most: number | null,
  ): Promise<GoodsOnSale[]> {
    return (reader ?? this.database).query<GoodsOnSale>(
      `SELECT sku, product_id AS "productId", version FROM import_goods
       WHERE import_id = $1 AND outcome IS NULL ORDER BY sku LIMIT $2`,
      [importId, most],
    );
  }

  /** Keeps what is to be reported of these goods, and adds to the import's count. */
  async settled(
    tx: Transaction,
    importId: string,
    goods: readonly GoodsOnSale[],
    reported: readonly ReportedRow[],
    now: Date,
  ): Promise<void> {
    const rows = reported.map(({ sku, outcome, reasons }) => ({
      sku,
      outcome,
      reason: reasons[0],
    }));
    await tx.query(
      `WITH told AS (
         UPDATE import_goods goods SET outcome = row.outcome, reason = row.reason
         FROM jsonb_to_recordset($2) AS row (sku text, outcome text, reason text)
         WHERE import_id = $1 AND goods.sku = row.sku AND goods.outcome IS NULL
         RETURNING goods.outcome
       )
       UPDATE imports SET failures = 0, updated_at = $3,
         missing_count = missing_count + (SELECT count(*) FROM told WHERE outcome = 'missing')
       WHERE id = $1`,
      [importId, JSON.stringify(rows), now],
    );
    await tx.query(
      'DELETE FROM import_goods WHERE import_id = $1 AND sku = ANY($2) AND outcome IS NULL',
      [importId, goods.map(({ sku }) => sku)],
    );
  }

  /** Settles those anew that were kept. */
  async askAgain(tx: Transaction, importId: string): Promise<void> {
    await tx.query(
      `UPDATE import_goods SET outcome = NULL, reason = NULL
       WHERE import_id = $1 AND outcome = 'unchanged'`,
      [importId],
    );
  }

  report(importId: string, afterSku: string, most: number): Promise<ReportedRow[]> {
    return this.database.query<ReportedRow>(
      `SELECT NULL::int AS line, sku, ARRAY[reason] AS reasons, outcome FROM import_goods
       WHERE import_id = $1 AND outcome IS NOT NULL AND sku > $2 ORDER BY sku LIMIT $3`,
      [importId, afterSku, most],
    );
  }
}
