import type PgBoss from 'pg-boss';

/** Statements that settle jobs by their ids, as pg-boss writes them. */
const settling = 'UNNEST($2::uuid[])';
/** The answer of such a statement that found nothing to settle. */
const nothing = { rows: [{ count: '0' }] } as unknown as { rows: never[] };

/**
 * A database for pg-boss's own workers, of cron and maintenance. They settle a job without waiting
 * for it: without a database, or when the pool has closed first, the rejection would be unhandled
 * and end the process. The job's expiry takes it back instead.
 */
export function forgiving(db: PgBoss.Db, onFailure: (error: Error) => void): PgBoss.Db {
  return {
    async executeSql(text, values) {
      try {
        return await db.executeSql(text, values);
      } catch (error) {
        if (!text.includes(settling)) throw error;
        onFailure(error as Error);
        return nothing;
      }
    },
  };
}

/** What a worker of ours asks of pg-boss; unlike pg-boss's own it hears of what cannot be settled. */
export interface JobQueue {
  fetch(name: string, options: { batchSize: number }): Promise<PgBoss.Job<object>[]>;
  complete(name: string, id: string): Promise<void>;
  fail(name: string, ids: string | string[], error?: Error): Promise<void>;
}

export function queueOf(boss: PgBoss, db: PgBoss.Db): JobQueue {
  return {
    fetch: (name, options) => boss.fetch<object>(name, options),
    complete: (name, id) => boss.complete(name, id, noData, { db }),
    // Several ids are settled alike; the package's types know of one with data.
    fail: (name, ids, error) => boss.fail(name, ids as string, error ?? noData, { db }),
  };
}

/** Stored as no output; the package's types ask for an object. */
const noData = null as unknown as object;
