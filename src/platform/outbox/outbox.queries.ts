import { Injectable } from '@nestjs/common';
import type { DomainEvent } from '../../kernel/domain-event.js';
import { Database } from '../database/database.js';

export interface ClaimedEvent extends DomainEvent {
  readonly rowId: string;
  /** This delivery's number, from 1: settling names it, because the lease may have been lost. */
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

/** The relay's statements. Leases use the database's clock, which all replicas share. */
@Injectable()
export class OutboxQueries {
  constructor(private readonly database: Database) {}

  /**
   * Takes up to `limit` facts for `leaseSeconds`, the oldest first: a run of facts of each
   * aggregate that has none with a relay and none waiting for a retry. So an aggregate's facts
   * leave in order, and one look at an index skips those behind a failing one. The lock on a run's
   * first fact covers the whole run; another relay skips it. One index look-up per run and a list
   * of ids: the planner turns joins into something quadratic when its statistics are stale. A mark
   * like "id above the last one seen" would lose facts that commit late.
   */
  async claim(limit: number, leaseSeconds: number): Promise<ClaimedEvent[]> {
    const rows = await this.database.query<OutboxRow>(
      `WITH runs AS MATERIALIZED (
         SELECT min(id) AS first, array_agg(id) AS ids FROM oldest_waiting_facts($1)
         GROUP BY aggregate_type, aggregate_id
       ), locked AS MATERIALIZED (
         SELECT ids FROM runs CROSS JOIN LATERAL (
           SELECT FROM outbox
           WHERE id = first AND published_at IS NULL AND dead_at IS NULL
             AND next_attempt_at <= now() AND (claimed_until IS NULL OR claimed_until < now())
           FOR UPDATE SKIP LOCKED) AS first_of_run
       )
       UPDATE outbox SET attempts = attempts + 1,
                         claimed_until = now() + make_interval(secs => $2)
       WHERE id = ANY (ARRAY (SELECT unnest(ids) FROM locked))
         AND published_at IS NULL AND dead_at IS NULL
       RETURNING ${columns}`,
      [limit, leaseSeconds],
    );
    return rows.toSorted(byId).map(eventOf);
  }

  async markPublished(events: readonly ClaimedEvent[]): Promise<void> {
    await this.database.query(
      'UPDATE outbox SET published_at = now(), claimed_until = NULL WHERE id = ANY($1)',
      [events.map(({ rowId }) => rowId)],
    );
  }

  /** Gives back facts that were not tried, as if they had not been claimed. */
  async release(events: readonly ClaimedEvent[]): Promise<void> {
    await this.database.query(
      `UPDATE outbox SET claimed_until = NULL, attempts = attempts - 1
       FROM unnest($1::bigint[], $2::int[]) claimed (row_id, attempt)
       WHERE id = row_id AND attempts = attempt AND published_at IS NULL`,
      [events.map(({ rowId }) => rowId), events.map(({ attempt }) => attempt)],
    );
  }

  async retryLater(event: ClaimedEvent, afterMilliseconds: number, error: string): Promise<void> {
    await this.database.query(
      `UPDATE outbox SET claimed_until = NULL, last_error = $4,
                         next_attempt_at = now() + make_interval(secs => $3 / 1000.0)
       WHERE id = $1 AND attempts = $2`,
      [event.rowId, event.attempt, afterMilliseconds, error],
    );
  }

  /** A dead letter stays in the table, and no longer blocks its aggregate. */
  async bury(event: ClaimedEvent, error: string): Promise<void> {
    await this.database.query(
      `UPDATE outbox SET claimed_until = NULL, dead_at = now(), last_error = $3
       WHERE id = $1 AND attempts = $2`,
      [event.rowId, event.attempt, error],
    );
  }

  /** Facts of a type from the last `seconds`, and older ones that still wait; oldest first. */
  async recent(type: string, seconds: number): Promise<DomainEvent[]> {
    const rows = await this.database.query<OutboxRow>(
      `SELECT ${columns} FROM outbox
       WHERE type = $1 AND (occurred_at > now() - make_interval(secs => $2)
                            OR (published_at IS NULL AND dead_at IS NULL))
       ORDER BY id`,
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

  async countWaiting(): Promise<number> {
    const [row] = await this.database.query<{ waiting: number }>(
      `SELECT count(*)::int AS waiting FROM outbox
       WHERE published_at IS NULL AND dead_at IS NULL`,
    );
    return row?.waiting ?? 0;
  }

  async countDead(): Promise<{ type: string; dead: number }[]> {
    return this.database.query(
      'SELECT type, count(*)::int AS dead FROM outbox WHERE dead_at IS NOT NULL GROUP BY type',
    );
  }
}

/** Whole numbers as text, possibly above 2^53: the longer text is the larger number. */
function byId({ id: a }: OutboxRow, { id: b }: OutboxRow): number {
  return a.length - b.length || (a < b ? -1 : 1);
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
