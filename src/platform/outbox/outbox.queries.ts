import { Injectable } from '@nestjs/common';
import type { DomainEvent } from '../../kernel/domain-event.js';
import { Database } from '../database/database.js';

export interface ClaimedEvent extends DomainEvent {
  readonly rowId: string;
  /** This delivery's number, from 1. */
  readonly attempt: number;
}

interface OutboxRow {
  id: string;
  event_id: string;
  type: string;
  version: number;
  aggregate_type: string;
  aggregate_id: string;
  payload: object;
  occurred_at: Date;
  attempts: number;
}

const columns =
  'id, event_id, type, version, aggregate_type, aggregate_id, payload, occurred_at, attempts';

/** The relay's statements. Leases use the database's clock: it is the one that replicas share. */
@Injectable()
export class OutboxQueries {
  constructor(private readonly database: Database) {}

  /**
   * Takes up to `limit` facts for `leaseSeconds`: the oldest waiting one of each aggregate, so
   * that an aggregate's facts leave in order, and none that another relay is about to take.
   * A mark like "id above the last one seen" would lose those that commit late.
   */
  async claim(limit: number, leaseSeconds: number): Promise<ClaimedEvent[]> {
    const rows = await this.database.query<OutboxRow>(
      `UPDATE outbox SET attempts = attempts + 1,
                         claimed_until = now() + make_interval(secs => $2)
       WHERE id IN (
         SELECT id FROM outbox waiting
         WHERE published_at IS NULL AND dead_at IS NULL
           AND next_attempt_at <= now()
           AND (claimed_until IS NULL OR claimed_until < now())
           AND NOT EXISTS (
             SELECT FROM outbox earlier
             WHERE earlier.aggregate_type = waiting.aggregate_type
               AND earlier.aggregate_id = waiting.aggregate_id
               AND earlier.id < waiting.id
               AND earlier.published_at IS NULL AND earlier.dead_at IS NULL)
         ORDER BY id LIMIT $1
         FOR UPDATE SKIP LOCKED)
       RETURNING ${columns}`,
      [limit, leaseSeconds],
    );
    return rows.map(eventOf).toSorted((a, b) => (BigInt(a.rowId) < BigInt(b.rowId) ? -1 : 1));
  }

  async markPublished(rowIds: readonly string[]): Promise<void> {
    await this.database.query(
      'UPDATE outbox SET published_at = now(), claimed_until = NULL WHERE id = ANY($1)',
      [rowIds],
    );
  }

  async retryLater(rowId: string, afterMilliseconds: number, error: string): Promise<void> {
    await this.database.query(
      `UPDATE outbox SET claimed_until = NULL, last_error = $3,
                         next_attempt_at = now() + make_interval(secs => $2 / 1000.0)
       WHERE id = $1`,
      [rowId, afterMilliseconds, error],
    );
  }

  /** A dead letter stays in the table, out of its aggregate's way. */
  async bury(rowId: string, error: string): Promise<void> {
    await this.database.query(
      'UPDATE outbox SET claimed_until = NULL, dead_at = now(), last_error = $2 WHERE id = $1',
      [rowId, error],
    );
  }

  /** Facts of a type published or waiting since `seconds` ago, oldest first. */
  async recent(type: string, seconds: number): Promise<DomainEvent[]> {
    const rows = await this.database.query<OutboxRow>(
      `SELECT ${columns} FROM outbox
       WHERE type = $1 AND occurred_at > now() - make_interval(secs => $2) ORDER BY id`,
      [type, seconds],
    );
    return rows.map(eventOf);
  }

  async forget(olderThanSeconds: number): Promise<void> {
    await this.database.query(
      'DELETE FROM outbox WHERE published_at < now() - make_interval(secs => $1)',
      [olderThanSeconds],
    );
  }

  async countWaitingAndDead(): Promise<{ waiting: number; dead: number }> {
    const [row] = await this.database.query<{ waiting: string; dead: string }>(
      `SELECT count(*) FILTER (WHERE dead_at IS NULL) AS waiting,
              count(*) FILTER (WHERE dead_at IS NOT NULL) AS dead
       FROM outbox WHERE published_at IS NULL`,
    );
    return { waiting: Number(row?.waiting), dead: Number(row?.dead) };
  }
}

function eventOf(row: OutboxRow): ClaimedEvent {
  return {
    rowId: row.id,
    attempt: row.attempts,
    id: row.event_id,
    type: row.type,
    version: row.version,
    aggregateType: row.aggregate_type,
    aggregateId: row.aggregate_id,
    payload: row.payload,
    occurredAt: row.occurred_at.toISOString(),
  };
}
