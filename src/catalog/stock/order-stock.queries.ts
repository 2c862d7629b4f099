import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../platform/index.js';
import { InsufficientStock } from '../catalog.errors.js';
import { toldStock } from './told-stock.js';
import { type StockLevelChange, StockLevels } from './stock-levels.queries.js';
import { StockLedger } from './stock-ledger.queries.js';
import type { NewMovement } from './stock-movement.js';

export interface StockRequest {
  readonly productId: string;
  readonly sku: string;
  /** Pieces, or grams of goods sold by weight. */
  readonly quantity: number;
}

export interface Settlement {
  readonly reserved: readonly StockRequest[];
  readonly picked: readonly StockRequest[];
  readonly missing: readonly (StockRequest & { readonly damaged: boolean })[];
}

type Settled = Required<Pick<StockLevelChange, 'onHand' | 'reserved'>>;

export interface ReturnedStock {
  readonly shelved: readonly StockRequest[];
  readonly writtenOff: readonly StockRequest[];
}

/**
 * Moves stock inside the caller's transaction. Demand is summed per product, and rows are locked in
 * SKU order: orders over the same goods may wait for each other, but never deadlock.
 */
@Injectable()
export class OrderStock {
  constructor(
    private readonly levels: StockLevels,
    private readonly ledger: StockLedger,
  ) {}

  /**
   * Reserves the demand for an order.
   * @throws insufficient-stock with the lines that are short; roll back, some are reserved by then
   */
  async reserve(tx: Transaction, storeId: string, demand: readonly StockRequest[]): Promise<void> {
    await this.takeAll(tx, storeId, demand, (quantity) => ({ reserved: quantity }));
  }

  /** Makes reserved goods available again. */
  async release(tx: Transaction, storeId: string, demand: readonly StockRequest[]): Promise<void> {
    for (const { productId, quantity } of perProduct(demand)) {
      await this.levels.change(tx, storeId, productId, { reserved: -quantity });
    }
  }

  /** Takes goods reserved for an order out of the store; available stock stays the same. */
  async ship(
    tx: Transaction,
    storeId: string,
    demand: readonly StockRequest[],
    orderId: string,
  ): Promise<void> {
    const goods = perProduct(demand);
    for (const { productId, quantity } of goods) {
      await this.levels.change(tx, storeId, productId, { onHand: -quantity, reserved: -quantity });
    }
    const sold = { reason: 'sold' as const, reference: orderId };
    await this.ledger.record(
      tx,
      storeId,
      goods.map(({ productId, quantity }) => ({ ...sold, productId, delta: -quantity })),
    );
  }

  /**
   * Replaces an order's reservation with the goods picked for it. Missing goods come off the stock
   * on hand; goods in the bag that the books did not know are added to it.
   */
  async settle(
    tx: Transaction,
    storeId: string,
    orderId: string,
    { reserved, picked, missing }: Settlement,
  ): Promise<void> {
    const changes = new Map<string, Settled>();
    const add = (demand: readonly StockRequest[], onHand: number, reservedBy: number) => {
      for (const { productId, quantity } of demand) {
        const sum = changes.get(productId) ?? { onHand: 0, reserved: 0 };
        const change = {
          onHand: sum.onHand + onHand * quantity,
          reserved: sum.reserved + reservedBy * quantity,
        };
        changes.set(productId, change);
      }
    };
    add(reserved, 0, -1);
    add(picked, 0, 1);
    add(missing, -1, 0);
    const movements: NewMovement[] = [];
    for (const { productId } of perProduct([...reserved, ...picked])) {
      const change = changes.get(productId)!;
      if (change.onHand === 0 && change.reserved === 0) continue;
      const found = await this.#settleOne(tx, storeId, productId, change);
      if (found > 0) {
        movements.push({ productId, delta: found, reason: 'counted', reference: orderId });
      }
    }
    for (const { productId, quantity, damaged } of missing) {
      const reason = damaged ? ('damaged' as const) : ('correction' as const);
      movements.push({ productId, delta: -quantity, reason, reference: orderId });
    }
    await this.ledger.record(tx, storeId, movements);
  }

  /** Answers how many goods in the bag the books did not know. */
  async #settleOne(
    tx: Transaction,
    storeId: string,
    productId: string,
    change: Settled,
  ): Promise<number> {
    if (await this.levels.change(tx, storeId, productId, change)) return 0;
    const level = await this.levels.lock(tx, storeId, productId);
    const freed = await this.levels.dropHolds(tx, storeId, productId, null);
    const available = level!.onHand - level!.reserved - level!.held + freed;
    const found = Math.max(change.reserved - change.onHand - available, 0);
    const onHand = change.onHand + found;
    await this.levels.change(tx, storeId, productId, { ...change, onHand, held: -freed });
    return found;
  }

  /** Brings back goods that had left for an order: onto the shelf, or written off. */
  async takeBack(
    tx: Transaction,
    storeId: string,
    orderId: string,
    { shelved, writtenOff }: ReturnedStock,
  ): Promise<void> {
    for (const { productId, quantity } of perProduct(shelved)) {
      await this.levels.change(tx, storeId, productId, { onHand: quantity });
    }
    const back = { reason: 'returned' as const, reference: orderId };
    const off = { reason: 'damaged' as const, reference: orderId };
    await this.ledger.record(tx, storeId, [
      ...[...shelved, ...writtenOff].map((line) => ({
        ...back,
        productId: line.productId,
        delta: line.quantity,
      })),
      ...writtenOff.map((line) => ({ ...off, productId: line.productId, delta: -line.quantity })),
    ]);
  }

  /**
   * Takes each quantity from available stock, as `changeOf` says; holds under `reference` count as
   * available, and end.
   * @throws insufficient-stock with the lines that are short; roll back, some are taken by then
   */
  async takeAll(
    tx: Transaction,
    storeId: string,
    demand: readonly StockRequest[],
    changeOf: (quantity: number) => StockLevelChange,
    reference: string | null = null,
  ): Promise<void> {
    const lines: object[] = [];
    for (const { productId, sku, quantity } of perProduct(demand)) {
      const change = changeOf(quantity);
      if (reference === null && (await this.levels.change(tx, storeId, productId, change))) {
        continue;
      }
      const level = await this.levels.lock(tx, storeId, productId);
      const freed = level ? await this.levels.dropHolds(tx, storeId, productId, reference) : 0;
      const held = (change.held ?? 0) - freed;
      if (await this.levels.change(tx, storeId, productId, { ...change, held })) continue;
      const available = level ? level.onHand - level.reserved - level.held + freed : 0;
      lines.push({
        productId,
        sku,
        requested: quantity,
        available: level ? toldStock(available, level.soldBy) : 0,
      });
    }
    if (lines.length > 0) {
      throw InsufficientStock.because('Some goods are short; nothing was reserved.', { lines });
    }
  }
}

export function perProduct(demand: readonly StockRequest[]): StockRequest[] {
  const summed = new Map<string, StockRequest>();
  for (const line of demand) {
    const before = summed.get(line.productId)?.quantity ?? 0;
    summed.set(line.productId, { ...line, quantity: before + line.quantity });
  }
  return [...summed.values()].toSorted((a, b) => (a.sku < b.sku ? -1 : 1));
}
