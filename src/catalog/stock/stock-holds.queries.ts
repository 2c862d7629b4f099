import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Ids } from '../../kernel/ids.js';
import { Database, Scheduled, type Transaction, UnitOfWork } from '../../platform/index.js';
import { StockLevels } from './stock-levels.queries.js';
import { type StockRequest, perProduct, OrderStock } from './order-stock.queries.js';

export interface NewHold {
  readonly storeId: string;
  /** Names the owner, such as a quote's id: holds are extended, consumed and released by it. */
  readonly reference: string;
  readonly demand: readonly StockRequest[];
  readonly expiresAt: Date;
  /** Another reference in the store, whose holds this one replaces. */
  readonly instead?: string | undefined;
}

/**
 * Stock that nobody else can have for a while. From its expiry on a hold is worth nothing: moves
 * and reads ignore it, and a job clears it away later. Products are locked in SKU order.
 */
@Injectable()
export class StockHolds {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly levels: StockLevels,
    private readonly stock: OrderStock,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /**
   * Holds the demand until `expiresAt`, besides earlier holds of the reference.
   * @throws insufficient-stock with the lines that are short; roll back, some are held by then
   */
  async place(tx: Transaction, hold: NewHold): Promise<void> {
    const { storeId, reference, demand, expiresAt, instead = null } = hold;
    const former = instead === null ? [] : await this.#heldBy(tx, storeId, instead);
    const all = [...former.map((product) => ({ ...product, quantity: 0 })), ...demand];
    await this.stock.takeAll(tx, storeId, all, (quantity) => ({ held: quantity }), instead);
    const rows = perProduct(demand).map((line) => ({ ...line, id: this.ids.next() }));
    await tx.query(
      `INSERT INTO stock_holds (id, store_id, product_id, quantity, reference, expires_at)
       SELECT id, $1, "productId", quantity, $3, $4
       FROM jsonb_to_recordset($2) AS hold (id uuid, "productId" uuid, quantity int)`,
      [storeId, JSON.stringify(rows), reference, expiresAt],
    );
    await this.levels.show(
      tx,
      storeId,
      rows.map((row) => row.productId),
    );
  }

  /**
   * Reserves the demand for an order: first from the holds of the reference, then from available
   * stock. The rest of those holds is released.
   * @throws insufficient-stock with the lines that are short; roll back, some are reserved by then
   */
  async consume(
    tx: Transaction,
    storeId: string,
    reference: string,
    demand: readonly StockRequest[],
  ): Promise<void> {
    const held = await this.#heldBy(tx, storeId, reference);
    const unwanted = held.map((product) => ({ ...product, quantity: 0 }));
    const all = [...unwanted, ...demand];
    await this.stock.takeAll(tx, storeId, all, (quantity) => ({ reserved: quantity }), reference);
  }

  /** Releases all holds of the reference. */
  async release(tx: Transaction, storeId: string, reference: string): Promise<void> {
    await this.consume(tx, storeId, reference, []);
  }

  /** Deletes expired holds, each product in a transaction of its own. */
  @Scheduled('catalog.release-expired-holds', '* * * * *')
  async releaseExpired(): Promise<void> {
    const products = await this.database.query<{ storeId: string; productId: string }>(
      `SELECT DISTINCT store_id AS "storeId", product_id AS "productId" FROM stock_holds
       WHERE expires_at <= $1`,
      [this.clock.now()],
    );
    for (const { storeId, productId } of products) {
      await this.unitOfWork.run(async (tx) => {
        await this.levels.lock(tx, storeId, productId);
        const freed = await this.levels.dropHolds(tx, storeId, productId, null);
        await this.levels.change(tx, storeId, productId, { held: -freed });
      });
    }
  }

  /** The products with holds of the reference, in SKU order. */
  #heldBy(tx: Transaction, storeId: string, reference: string) {
    return tx.query<{ productId: string; sku: string }>(
      `SELECT DISTINCT product_id AS "productId", sku COLLATE "C" AS sku
       FROM stock_holds JOIN products product ON product.id = product_id
       WHERE store_id = $1 AND reference = $2 ORDER BY sku`,
      [storeId, reference],
    );
  }
}
