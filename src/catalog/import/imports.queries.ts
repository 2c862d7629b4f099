import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../../platform/index.js';
import type {
  ImportStatus,
  ImportCounts,
  ImportRow,
  ImportTerms,
  ReportedRow,
} from './import-status.js';

const returned = `id, store_id AS "storeId", kind, status, bytes, lines, position, failures, created,
  updated, unchanged, rejected, noted, missing, most_missing_percent AS "mostMissingPercent",
  dry_run AS "dryRun", on_sale_count AS "onSaleCount", missing_count AS "missingCount", problem,
  created_at AS "createdAt", updated_at AS "updatedAt"`;

/** Imports, their files while they last, and their reports. */
@Injectable()
export class Imports {
  constructor(private readonly database: Database) {}

  async find(id: string): Promise<ImportRow | null> {
    const [row] = await this.database.query<ImportRow>(
      `SELECT ${returned} FROM imports WHERE id = $1 AND status <> 'uploading'`,
      [id],
    );
    return row ?? null;
  }

  async begin(
    given: Pick<ImportRow, 'id' | 'storeId' | 'kind'> &
      ImportTerms & { readonly accountId: string },
    now: Date,
  ): Promise<void> {
    const { id, storeId, kind, accountId, missing, mostMissingPercent, dryRun } = given;
    await this.database.query(
      `INSERT INTO imports (id, store_id, kind, status, account_id, created_at, updated_at, missing,
         most_missing_percent, dry_run)
       VALUES ($1, $2, $3, 'uploading', $4, $5, $5, $6, $7, $8)`,
      [id, storeId, kind, accountId, now, missing, mostMissingPercent, dryRun],
    );
  }

  async addChunk(id: string, number: number, bytes: Buffer): Promise<void> {
    await this.database.query(
      'INSERT INTO import_chunks (import_id, number, bytes) VALUES ($1, $2, $3)',
      [id, number, bytes],
    );
  }

  /** The file, chunk by chunk, as it was sent. */
  async *chunks(id: string): AsyncGenerator<Buffer> {
    for (let number = 0; ; number += 1) {
      const [row] = await this.database.query<{ bytes: Buffer }>(
        'SELECT bytes FROM import_chunks WHERE import_id = $1 AND number = $2',
        [id, number],
      );
      if (!row) return;
      yield Buffer.from(row.bytes);
    }
  }

  async uploaded(tx: Transaction, id: string, bytes: number, lines: number): Promise<ImportRow> {
    const [row] = await tx.query<ImportRow>(
      `UPDATE imports SET status = 'running', bytes = $2, lines = $3 WHERE id = $1
       RETURNING ${returned}`,
      [id, bytes, lines],
    );
    return row!;
  }

  async forget(id: string): Promise<void> {
    await this.database.query('DELETE FROM imports WHERE id = $1', [id]);
  }

  /**
   * Whether the import is running and at exactly this position. Locks it, so that only the caller
   * takes it further until the transaction ends.
   */
  async isAt(tx: Transaction, id: string, position: number): Promise<boolean> {
    const found = await tx.query(
      `SELECT FROM imports WHERE id = $1 AND status = 'running' AND position = $2
       FOR NO KEY UPDATE`,
      [id, position],
    );
    return found.length === 1;
  }

  async advance(
    tx: Transaction,
    id: string,
    landed: ImportCounts,
    reported: readonly ReportedRow[],
    now: Date,
  ): Promise<void> {
    const { created, updated, unchanged, rejected, noted } = landed;
    await tx.query(
      `UPDATE imports SET created = created + $2, updated = updated + $3,
         unchanged = unchanged + $4, rejected = rejected + $5,
         position = position + $2 + $3 + $4 + $5, noted = noted + $7, failures = 0, updated_at = $6
       WHERE id = $1`,
      [id, created, updated, unchanged, rejected, now, noted],
    );
    if (reported.length === 0) return;
    await tx.query(
      `INSERT INTO import_rejections (import_id, line, sku, reasons, outcome)
       SELECT $1, line, sku, ARRAY(SELECT jsonb_array_elements_text(reasons)), outcome
       FROM jsonb_to_recordset($2) AS row (line int, sku text, reasons jsonb, outcome text)`,
      [id, JSON.stringify(reported)],
    );
  }

  /** Adds `count` failures to a running import, and locks it until the transaction ends. */
  async addFailures(tx: Transaction, id: string, count: number): Promise<ImportRow | null> {
    const [row] = await tx.query<ImportRow>(
      `UPDATE imports SET failures = failures + $2 WHERE id = $1 AND status = 'running'
       RETURNING ${returned}`,
      [id, count],
    );
    return row ?? null;
  }

  /** Null when the import is in none of the states `from`. */
  async move(
    tx: Transaction,
    id: string,
    from: readonly ImportStatus[],
    to: ImportStatus,
    now: Date,
    problem: string | null = null,
  ): Promise<ImportRow | null> {
    const [row] = await tx.query<ImportRow>(
      `UPDATE imports SET status = $3, updated_at = $4, problem = $5, failures = 0
       WHERE id = $1 AND status = ANY($2) RETURNING ${returned}`,
      [id, from, to, now, problem],
    );
    if (to === 'done') await tx.query('DELETE FROM import_chunks WHERE import_id = $1', [id]);
    return row ?? null;
  }

  report(id: string, afterLine: number, most: number): Promise<ReportedRow[]> {
    return this.database.query<ReportedRow>(
      `SELECT line, sku, reasons, outcome FROM import_rejections
       WHERE import_id = $1 AND line > $2 ORDER BY line LIMIT $3`,
      [id, afterLine, most],
    );
  }

  /** Running imports without progress since then. */
  async stalled(since: Date): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `SELECT id FROM imports WHERE status = 'running' AND updated_at < $1`,
      [since],
    );
    return rows.map((row) => row.id);
  }

  /** Deletes broken uploads and imports at rest that were last touched before these times. */
  async forgetOld(brokenOff: Date, atRest: Date): Promise<void> {
    await this.database.query(
      `DELETE FROM imports WHERE (status = 'uploading' AND updated_at < $1)
         OR (status IN ('done', 'cancelled', 'failed') AND updated_at < $2)`,
      [brokenOff, atRest],
    );
  }
}
