import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../../platform/index.js';
import { holdRestMs, holdRunMs } from '../domain/hold-limits.js';
import type { Quote } from '../domain/quote.js';

/** The quote that holds goods for a customer. */
export interface QuoteHold {
  readonly quoteId: string;
  readonly storeId: string;
}

export interface HoldRun {
  readonly since: Date;
  /** The quote that held goods before this one. */
  readonly former: QuoteHold | null;
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
   * Holds with less than a rest between them are one run.
   */
  async holdInstead(tx: Transaction, quote: Quote, now: Date): Promise<HoldRun> {
    const [run] = await tx.query<{ quoteId: string | null; storeId: string | null; since: Date }>(
      `INSERT INTO quote_holds AS hold (customer_id, quote_id, store_id, since, held_until)
       VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (customer_id) DO UPDATE
       SET quote_id = $2, store_id = $3, former_quote_id = hold.quote_id,
         former_store_id = hold.store_id,
         since = CASE WHEN hold.held_until > $6 THEN hold.since ELSE $4 END,
         held_until = LEAST(
           $5, CASE WHEN hold.held_until > $6 THEN hold.since ELSE $4 END + $7 * interval '1 ms')
       RETURNING former_quote_id AS "quoteId", former_store_id AS "storeId", since`,
      [
        quote.customerId,
        quote.id,
        quote.storeId,
        now,
        quote.expiresAt,
        new Date(now.getTime() - holdRestMs),
        holdRunMs,
      ],
    );
    const { quoteId, storeId, since } = run!;
    return { since, former: quoteId === null ? null : { quoteId, storeId: storeId! } };
  }

  /** Ends the run of holds: the customer has ordered what the quote held. */
  async endHolds(tx: Transaction, { id, customerId }: Quote): Promise<void> {
    await tx.query('DELETE FROM quote_holds WHERE customer_id = $1 AND quote_id = $2', [
      customerId,
      id,
    ]);
  }

  /** Deletes quotes that can no longer be ordered; orders keep their own copy. */
  async forgetExpired(before: Date): Promise<void> {
    await this.database.query('DELETE FROM quotes WHERE expires_at < $1', [before]);
  }
}
