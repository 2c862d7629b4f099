import { Injectable } from '@nestjs/common';
import { Database, type RowCounts, type Transaction } from '../platform/index.js';
import type { AccountErasure } from './account-erasure.js';
import type { Role } from './identity.js';

export interface ErasureReport {
  readonly id: string;
  readonly askedAt: Date;
  readonly erasedAt: Date;
  readonly rows: RowCounts;
}

const columns = 'asked_at AS "askedAt", erase_at AS "eraseAt"';

@Injectable()
export class AccountErasureRepository {
  constructor(private readonly database: Database) {}

  async find(accountId: string): Promise<AccountErasure | null> {
    const [found] = await this.database.query<AccountErasure>(
      `SELECT ${columns} FROM account_erasures WHERE account_id = $1`,
      [accountId],
    );
    return found ?? null;
  }

  /** The wish as it is from now on: an earlier one stays. */
  async ask(
    tx: Transaction,
    accountId: string,
    { askedAt, eraseAt }: AccountErasure,
  ): Promise<AccountErasure> {
    const [asked] = await tx.query<AccountErasure>(
      `INSERT INTO account_erasures (account_id, asked_at, erase_at) VALUES ($1, $2, $3)
       ON CONFLICT (account_id) DO UPDATE SET asked_at = account_erasures.asked_at
       RETURNING ${columns}`,
      [accountId, askedAt, eraseAt],
    );
    return asked!;
  }

  /** False when there was none. */
  async takeBack(accountId: string): Promise<boolean> {
    const sql = 'DELETE FROM account_erasures WHERE account_id = $1 RETURNING account_id';
    return (await this.database.query(sql, [accountId])).length === 1;
  }

  /** The next accounts that may be erased, in order of their ids. */
  async due(now: Date, after: string | null, most: number): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `SELECT account_id AS id FROM account_erasures
       WHERE erase_at <= $1 AND ($2::uuid IS NULL OR account_id > $2)
       ORDER BY account_id LIMIT $3`,
      [now, after, most],
    );
    return rows.map(({ id }) => id);
  }

  /**
   * The account, locked against everything that would have to name it; null when it is gone, or does
   * not wish to be erased by now.
   */
  async lockDue(
    tx: Transaction,
    accountId: string,
    now: Date,
  ): Promise<(AccountErasure & { readonly role: Role }) | null> {
    const [due] = await tx.query<AccountErasure & { readonly role: Role }>(
      `SELECT ${columns}, role FROM account_erasures JOIN accounts ON accounts.id = account_id
       WHERE account_id = $1 AND erase_at <= $2 FOR UPDATE`,
      [accountId, now],
    );
    return due ?? null;
  }

  async report(tx: Transaction, { id, askedAt, erasedAt, rows }: ErasureReport): Promise<void> {
    await tx.query(
      'INSERT INTO erasure_reports (id, asked_at, erased_at, rows) VALUES ($1, $2, $3, $4)',
      [id, askedAt, erasedAt, JSON.stringify(rows)],
    );
  }
}
