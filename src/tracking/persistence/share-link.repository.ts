import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../../platform/index.js';

export interface ShareLink {
  readonly orderId: string;
  /** The latest end, ISO 8601: see `isOver`. */
  readonly expiresAt: string;
}

/** Links by the hash of their token, in base64url: the token itself is not stored. */
@Injectable()
export class ShareLinkRepository {
  constructor(private readonly database: Database) {}

  /** The order's links. Whoever else counts them waits until the transaction has ended. */
  async count(tx: Transaction, orderId: string, now: Date): Promise<number> {
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `links of ${orderId}`,
    ]);
    const [row] = await tx.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM share_links WHERE order_id = $1 AND expires_at > $2`,
      [orderId, now],
    );
    return row!.count;
  }

  async insert(tx: Transaction, hash: string, { orderId, expiresAt }: ShareLink): Promise<void> {
    await tx.query(
      'INSERT INTO share_links (token_hash, order_id, expires_at) VALUES ($1, $2, $3)',
      [bytesOf(hash), orderId, expiresAt],
    );
  }

  async find(hash: string): Promise<ShareLink | null> {
    const [row] = await this.database.query<{ order_id: string; expires_at: Date }>(
      'SELECT order_id, expires_at FROM share_links WHERE token_hash = $1',
      [bytesOf(hash)],
    );
    return row ? { orderId: row.order_id, expiresAt: row.expires_at.toISOString() } : null;
  }

  /** Answers the hashes of the removed links. */
  async removeAllOf(tx: Transaction, orderId: string): Promise<string[]> {
    const rows = await tx.query<{ token_hash: Buffer }>(
      'DELETE FROM share_links WHERE order_id = $1 RETURNING token_hash',
      [orderId],
    );
    return rows.map((row) => Buffer.from(row.token_hash).toString('base64url'));
  }

  async removeExpired(now: Date): Promise<void> {
    await this.database.query('DELETE FROM share_links WHERE expires_at <= $1', [now]);
  }
}

const bytesOf = (hash: string) => Buffer.from(hash, 'base64url');
