import { Injectable } from '@nestjs/common';
import { validate } from 'uuid';
import { Database, type Transaction } from '../../platform/index.js';
import type { Availability } from '../catalog.events.js';
import { availability } from './availability.queries.js';

export interface StockCounts {
  readonly storeId: string;
  readonly productId: string;
  readonly sku: string;
  readonly unit: 'each' | 'g';
  readonly onHand: number;
  readonly reserved: number;
  /** Without expired holds. */
  readonly held: number;
  readonly available: number;
  readonly availability: Availability;
}

@Injectable()
export class StockReads {
  constructor(private readonly database: Database) {}

  async productId(tx: Transaction, idOrSku: string): Promise<string | null> {
    const column = validate(idOrSku) ? 'id' : 'sku';
    const [row] = await tx.query<{ id: string }>(`SELECT id FROM products WHERE ${column} = $1`, [
      idOrSku,
    ]);
    return row?.id ?? null;
  }

  /** Counts holds that have expired by `now` as free. */
  async levels(
    tx: Transaction | null,
    storeId: string,
    productId: string,
    now: Date,
  ): Promise<StockCounts | null> {
    const [row] = await (tx ?? this.database).query<StockCounts>(
      `SELECT store_id AS "storeId", product_id AS "productId", sku,
         CASE sold_by WHEN 'weight' THEN 'g' ELSE 'each' END AS unit,
         on_hand AS "onHand", reserved, live.held, available.amount AS available,
         ${availability('available.amount', 'sold_by', 'low_stock_at')} AS availability
       FROM store_products stocked
       JOIN products product ON product.id = stocked.product_id
       CROSS JOIN LATERAL (
         SELECT coalesce(sum(quantity), 0)::int AS held FROM stock_holds hold
         WHERE hold.store_id = stocked.store_id AND hold.product_id = stocked.product_id
           AND hold.expires_at > $3
       ) live
       CROSS JOIN LATERAL (SELECT on_hand - reserved - live.held AS amount) available
       WHERE store_id = $1 AND product_id = $2`,
      [storeId, productId, now],
    );
    return row ?? null;
  }
}
