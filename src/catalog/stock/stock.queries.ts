import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../platform/index.js';
import { InsufficientStock } from '../catalog.errors.js';
import { type ShelfChange, Shelves } from './shelves.queries.js';
import { StockLedger } from './stock-ledger.queries.js';

export interface Demand {
  readonly productId: string;
  readonly sku: string;
  /** Pieces, or grams of goods sold by weight. */
  readonly quantity: number;
}

/**
 * Moves stock inside the caller's transaction. Demand is summed per product first, and rows are
 * taken in SKU order: two orders over the same goods can then wait for each other, never deadlock.
 */
@Injectable()
export class Stock {
  constructor(
    private readonly shelves: Shelves,
    private readonly ledger: StockLedger,
  ) {}

  /**
   * Sets the demand aside for an order.
   * @throws insufficient-stock with the lines that are short; roll back, some are reserved by then
   */
  async reserve(tx: Transaction, storeId: string, demand: readonly Demand[]): Promise<void> {
    await this.takeAll(tx, storeId, demand, (quantity) => ({ reserved: quantity }));
  }

  /** Gives reserved goods back to the shelf. */
  async release(tx: Transaction, storeId: string, demand: readonly Demand[]): Promise<void> {
    for (const { productId, quantity } of perProduct(demand)) {
      await this.shelves.change(tx, storeId, productId, { reserved: -quantity });
    }
  }

  /** Goods reserved for an order leave the store; what is available stays the same. */
  async ship(
    tx: Transaction,
    storeId: string,
    demand: readonly Demand[],
    orderId: string,
  ): Promise<void> {
    const goods = perProduct(demand);
    for (const { productId, quantity } of goods) {
      await this.shelves.change(tx, storeId, productId, { onHand: -quantity, reserved: -quantity });
    }
    const sold = { reason: 'sold' as const, reference: orderId };
    await this.ledger.record(
      tx,
      storeId,
      goods.map(({ productId, quantity }) => ({ ...sold, productId, delta: -quantity })),
    );
  }

  /**
   * Takes each quantity of what is available, as `changeOf` says; what is held under `reference`
   * counts as available, and is not held any more.
   * @throws insufficient-stock with the lines that are short; roll back, some are taken by then
   */
  async takeAll(
    tx: Transaction,
    storeId: string,
    demand: readonly Demand[],
    changeOf: (quantity: number) => ShelfChange,
    reference: string | null = null,
  ): Promise<void> {
    const lines: object[] = [];
    for (const { productId, sku, quantity } of perProduct(demand)) {
      const change = changeOf(quantity);
      if (reference === null && (await this.shelves.change(tx, storeId, productId, change))) {
        continue;
      }
      const shelf = await this.shelves.lock(tx, storeId, productId);
      const freed = shelf ? await this.shelves.dropHolds(tx, storeId, productId, reference) : 0;
      const held = (change.held ?? 0) - freed;
      if (await this.shelves.change(tx, storeId, productId, { ...change, held })) continue;
      const available = shelf ? shelf.onHand - shelf.reserved - shelf.held + freed : 0;
      lines.push({ productId, sku, requested: quantity, available });
    }
    if (lines.length > 0) {
      throw InsufficientStock.because('Some goods are short; nothing was reserved.', { lines });
    }
  }
}

export function perProduct(demand: readonly Demand[]): Demand[] {
  const summed = new Map<string, Demand>();
  for (const line of demand) {
    const before = summed.get(line.productId)?.quantity ?? 0;
    summed.set(line.productId, { ...line, quantity: before + line.quantity });
  }
  return [...summed.values()].toSorted((a, b) => (a.sku < b.sku ? -1 : 1));
}
