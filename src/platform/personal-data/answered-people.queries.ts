import { Database } from '../database/database.js';
import type { Transaction } from '../database/transaction.js';
import {
  atErasure,
  type Erasure,
  HoldsPersonalData,
  type PersonalDataHolder,
  type RowCounts,
} from './personal-data.decorator.js';
import { inPages } from './in-pages.js';

interface AnsweredRequest {
  readonly route: string;
  readonly key: string;
  readonly answeredAt: Date;
  readonly answer: unknown;
}

/** The answers that are kept for repeated requests, and facts that nobody could be told of. */
@HoldsPersonalData()
export class AnsweredPeople implements PersonalDataHolder {
  readonly tables = {
    idempotency_keys: 'platform.forget-idempotency-keys',
    outbox: atErasure,
  };

  constructor(private readonly database: Database) {}

  lists(accountId: string) {
    const answeredRequests = inPages<AnsweredRequest>((after) =>
      this.database.query<AnsweredRequest>(
        `SELECT route, key, created_at AS "answeredAt", body::jsonb AS answer
         FROM idempotency_keys
         WHERE owner_id = $1 AND ($2::text IS NULL OR (route, key) > ($2, $3))
         ORDER BY route, key LIMIT 100`,
        [accountId, after?.route ?? null, after?.key ?? null],
      ),
    );
    return { answeredRequests };
  }

  async erase(tx: Transaction, { accountId, standIn }: Erasure): Promise<RowCounts> {
    const keys = await tx.query('DELETE FROM idempotency_keys WHERE owner_id = $1 RETURNING key', [
      accountId,
    ]);
    // What was told is gone within an hour; only the dead stay.
    const facts = await tx.query(
      `UPDATE outbox SET aggregate_id = replace(aggregate_id, $1, $2),
         payload = replace(payload::text, $1, $2)::jsonb
       WHERE dead_at IS NOT NULL AND (aggregate_id = $1 OR payload::text LIKE '%' || $1 || '%')
       RETURNING id`,
      [accountId, standIn],
    );
    return { idempotency_keys: keys.length, outbox: facts.length };
  }
}
