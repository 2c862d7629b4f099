import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Ids } from '../../kernel/ids.js';
import { Database, type Transaction } from '../../platform/index.js';
import type { NewMovement, Movement } from './stock-movement.js';

/** Every change of stock on hand, recorded in the transaction that makes it. */
@Injectable()
export class StockLedger {
  constructor(
    private readonly database: Database,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  async record(tx: Transaction, storeId: string, movements: readonly NewMovement[]): Promise<void> {
    if (movements.length === 0) return;
    const rows = movements.map((movement) => ({ ...movement, id: this.ids.next() }));
    await tx.query(
      `INSERT INTO stock_movements
         (id, store_id, product_id, delta, reason, reference, account_id, note, at)
       SELECT id, $1, "productId", delta, reason, reference, "accountId", note, $3
       FROM jsonb_to_recordset($2) AS movement (id uuid, "productId" uuid, delta int, reason text,
         reference text, "accountId" uuid, note text)`,
      [storeId, JSON.stringify(rows), this.clock.now()],
    );
  }

  /** Newest first. */
  recent(
    tx: Transaction | null,
    storeId: string,
    productId: string,
    limit: number,
  ): Promise<Movement[]> {
    return (tx ?? this.database).query<Movement>(
      `SELECT id, delta, reason, reference, account_id AS "accountId", note, at
       FROM stock_movements WHERE store_id = $1 AND product_id = $2
       ORDER BY at DESC, id DESC LIMIT $3`,
      [storeId, productId, limit],
    );
  }
}
