import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../../platform/index.js';
import type { Quote } from '../domain/quote.js';

/** The quote that holds goods for a customer. */
export interface QuoteHold {
  readonly quoteId: string;
  readonly storeId: string;
}

@Injectable()
export class QuoteRepository {
  constructor(private readonly database: Database) {}

  /** Writes inside `tx` where one is given. */
  async insert(tx: Transaction | null, quote: Quote): Promise<void> {
    await (tx ?? this.database).query(
      'INSERT INTO quotes (id, customer_id, payload, expires_at) VALUES ($1, $2, $3, $4)',
      [quote.id, quote.customerId, JSON.stringify(quote), quote.expiresAt],
    );
  }

  /** The customer's own quote; null for somebody else's. Reads inside `tx` where one is given. */
  async find(tx: Transaction | null, quoteId: string, customerId: string): Promise<Quote | null> {
    const [row] = await (tx ?? this.database).query<{ payload: Quote }>(
      'SELECT payload FROM quotes WHERE id = $1 AND customer_id = $2',
      [quoteId, customerId],
    );
    return row?.payload ?? null;
  }

  /**
   * Makes the quote the one that holds the customer's goods, and answers the former one. There is
   * one row per customer: of two concurrent quotes the second waits, and releases the first's hold.
   */
  async holdInstead(tx: Transaction, quote: Quote): Promise<QuoteHold | null> {
    const [former] = await tx.query<{ quoteId: string | null; storeId: string | null }>(
      `INSERT INTO quote_holds AS hold (customer_id, quote_id, store_id) VALUES ($1, $2, $3)
       ON CONFLICT (customer_id) DO UPDATE
       SET quote_id = $2, store_id = $3, former_quote_id = hold.quote_id,
         former_store_id = hold.store_id
       RETURNING former_quote_id AS "quoteId", former_store_id AS "storeId"`,
      [quote.customerId, quote.id, quote.storeId],
    );
    const { quoteId, storeId } = former!;
    return quoteId === null ? null : { quoteId, storeId: storeId! };
  }

  /** Deletes quotes that can no longer be ordered; orders keep their own copy. */
  async forgetExpired(before: Date): Promise<void> {
    await this.database.query('DELETE FROM quotes WHERE expires_at < $1', [before]);
  }
}
