import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';

/** A process silent for this long is taken for dead; another takes up its jobs. */
export const leaseSeconds = 20;

/**
 * Leases on jobs, renewed by the process that runs them; pg-boss alone would wait for the longest
 * time that any job may take. Uses the database's clock, which all processes share.
 */
@Injectable()
export class JobLeases {
  constructor(private readonly database: Database) {}

  /**
   * Makes the indexes for the two queries below, which pg-boss itself asks seldom and so lacks.
   * Queues that exist already keep their old terms until they are updated.
   */
  async prepare(): Promise<void> {
    const indexes = {
      larder_active_jobs: "(name, id) WHERE state = 'active'",
      larder_failed_jobs: "(completed_on, id) INCLUDE (name) WHERE state = 'failed'",
    };
    for (const [name, definition] of Object.entries(indexes)) {
      // Not by IF NOT EXISTS, which locks every queue before it looks.
      const [found] = await this.database.query<{ isThere: boolean }>(
        `SELECT to_regclass('pgboss.${name}') IS NOT NULL AS "isThere"`,
      );
      if (!found?.isThere) {
        await this.database.query(`CREATE INDEX ${name} ON pgboss.job ${definition}`);
      }
    }
    await this.database.query(
      `UPDATE pgboss.queue SET expire_seconds = $1
       WHERE expire_seconds <> $1 AND name NOT LIKE '\\_\\_pgboss%'`,
      [leaseSeconds],
    );
  }

  /** Extends the leases of the jobs with these ids. */
  async renew(ids: readonly string[]): Promise<void> {
    await this.database.query(
      `UPDATE pgboss.job SET expire_in = now() - started_on + make_interval(secs => $2)
       WHERE state = 'active' AND id = ANY ($1)`,
      [ids, leaseSeconds],
    );
  }

  /**
   * Puts back jobs whose lease has ended, to be taken at once: the death of a process is not the
   * job's fault, though it costs a try. Answers the queues of these jobs.
   */
  async takeBack(): Promise<string[]> {
    const rows = await this.database.query<{ name: string }>(
      `UPDATE pgboss.job SET
         state = (CASE WHEN retry_count < retry_limit THEN 'retry' ELSE 'failed' END)::pgboss.job_state,
         completed_on = CASE WHEN retry_count < retry_limit THEN NULL ELSE now() END,
         start_after = now(),
         output = '{"message": "Its process died, or did nothing for too long."}'
       WHERE state = 'active' AND started_on + expire_in < now()
       RETURNING name`,
    );
    return rows.map(({ name }) => name);
  }

  /** The number of jobs of each queue that have failed for good. */
  async countFailed(): Promise<{ queue: string; failed: number }[]> {
    return this.database.query(
      `SELECT name AS queue, count(*)::int AS failed FROM pgboss.job
       WHERE state = 'failed' GROUP BY name`,
    );
  }
}
