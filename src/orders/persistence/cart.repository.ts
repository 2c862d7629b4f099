import { Injectable } from '@nestjs/common';
import { Database, type ExpectedVersions, type Transaction } from '../../platform/index.js';
import type { Cart, CartLine } from '../domain/cart.js';

const columns = 'version, lines, expires_at AS "expiresAt"';

/** One cart per customer and store. */
@Injectable()
export class CartRepository {
  constructor(private readonly database: Database) {}

  /** Empty where there is no cart, or it has expired. */
  async find(customerId: string, storeId: string, now: Date): Promise<Cart> {
    const [cart] = await this.database.query<Cart>(
      `SELECT ${columns} FROM carts WHERE customer_id = $1 AND store_id = $2`,
      [customerId, storeId],
    );
    if (!cart) return { version: 0, lines: [], expiresAt: null };
    return cart.expiresAt! > now ? cart : { version: cart.version, lines: [], expiresAt: null };
  }

  /** Null when the cart has none of the versions; null `versions` replace any. */
  async replace(
    customerId: string,
    storeId: string,
    versions: ExpectedVersions | null,
    lines: readonly CartLine[],
    expiresAt: Date,
  ): Promise<Cart | null> {
    const values = [customerId, storeId, JSON.stringify(lines), expiresAt];
    const [cart] = versions
      ? await this.database.query<Cart>(
          `UPDATE carts SET lines = $3, expires_at = $4, version = version + 1
           WHERE customer_id = $1 AND store_id = $2 AND version = ANY($5) RETURNING ${columns}`,
          [...values, versions],
        )
      : await this.database.query<Cart>(
          `INSERT INTO carts (customer_id, store_id, lines, expires_at) VALUES ($1, $2, $3, $4)
           ON CONFLICT (customer_id, store_id) DO UPDATE
           SET lines = $3, expires_at = $4, version = carts.version + 1 RETURNING ${columns}`,
          values,
        );
    return cart ?? null;
  }

  /** Empties the cart if it still has that version. */
  async empty(
    tx: Transaction,
    customerId: string,
    storeId: string,
    version: number,
  ): Promise<void> {
    await tx.query(
      `UPDATE carts SET lines = '[]', version = version + 1
       WHERE customer_id = $1 AND store_id = $2 AND version = $3`,
      [customerId, storeId, version],
    );
  }

  async forgetExpired(now: Date): Promise<void> {
    await this.database.query('DELETE FROM carts WHERE expires_at <= $1', [now]);
  }
}
