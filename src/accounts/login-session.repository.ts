import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../platform/index.js';
import type { Role } from './identity.js';
import { type EndedWhy, lifeOf, type LoginSession } from './login-session.js';

/** The session, and its account's role of this moment. */
export interface SessionOfAccount extends LoginSession {
  readonly role: Role;
}

export interface SessionInsert extends Omit<
  LoginSession,
  'generation' | 'createdAt' | 'rotatedAt' | 'endedAt'
> {
  readonly at: Date;
  /** The hash that the password was checked against. */
  readonly passwordHash: string;
}

const columns = `s.id, s.account_id AS "accountId", s.kind, s.seed, s.generation,
  s.created_at AS "createdAt", s.rotated_at AS "rotatedAt", s.ended_at AS "endedAt"`;

@Injectable()
export class LoginSessionRepository {
  constructor(private readonly database: Database) {}

  /**
   * False when the account was disabled, removed or given another password since the password was
   * checked: the change has ended all sessions, and this one must not slip in behind it.
   */
  async insert(
    tx: Transaction,
    { id, accountId, kind, seed, at, passwordHash }: SessionInsert,
  ): Promise<boolean> {
    const made = await tx.query(
      `INSERT INTO login_sessions (id, account_id, kind, seed, created_at, rotated_at)
       SELECT $1, a.id, $3, $4, $5::timestamptz, $5::timestamptz FROM accounts a
       WHERE a.id = $2 AND a.password_hash = $6 AND a.disabled_at IS NULL
       FOR SHARE
       RETURNING id`,
      [id, accountId, kind, seed, at, passwordHash],
    );
    return made.length === 1;
  }

  /** Null when there is none, or its account may not log in. */
  async find(id: string): Promise<SessionOfAccount | null> {
    const [found] = await this.database.query<SessionOfAccount>(
      `SELECT ${columns}, a.role FROM login_sessions s JOIN accounts a ON a.id = s.account_id
       WHERE s.id = $1 AND a.disabled_at IS NULL`,
      [id],
    );
    return found ?? null;
  }

  /** The account's sessions that have not been ended, newest first; some may have expired. */
  ofAccount(accountId: string): Promise<LoginSession[]> {
    return this.database.query<LoginSession>(
      `SELECT ${columns} FROM login_sessions s WHERE s.account_id = $1 AND s.ended_at IS NULL
       ORDER BY s.rotated_at DESC, s.id DESC`,
      [accountId],
    );
  }

  /** False when another refresh has used this generation, or the session has ended. */
  async rotate(id: string, generation: number, now: Date): Promise<boolean> {
    const rotated = await this.database.query(
      `UPDATE login_sessions SET generation = generation + 1, rotated_at = $3
       WHERE id = $1 AND generation = $2 AND ended_at IS NULL
       RETURNING id`,
      [id, generation, now],
    );
    return rotated.length === 1;
  }

  /** False when it had ended. */
  async end(tx: Transaction, id: string, why: EndedWhy, now: Date): Promise<boolean> {
    const ended = await tx.query(
      `UPDATE login_sessions SET ended_at = $2, ended_why = $3
       WHERE id = $1 AND ended_at IS NULL RETURNING id`,
      [id, now, why],
    );
    return ended.length === 1;
  }

  /** Ends the account's sessions, all except one, and answers their ids. */
  async endAll(
    tx: Transaction,
    accountId: string,
    { why, exceptId, now }: { why: EndedWhy; exceptId: string | null; now: Date },
  ): Promise<string[]> {
    const ended = await tx.query<{ id: string }>(
      `UPDATE login_sessions SET ended_at = $3, ended_why = $4
       WHERE account_id = $1 AND id IS DISTINCT FROM $2::uuid AND ended_at IS NULL RETURNING id`,
      [accountId, exceptId, now, why],
    );
    return ended.map(({ id }) => id);
  }

  /** Removes the sessions that ended, or would have ended by themselves, before that time. */
  async forget(before: Date): Promise<void> {
    for (const [kind, { idleMs, mostMs }] of Object.entries(lifeOf)) {
      await this.database.query(
        `DELETE FROM login_sessions WHERE kind = $1
           AND (ended_at < $2 OR rotated_at < $3 OR created_at < $4)`,
        [kind, before, ago(before, idleMs), ago(before, mostMs)],
      );
    }
  }
}

const ago = (time: Date, milliseconds: number) => new Date(time.getTime() - milliseconds);
