import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { Database } from '../database/database.js';
import type { Transaction } from '../database/transaction.js';
import { Jobs } from '../jobs/jobs.js';
import { Outbox } from '../outbox/outbox.relay.js';
import { FailedWorkNotFound } from '../platform.errors.js';
import { UnitOfWork } from '../unit-of-work/unit-of-work.js';
import { shortProblem } from './short-problem.js';

/** `job`: given up by its queue after the last try. `fact`: a dead letter of the outbox. */
export const workKinds = ['job', 'fact'] as const;

export interface Work {
  readonly kind: (typeof workKinds)[number];
  /** The queue of a job, or the type of a fact. */
  readonly name: string;
  readonly id: string;
}

export interface FailedWorkItem extends Work {
  readonly failedAt: Date;
  readonly attempts: number;
  /** The error of the last try, with the payload masked. */
  readonly problem: string;
  /** The place in the list: more exact than `failedAt`. */
  readonly position: readonly [failedAt: string, id: string];
}

interface FailedRow extends Work {
  readonly failedAt: Date;
  readonly exactly: string;
  readonly attempts: number;
  readonly problem: string | null;
  readonly payload: unknown;
}

const beforeAll = ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];

/** Work that was given up after its last try; it rests until somebody retries it. */
@Injectable()
export class FailedWork {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** Latest first, starting after a position. */
  async list(after: FailedWorkItem['position'] | null, limit: number): Promise<FailedWorkItem[]> {
    const rows = await this.database.query<FailedRow>(
      `SELECT kind, name, id, failed_at AS "failedAt", failed_at::text AS exactly, attempts, problem,
              payload
       FROM (
         (SELECT 'job' AS kind, name, id, completed_on AS failed_at, retry_count + 1 AS attempts,
                 coalesce(output ->> 'message', output -> 'value' ->> 'message') AS problem,
                 data AS payload
          FROM pgboss.job
          WHERE state = 'failed' AND (completed_on, id) < ($1::timestamptz, $2::uuid)
          ORDER BY completed_on DESC, id DESC LIMIT $3)
         UNION ALL
         (SELECT 'fact', type, event_id, dead_at, attempts, last_error, payload
          FROM outbox
          WHERE dead_at IS NOT NULL AND (dead_at, event_id) < ($1::timestamptz, $2::uuid)
          ORDER BY dead_at DESC, event_id DESC LIMIT $3)) AS failed
       ORDER BY failed_at DESC, id DESC LIMIT $3`,
      [...(after ?? beforeAll), limit],
    );
    return rows.map(({ exactly, payload, ...row }) => ({
      ...row,
      problem: shortProblem(row.problem, payload),
      position: [exactly, row.id],
    }));
  }

  /**
   * Puts the work back with all of its tries. Work that has not failed, or is being retried
   * already, stays as it is.
   * @throws failed-work-not-found
   */
  retry(id: string): Promise<Work> {
    return this.unitOfWork.run(async (tx) => {
      const work = await this.#retried(tx, id);
      await this.audit.note(tx, {
        action: 'failed-work.retry',
        subject: { type: work.kind, id },
        after: { work: work.name },
      });
      return work;
    });
  }

  async #retried(tx: Transaction, id: string): Promise<Work> {
    const job = await this.#retryJob(tx, id);
    if (job) return { kind: 'job', name: job, id };
    const fact = await this.#retryFact(tx, id);
    if (fact) return { kind: 'fact', name: fact, id };
    throw FailedWorkNotFound.because('No job and no fact that is kept has this id.');
  }

  async #retryJob(tx: Transaction, id: string): Promise<string | undefined> {
    // Clears the start too: otherwise the first run would count as a retry.
    const [retried] = await tx.query<{ name: string }>(
      `UPDATE pgboss.job SET state = 'created', retry_count = 0, started_on = NULL,
         completed_on = NULL, start_after = now(), keep_until = now() + interval '14 days'
       WHERE state = 'failed' AND id = $1 RETURNING name`,
      [id],
    );
    if (retried) tx.onCommit(() => this.jobs.nudge([retried.name]));
    if (retried) return retried.name;
    // By name as well, because the primary key begins with it.
    const [known] = await tx.query<{ name: string }>(
      'SELECT name FROM pgboss.job WHERE name = ANY ($1) AND id = $2',
      [this.jobs.queues, id],
    );
    return known?.name;
  }

  async #retryFact(tx: Transaction, id: string): Promise<string | undefined> {
    const [retried] = await tx.query<{ type: string }>(
      `UPDATE outbox SET dead_at = NULL, attempts = 0, next_attempt_at = now(), claimed_until = NULL
       WHERE dead_at IS NOT NULL AND event_id = $1 RETURNING type`,
      [id],
    );
    if (retried) tx.onCommit(() => this.outbox.nudge());
    if (retried) return retried.type;
    const [known] = await tx.query<{ type: string }>(
      'SELECT type FROM outbox WHERE event_id = $1',
      [id],
    );
    return known?.type;
  }
}
