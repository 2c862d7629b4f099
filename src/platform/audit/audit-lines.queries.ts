import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Transaction } from '../database/transaction.js';
import type { AuditLine, AuditSearch } from './audit-line.js';

const columns = `id, at, action, outcome, reason, actor_id AS "actorId",
  actor_role AS "actorRole", email_hash AS "emailHash", address, request_id AS "requestId",
  subject_type AS "subjectType", subject_id AS "subjectId", store_id AS "storeId", before, after`;

/** The audit log. The database lets nobody change a line (docs/adr/0031). */
@Injectable()
export class AuditLines {
  constructor(private readonly database: Database) {}

  /** Inside `tx` where one is given. */
  async add(tx: Transaction | null, line: AuditLine): Promise<void> {
    await (tx ?? this.database).query(
      `INSERT INTO audit_log (id, at, action, outcome, reason, actor_id, actor_role, email_hash,
         address, request_id, subject_type, subject_id, store_id, before, after)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
      [
        line.id,
        line.at,
        line.action,
        line.outcome,
        line.reason,
        line.actorId,
        line.actorRole,
        line.emailHash,
        line.address,
        line.requestId,
        line.subjectType,
        line.subjectId,
        line.storeId,
        line.before && JSON.stringify(line.before),
        line.after && JSON.stringify(line.after),
      ],
    );
  }

  /** Latest first, starting after a position. */
  find(
    search: AuditSearch,
    after: readonly [at: string, id: string] | null,
    limit: number,
  ): Promise<AuditLine[]> {
    return this.database.query<AuditLine>(
      `SELECT ${columns} FROM audit_log
       WHERE ($1::uuid[] IS NULL OR store_id = ANY($1))
         AND ($2::uuid IS NULL OR actor_id = $2)
         AND ($3::text IS NULL OR action = $3)
         AND ($4::text IS NULL OR subject_id = $4)
         AND ($5::timestamptz IS NULL OR at >= $5)
         AND ($6::timestamptz IS NULL OR at < $6)
         AND ($7::timestamptz IS NULL OR (at, id) < ($7, $8::uuid))
       ORDER BY at DESC, id DESC LIMIT $9`,
      [
        search.storeIds,
        search.actorId,
        search.action,
        search.subjectId,
        search.from,
        search.to,
        after?.[0] ?? null,
        after?.[1] ?? null,
        limit,
      ],
    );
  }

  /** Forgets lines older than that, thirty days at least. */
  async forget(days: number): Promise<void> {
    await this.database.query('SELECT forget_audit_log($1)', [days]);
  }
}
