import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../platform/index.js';
import { StockLedger } from '../stock/stock-ledger.queries.js';
import type { PreparedRow } from './catalog-categories.queries.js';
import type { NewMovement } from '../stock/stock-movement.js';

/** Writes prices and stock of an import in its store, a whole batch per statement. */
@Injectable()
export class CatalogPrices {
  constructor(private readonly ledger: StockLedger) {}

  /**
   * Writes prices, and stock where the file states it; products new to the store start with
   * `stock`. Stock on hand never goes below what orders and holds need. Answers the SKUs of the
   * changed products by their ids. Rows are locked in SKU order, as orders lock them, so that the two never deadlock.
   */
  async write(
    tx: Transaction,
    storeId: string,
    rows: readonly PreparedRow[],
    stock: number,
  ): Promise<ReadonlyMap<string, string>> {
    const created = await tx.query<{ productId: string; delta: number }>(
      `INSERT INTO store_products (store_id, product_id, price_minor, on_hand, published,
         sale_price_minor, sale_from, sale_until)
       SELECT $1, product.id, row."priceMinor", coalesce(row.stock, $3),
         coalesce(row.published, true), row."salePriceMinor", row."saleFrom", row."saleUntil"
       FROM jsonb_to_recordset($2) AS row (sku text, "priceMinor" bigint, stock int,
         published boolean, "salePriceMinor" bigint, "saleFrom" timestamptz,
         "saleUntil" timestamptz)
       JOIN products product USING (sku)
       ORDER BY sku COLLATE "C"
       ON CONFLICT (store_id, product_id) DO NOTHING
       RETURNING product_id AS "productId", on_hand AS delta`,
      [storeId, JSON.stringify(rows.map(pricedRow)), stock],
    );
    const stored = await this.#lockStock(tx, storeId, rows);
    const changed = changesOf(stored, rows);
    await tx.query(
      `UPDATE store_products stocked SET price_minor = fresh.price, on_hand = fresh."onHand",
         published = fresh.published, sale_price_minor = fresh."salePriceMinor",
         sale_from = fresh."saleFrom", sale_until = fresh."saleUntil",
         version = stocked.version + fresh."isRepriced"::int
       FROM jsonb_to_recordset($2) AS fresh ("productId" uuid, price bigint, "onHand" int,
         published boolean, "salePriceMinor" bigint, "saleFrom" timestamptz,
         "saleUntil" timestamptz, "isRepriced" boolean)
       WHERE store_id = $1 AND product_id = fresh."productId"`,
      [storeId, JSON.stringify(changed)],
    );
    await this.ledger.record(tx, storeId, [
      ...moved(created, { reason: 'initial' }),
      ...moved(changed, { reason: 'counted', reference: 'import' }),
    ]);
    const ids = new Set([...created, ...changed].map((row) => row.productId));
    return new Map(
      stored.flatMap(({ productId, sku }) => (ids.has(productId) ? [[productId, sku]] : [])),
    );
  }

  #lockStock(tx: Transaction, storeId: string, rows: readonly PreparedRow[]) {
    return tx.query<StockRow>(
      `SELECT sku, product_id AS "productId", price_minor::float8 AS price, on_hand AS "onHand",
         reserved + held AS promised, published, sale_price_minor::float8 AS "salePriceMinor",
         sale_from AS "saleFrom", sale_until AS "saleUntil"
       FROM store_products stocked JOIN products product ON product.id = stocked.product_id
       WHERE store_id = $1 AND sku = ANY($2)
       ORDER BY sku COLLATE "C" FOR NO KEY UPDATE OF stocked`,
      [storeId, rows.map((row) => row.sku)],
    );
  }
}

interface StockRow {
  readonly sku: string;
  readonly productId: string;
  readonly price: number;
  readonly onHand: number;
  /** Reserved by orders, or held. */
  readonly promised: number;
  readonly published: boolean;
  readonly salePriceMinor: number | null;
  readonly saleFrom: Date | null;
  readonly saleUntil: Date | null;
}

/** The stored rows that the file changes, with their new values. */
function changesOf(stored: readonly StockRow[], rows: readonly PreparedRow[]) {
  const wanted = new Map(rows.map((row) => [row.sku, row]));
  return stored.flatMap((before) => {
    const { priceMinor, stock, sale, published = before.published } = wanted.get(before.sku)!;
    const after = {
      ...before,
      ...(sale !== undefined && saleColumns(sale)),
      price: priceMinor,
      published,
      onHand: stock === null ? before.onHand : Math.max(stock, before.promised),
    };
    const isRepriced = pricesOf(after) !== pricesOf(before);
    const delta = after.onHand - before.onHand;
    return isRepriced || delta !== 0 ? [{ ...after, isRepriced, delta }] : [];
  });
}

/** The values that a price's version covers. */
const pricesOf = ({ price, published, salePriceMinor, saleFrom, saleUntil }: StockRow) =>
  JSON.stringify([price, published, salePriceMinor, saleFrom, saleUntil]);

/** What a price needs of a row: the rest is long, and would be sent for nothing. */
const pricedRow = ({ sku, priceMinor, stock, published, sale }: PreparedRow) => ({
  sku,
  priceMinor,
  stock,
  published,
  ...saleColumns(sale),
});

function saleColumns(sale: PreparedRow['sale']) {
  if (sale === undefined || sale === 'none') {
    return { salePriceMinor: null, saleFrom: null, saleUntil: null };
  }
  return { salePriceMinor: sale.priceMinor, saleFrom: sale.from, saleUntil: sale.until };
}

function moved(
  rows: readonly { productId: string; delta: number }[],
  why: Pick<NewMovement, 'reason' | 'reference'>,
): NewMovement[] {
  return rows.flatMap(({ productId, delta }) =>
    delta === 0 ? [] : [{ productId, delta, ...why }],
  );
}
