import { Injectable } from '@nestjs/common';
import { Database } from '../platform/index.js';
import type { Identity, Role } from './identity.js';

/** An account or a session that changed: the role that it may have, null for none any more. */
export interface AccessChange {
  readonly id: string;
  readonly role: Role | null;
}

export interface AccessChanges {
  /** The database's clock. */
  readonly askedAt: string;
  readonly changes: readonly AccessChange[];
}

@Injectable()
export class AccountStateQueries {
  constructor(private readonly database: Database) {}

  /** What has changed since that time of the database's clock, or within the last seconds. */
  async changedSince(since: string | null, seconds: number): Promise<AccessChanges> {
    const [row] = await this.database.query<AccessChanges>(
      `SELECT statement_timestamp()::text AS "askedAt", coalesce((
         SELECT json_agg(json_build_object('id', c.id, 'role', a.role))
         FROM access_changes c
         LEFT JOIN accounts a ON a.id = c.id AND a.disabled_at IS NULL
         WHERE c.changed_at > coalesce($1::timestamptz, statement_timestamp())
                              - make_interval(secs => $2)
       ), '[]') AS changes`,
      [since, seconds],
    );
    return row!;
  }

  /** Whether the account has this role, may log in, and has not ended this session. */
  async isCurrent({ accountId, role, sessionId }: Identity): Promise<boolean> {
    const found = await this.database.query(
      `SELECT FROM accounts a WHERE a.id = $1 AND a.role = $2 AND a.disabled_at IS NULL
         AND NOT EXISTS (SELECT FROM login_sessions s WHERE s.id = $3 AND s.ended_at IS NOT NULL)`,
      [accountId, role, sessionId],
    );
    return found.length === 1;
  }

  /** Forgets changes that no access token is old enough for. */
  async forget(seconds: number): Promise<void> {
    await this.database.query(
      'DELETE FROM access_changes WHERE changed_at < now() - make_interval(secs => $1)',
      [seconds],
    );
  }
}
