import { Injectable } from '@nestjs/common';
import { touch } from '../../cache/index.js';
import { Clock } from '../../kernel/clock.js';
import type { Transaction } from '../../platform/index.js';
import { followSalesOf } from '../prices/follow-sales.job.js';
import { catalogTag } from '../catalog.cache.js';
import type { RejectedRow } from './csv-row.js';
import type { WrittenBatch } from './import-records.js';
import { ListingWriter } from '../listing/listing-writer.queries.js';
import { StockLedger } from '../stock/stock-ledger.queries.js';
import type { FeedRow } from './feed-file.js';

interface Sold {
  readonly sku: string;
  readonly productId: string;
  readonly priceMinor: number | null;
  /** Of a sale that runs or is still to come; null without one. */
  readonly salePriceMinor: number | null;
}

/** Writes prices and stock of products that exist, a whole batch per statement. */
@Injectable()
export class FeedWriter {
  constructor(
    private readonly listings: ListingWriter,
    private readonly ledger: StockLedger,
    private readonly clock: Clock,
  ) {}

  /** Stock on hand never goes below what orders and holds need, whatever the feed says. */
  async write(tx: Transaction, storeId: string, rows: readonly FeedRow[]): Promise<WrittenBatch> {
    const sold = await this.#hold(tx, storeId, rows);
    const rejected: RejectedRow[] = [];
    const good = rows.flatMap((row) => {
      const now = sold.get(row.sku);
      const fault = faultOf(row, now);
      if (!fault) return [{ ...row, productId: now!.productId }];
      rejected.push({ line: row.line, sku: row.sku, reasons: [fault] });
      return [];
    });
    const inserted = await this.#insert(
      tx,
      storeId,
      good.filter((row) => sold.get(row.sku)!.priceMinor === null),
    );
    const created = new Set(inserted);
    const ids = new Set([...created, ...(await this.#update(tx, storeId, good))]);
    if (ids.size > 0) {
      const now = this.clock.now();
      await this.listings.rebuild(tx, [...ids], now, storeId);
      const sales = good.flatMap(({ sale }) => (sale === null || sale === 'none' ? [] : sale));
      await followSalesOf(tx, sales, now);
      await touch(tx, catalogTag);
    }
    const skusOf = (has: (id: string) => boolean) =>
      new Set(good.flatMap(({ productId, sku }) => (has(productId) ? [sku] : [])));
    return {
      created: skusOf((id) => created.has(id)),
      updated: skusOf((id) => ids.has(id) && !created.has(id)),
      rejected,
    };
  }

  /** The rows' products as the store has them, locked in SKU order, as orders lock them. */
  async #hold(
    tx: Transaction,
    storeId: string,
    rows: readonly FeedRow[],
  ): Promise<ReadonlyMap<string, Sold>> {
    const skus = rows.map((row) => row.sku);
    await tx.query(
      `SELECT FROM store_products stocked JOIN products product ON product.id = stocked.product_id
       WHERE store_id = $1 AND sku = ANY($2)
       ORDER BY sku COLLATE "C" FOR NO KEY UPDATE OF stocked`,
      [storeId, skus],
    );
    const found = await tx.query<Sold>(
      `SELECT sku, id AS "productId", price_minor::float8 AS "priceMinor",
         CASE WHEN sale_until > $3 THEN sale_price_minor::float8 END AS "salePriceMinor"
       FROM products LEFT JOIN store_products ON product_id = id AND store_id = $1
       WHERE sku = ANY($2)`,
      [storeId, skus, this.clock.now()],
    );
    return new Map(found.map((row) => [row.sku, row]));
  }

  /** Inserts first prices; the rest of the row follows as an update. */
  async #insert(
    tx: Transaction,
    storeId: string,
    rows: readonly { productId: string; priceMinor: number | null }[],
  ): Promise<string[]> {
    if (rows.length === 0) return [];
    const made = await tx.query<{ id: string }>(
      `INSERT INTO store_products (store_id, product_id, price_minor)
       SELECT $1, "productId", "priceMinor"
       FROM jsonb_to_recordset($2) AS row ("productId" uuid, "priceMinor" bigint)
       ON CONFLICT DO NOTHING RETURNING product_id AS id`,
      [storeId, JSON.stringify(rows)],
    );
    return made.map((row) => row.id);
  }

