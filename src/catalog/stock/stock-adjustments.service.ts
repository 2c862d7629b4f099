import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Audit, type Transaction } from '../../platform/index.js';
import { ProductNotFound, StockIsPromised, UnclearMovement } from '../catalog.errors.js';
import { StockLevels } from './stock-levels.queries.js';
import { StockLedger } from './stock-ledger.queries.js';
import { type StockCounts, StockReads } from './stock-reads.queries.js';
import type { Movement, StockReason } from './stock-movement.js';

/** Reasons that people give; orders and imports have others. */
export const adjustmentReasons = [
  'received',
  'returned',
  'counted',
  'damaged',
  'correction',
] as const satisfies readonly StockReason[];

export interface Adjustment {
  /** Id or SKU. */
  readonly product: string;
  readonly reason: (typeof adjustmentReasons)[number];
  /** Pieces or grams that came (above 0) or went; undefined for a count. */
  readonly delta: number | undefined;
  /** Pieces or grams found on hand; for a count only. */
  readonly counted: number | undefined;
  readonly note: string | undefined;
}

export interface StockReport extends StockCounts {
  /** Newest first. */
  readonly movements: readonly Movement[];
}

const mostOnHand = 1_000_000_000;
const recentMovements = 20;

/** Stock as staff see and change it. */
@Injectable()
export class StockAdjustments {
  constructor(
    private readonly levels: StockLevels,
    private readonly ledger: StockLedger,
    private readonly reads: StockReads,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /**
   * Answers the levels after the movement.
   * @throws product-not-found, unclear-movement, stock-is-promised (orders and holds need more than
   *   would remain)
   */
  async make(
    tx: Transaction,
    storeId: string,
    adjustment: Adjustment,
    accountId: string,
  ): Promise<StockReport> {
    requireClear(adjustment);
    const productId = await this.reads.productId(tx, adjustment.product);
    const level = productId === null ? null : await this.levels.lock(tx, storeId, productId);
    if (productId === null || !level) {
      throw ProductNotFound.because('This store has no product with that id or SKU.');
    }
    const { reason, counted, note } = adjustment;
    const delta = counted === undefined ? adjustment.delta! : counted - level.onHand;
    if (level.onHand + delta > mostOnHand) {
      throw UnclearMovement.because(`No more than ${mostOnHand} can be on hand.`);
    }
    const freed = await this.levels.dropHolds(tx, storeId, productId, null);
    if (!(await this.levels.change(tx, storeId, productId, { onHand: delta, held: -freed }))) {
      const held = level.held - freed;
      const promised = { onHand: level.onHand, reserved: level.reserved, held };
      throw StockIsPromised.because('Too little would be left on hand.', promised);
    }
    await this.ledger.record(tx, storeId, [
      { productId, delta, reason, accountId, ...(note !== undefined && { note }) },
    ]);
    await this.audit.note(tx, {
      action: 'stock.move',
      subject: { type: 'product', id: productId },
      storeId,
      before: { onHand: level.onHand },
      after: { onHand: level.onHand + delta, reason },
    });
    return this.report(tx, storeId, productId);
  }

  /** Reads inside `tx` where one is given. @throws product-not-found */
  async report(tx: Transaction | null, storeId: string, productId: string): Promise<StockReport> {
    const levels = await this.reads.levels(tx, storeId, productId, this.clock.now());
    if (!levels) throw ProductNotFound.because('This store has no product with that id.');
    const movements = await this.ledger.recent(tx, storeId, productId, recentMovements);
    return { ...levels, movements };
  }
}

function requireClear({ reason, delta, counted }: Adjustment): void {
  const isCount = reason === 'counted';
  if (isCount !== (counted !== undefined) || isCount !== (delta === undefined)) {
    throw UnclearMovement.because(`“${reason}” takes ${isCount ? '`counted`' : '`delta`'} alone.`);
  }
  const mustCome = reason === 'received' || reason === 'returned';
  if (delta === 0 || (mustCome && delta! < 0) || (reason === 'damaged' && delta! > 0)) {
    throw UnclearMovement.because(`A delta of ${delta} is no amount that was ${reason}.`);
  }
}
