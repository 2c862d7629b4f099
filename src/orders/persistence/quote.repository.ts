import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../../platform/index.js';
import type { Quote } from '../domain/quote.js';

@Injectable()
export class QuoteRepository {
  constructor(private readonly database: Database) {}

  async insert(quote: Quote): Promise<void> {
    await this.database.query(
      'INSERT INTO quotes (id, customer_id, payload, expires_at) VALUES ($1, $2, $3, $4)',
      [quote.id, quote.customerId, JSON.stringify(quote), quote.expiresAt],
    );
  }

  /** The customer's own quote; somebody else's looks like none. */
  async find(tx: Transaction, quoteId: string, customerId: string): Promise<Quote | null> {
    const [row] = await tx.query<{ payload: Quote }>(
      'SELECT payload FROM quotes WHERE id = $1 AND customer_id = $2',
      [quoteId, customerId],
    );
    return row?.payload ?? null;
  }

  /** Quotes nobody can order any more; orders keep their own copy. */
  async forgetExpired(before: Date): Promise<void> {
    await this.database.query('DELETE FROM quotes WHERE expires_at < $1', [before]);
  }
}