  async #update(
    tx: Transaction,
    storeId: string,
    rows: readonly (FeedRow & { productId: string })[],
  ): Promise<string[]> {
    const changes = rows.map(({ productId, priceMinor, sale, stock }) => ({
      productId,
      priceMinor,
      stock,
      tellsSale: sale !== null,
      ...(sale !== null &&
        sale !== 'none' && {
          salePriceMinor: sale.priceMinor,
          saleFrom: sale.from,
          saleUntil: sale.until,
        }),
    }));
    const changed = await tx.query<{ productId: string; delta: number }>(
      `UPDATE store_products stocked SET price_minor = fresh.price,
         sale_price_minor = fresh.sale_price, sale_from = fresh.sale_from,
         sale_until = fresh.sale_until, on_hand = fresh.on_hand,
         version = stocked.version + (fresh.prices_now IS DISTINCT FROM fresh.prices)::int
       FROM (
         SELECT product_id, on_hand AS before,
           coalesce(greatest(row.stock, CASE WHEN row.stock IS NOT NULL THEN reserved + held END),
             on_hand) AS on_hand,
           wanted.*,
           (wanted.price, wanted.sale_price, wanted.sale_from, wanted.sale_until) AS prices,
           (price_minor, sale_price_minor, old.sale_from, old.sale_until) AS prices_now
         FROM jsonb_to_recordset($2) AS row ("productId" uuid, "priceMinor" bigint, stock int,
           "tellsSale" boolean, "salePriceMinor" bigint, "saleFrom" timestamptz,
           "saleUntil" timestamptz)
         JOIN store_products old ON store_id = $1 AND product_id = "productId"
         CROSS JOIN LATERAL (
           SELECT coalesce("priceMinor", price_minor) AS price,
             CASE WHEN "tellsSale" THEN "salePriceMinor" ELSE sale_price_minor END AS sale_price,
             CASE WHEN "tellsSale" THEN "saleFrom" ELSE old.sale_from END AS sale_from,
             CASE WHEN "tellsSale" THEN "saleUntil" ELSE old.sale_until END AS sale_until
         ) wanted
       ) fresh
       WHERE stocked.store_id = $1 AND stocked.product_id = fresh.product_id
         AND (fresh.prices_now IS DISTINCT FROM fresh.prices OR fresh.on_hand <> fresh.before)
       RETURNING stocked.product_id AS "productId", stocked.on_hand - fresh.before AS delta`,
      [storeId, JSON.stringify(changes)],
    );
    const moved = changed.filter((row) => row.delta !== 0);
    await this.ledger.record(
      tx,
      storeId,
      moved.map((row) => ({ ...row, reason: 'counted' as const, reference: 'import' })),
    );
    return changed.map((row) => row.productId);
  }
}

function faultOf(row: FeedRow, sold: Sold | undefined): string | null {
  if (!sold) return 'No product has this SKU: make it, or import it with a catalogue.';
  const price = row.priceMinor ?? sold.priceMinor;
  if (price === null) return 'The store has no price for it yet: state one.';
  if (row.sale !== null && row.sale !== 'none' && row.sale.priceMinor >= price) {
    return 'The sale_price is not below the price.';
  }
  if (
    row.sale === null &&
    row.priceMinor !== null &&
    (sold.salePriceMinor ?? 0) >= row.priceMinor
  ) {
    return 'The price is not above that of its sale: state a sale_price too, or `none`.';
  }
  return null;
}
