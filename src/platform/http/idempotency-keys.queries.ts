import { Injectable } from '@nestjs/common';
import { QueryFailedError } from 'typeorm';
import { Database } from '../database/database.js';
import type { Transaction } from '../database/transaction.js';
import { sqlState } from '../database/sql-state.js';

/** The owner and route of a key: equal keys of two accounts are different keys. */
export type KeyIdentity = readonly [ownerId: string, route: string, key: string];

export interface StoredAnswer {
  readonly requestHash: string;
  readonly status: number;
  readonly body: string;
}

const lockNotAvailable = '55P03';
const patienceMs = 800;

/** The keys that requests have used, with the answer stored for each. */
@Injectable()
export class IdempotencyKeys {
  constructor(private readonly database: Database) {}

  /**
   * Answers whether the key was free and is now this transaction's. The unique insert waits for an
   * earlier request in flight, but not long: `in-flight` is answered within 1.2 seconds in all.
   *
   * One statement sets the lock timeout before it inserts and resets it afterwards. A taken key
   * leaves the timeout short; only one SELECT follows then.
   */
  async claim(
    tx: Transaction,
    identity: KeyIdentity,
    requestHash: string,
  ): Promise<'claimed' | 'taken' | 'in-flight'> {
    try {
      const claimed = await tx.query(
        `WITH usual AS MATERIALIZED (SELECT current_setting('lock_timeout') AS patience)
         INSERT INTO idempotency_keys (owner_id, route, key, request_hash)
         SELECT $1, $2, $3, $4 FROM usual
         WHERE patience IS NOT NULL AND set_config('lock_timeout', '${patienceMs}ms', true) IS NOT NULL
         ON CONFLICT DO NOTHING
         RETURNING set_config('lock_timeout', (SELECT patience FROM usual), true)`,
        [...identity, requestHash],
      );
      return claimed.length === 1 ? 'claimed' : 'taken';
    } catch (error) {
      if (error instanceof QueryFailedError && sqlState(error) === lockNotAvailable) {
        return 'in-flight';
      }
      throw error;
    }
  }

  async keepAnswer(
    tx: Transaction,
    identity: KeyIdentity,
    status: number,
    body: string,
  ): Promise<void> {
    await tx.query(
      `UPDATE idempotency_keys SET status = $4, body = $5
       WHERE owner_id = $1 AND route = $2 AND key = $3`,
      [...identity, status, body],
    );
  }

  /** The answer stored for the key; undefined when the request that held it has just failed. */
  async find(tx: Transaction, identity: KeyIdentity): Promise<StoredAnswer | undefined> {
    const [stored] = await tx.query<StoredAnswer>(
      `SELECT request_hash AS "requestHash", status, body FROM idempotency_keys
       WHERE owner_id = $1 AND route = $2 AND key = $3`,
      [...identity],
    );
    return stored;
  }

  async forgetOld(): Promise<void> {
    await this.database.query(
      "DELETE FROM idempotency_keys WHERE created_at < now() - interval '48 hours'",
    );
  }
}
