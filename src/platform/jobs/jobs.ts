// Durable jobs on pg-boss: they live in PostgreSQL, so that enqueuing one is part of the
// transaction that needs it.
import { AsyncResource } from 'node:async_hooks';
import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { bulkhead, type IPolicy } from 'cockatiel';
import PgBoss from 'pg-boss';
import { DataSource, type QueryRunner } from 'typeorm';
import { Ambient } from '../ambient.js';
import { alone, schemaLock } from '../database/advisory-lock.js';
import type { JobOptions, Transaction } from '../database/transaction.js';
import { shareOfPool } from '../database/pool-share.js';
import { Metrics } from '../metrics/metrics.js';
import { forgiving, type JobQueue, queueOf } from './job-database.js';
import { JobLeases, leaseSeconds } from './job-leases.queries.js';
import { type JobDefinition, JobWorker } from './job-worker.js';

/** How often a job is tried before it is given up. */
export const jobTries = 11;

const stopWithinMs = 5000;
/** Three renewals may fail before a lease ends. */
const renewEveryMs = (leaseSeconds * 1000) / 4;
/** Failed jobs that nobody retries within this time go to pg-boss's archive, unlisted. */
const keepFailedSeconds = 14 * 24 * 3600;

/** A text of several statements yields a list of answers; pg-boss wants the last. */
const lastOf = (answer: unknown) =>
  (Array.isArray(answer) ? answer.at(-1) : answer) as { rows: never[] };

@Injectable()
export class Jobs implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #log = new Logger(Jobs.name);
  readonly #definitions: JobDefinition[] = [];
  readonly #workers = new Map<string, JobWorker>();
  readonly #boss: PgBoss;
  readonly #queue: JobQueue;
  readonly #inJob = new Ambient<true>();
  readonly #turns: IPolicy;
  #renewing: NodeJS.Timeout | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly leases: JobLeases,
    metrics: Metrics,
  ) {
    this.#turns = bulkhead(shareOfPool(dataSource), Infinity);
    const pool = () =>
      (
        dataSource.driver as unknown as {
          master: { query(text: string, values?: unknown[]): unknown };
        }
      ).master;
    const unsettled = (error: Error) => this.#log.warn(`pg-boss: not settled: ${error.message}`);
    const db: PgBoss.Db = {
      executeSql: async (text, values) => lastOf(await pool().query(text, values)),
    };
    this.#boss = new PgBoss({
      db: forgiving(db, unsettled),
      // Archiving is not urgent; leases take back the jobs of dead processes.
      maintenanceIntervalSeconds: 60,
      archiveFailedAfterSeconds: keepFailedSeconds,
    } as PgBoss.ConstructorOptions);
    this.#queue = queueOf(this.#boss, db);
    this.#boss.on('error', (error) => this.#log.warn(`pg-boss: ${error.message}`));
    const workers = this.#workers;
    metrics.gauge({
      name: 'larder_failed_jobs',
      help: 'Jobs that were given up after their last try, by queue. See docs/failed-work.md.',
      labelNames: ['queue'],
      async collect() {
        const counts = await leases.countFailed();
        this.reset();
        for (const queue of workers.keys()) this.set({ queue }, 0);
        for (const { queue, failed } of counts) this.set({ queue }, failed);
      },
    });
  }

  /** The queues that are open. */
  get queues(): readonly string[] {
    return [...this.#workers.keys()];
  }

  /** To be called in `onModuleInit`: queues open when the application has booted. */
  define<T extends object>(definition: JobDefinition<T>): void {
    this.#definitions.push(definition as unknown as JobDefinition);
  }

  async onApplicationBootstrap(): Promise<void> {
    await alone(this.dataSource, schemaLock, async () => {
      await this.#boss.start();
      await this.leases.prepare();
      for (const definition of this.#definitions) await this.open(definition);
    });
    this.#renewing = setInterval(() => void this.#renew(), renewEveryMs);
  }

  /** Opens a queue and works it; after the application has booted. */
  async open<T extends object>(definition: JobDefinition<T>): Promise<void> {
    const { name, cron, atOnce = 1 } = definition;
    await this.#boss.createQueue(name, {
      name,
      retryLimit: jobTries - 1,
      retryDelay: 2,
      retryBackoff: true,
      expireInSeconds: leaseSeconds,
    });
    const handle = (data: T) => this.#inJob.run(true, () => definition.handle(data));
    const worker = new JobWorker(this.#queue, { name, atOnce, handle } as unknown as JobDefinition);
    this.#workers.set(name, worker);
    worker.start();
    if (cron) await this.#boss.schedule(name, cron);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([...this.#workers.values()].map((worker) => worker.stop(stopWithinMs)));
    clearInterval(this.#renewing);
    await this.#boss.stop({ graceful: true, wait: true, timeout: 5000 });
  }

  /** Renews this process's leases, and puts back the jobs of dead processes. */
  async #renew(): Promise<void> {
    try {
      const ids = [...this.#workers.values()].flatMap((worker) => [...worker.inHand]);
      if (ids.length > 0) await this.leases.renew(ids);
      const left = await this.leases.takeBack();
      if (left.length > 0) this.#log.warn(`Took back what dead processes had: ${left.join(', ')}`);
      this.nudge(left);
    } catch (error) {
      this.#log.warn(`The leases of jobs were not renewed: ${(error as Error).message}`);
    }
  }

  /** Makes this process look into the named queues at once; into all when none is named. */
  nudge(names: Iterable<string> = this.#workers.keys()): void {
    for (const name of names) this.#workers.get(name)?.nudge();
  }

  /**
   * Jobs wait here for one another before they take a connection, so that requests find the rest of
   * the pool however many jobs run. Code outside a job is let through.
   */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (!this.#inJob.current) return work();
    return this.#turns.execute(AsyncResource.bind(work));
  }

  async send(tx: Transaction, job: string, data: object, options: JobOptions): Promise<void> {
    const runner = tx.manager.queryRunner;
    if (!runner) throw new Error('A job can only be enqueued inside a transaction.');
    if (await this.#bringsForward(runner, job, options)) return;
    const id = await this.#boss.send(job, data, {
      ...(options.startAfter && { startAfter: options.startAfter }),
      ...(options.singletonKey && { singletonKey: options.singletonKey }),
      db: {
        executeSql: async (text: string, values: unknown[]) => {
          const answer = (await runner.query(text, values, true)) as unknown as {
            records: never[];
          };
          return { rows: answer.records };
        },
      },
    } as PgBoss.SendOptions);
    if (id === null) throw new Error(`The job ${job} was not enqueued.`);
  }

  /**
   * Answers true when a job with this key waits; that job is brought forward where needed. pg-boss
   * keeps keys unique only in queues with a policy, and there not against jobs to be retried. Until
   * the transaction ends the key stays locked and the job does not begin: it would not see the rows
   * written here.
   */
  async #bringsForward(
    runner: QueryRunner,
    job: string,
    { singletonKey, startAfter }: JobOptions,
  ): Promise<boolean> {
    if (singletonKey === undefined) return false;
    await runner.query('SELECT pg_advisory_xact_lock(hashtext($1))', [
      `larder job ${job} ${singletonKey}`,
    ]);
    const answer = (await runner.query(
      `UPDATE pgboss.job SET start_after = least(start_after, coalesce($3::timestamptz, now()))
       WHERE name = $1 AND singleton_key = $2 AND state < 'active' RETURNING id`,
      [job, singletonKey, startAfter ?? null],
      true,
    )) as unknown as { affected: number };
    return answer.affected > 0;
  }
}
