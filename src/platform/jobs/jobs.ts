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
import { expireInSeconds, type JobDefinition, JobWorker } from './job-worker.js';

/** Of the pool's connections, as many as all jobs together may hold in transactions. */
const shareOfPool = 1 / 4;
const stopWithinMs = 5000;

/** Answers of a multi-statement text come as a list; pg-boss wants the last. */
const lastOf = (answer: unknown) =>
  (Array.isArray(answer) ? answer.at(-1) : answer) as { rows: never[] };

@Injectable()
export class Jobs implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #log = new Logger(Jobs.name);
  readonly #definitions: JobDefinition[] = [];
  readonly #workers = new Map<string, JobWorker>();
  readonly #boss: PgBoss;
  readonly #inJob = new Ambient<true>();
  readonly #turns: IPolicy;

  constructor(private readonly dataSource: DataSource) {
    const { poolSize = 1 } = dataSource.options;
    this.#turns = bulkhead(Math.max(1, Math.floor(poolSize * shareOfPool)), Infinity);
    const pool = () =>
      (
        dataSource.driver as unknown as {
          master: { query(text: string, values?: unknown[]): unknown };
        }
      ).master;
    this.#boss = new PgBoss({
      db: { executeSql: async (text, values) => lastOf(await pool().query(text, values)) },
      // One heartbeat a minute is plenty: all of our jobs are delayed by minutes.
      maintenanceIntervalSeconds: 60,
    } as PgBoss.ConstructorOptions);
    this.#boss.on('error', (error) => this.#log.warn(`pg-boss: ${error.message}`));
  }

  /** Call it in `onModuleInit`: queues are opened when the application has booted. */
  define<T extends object>(definition: JobDefinition<T>): void {
    this.#definitions.push(definition as unknown as JobDefinition);
  }

  async onApplicationBootstrap(): Promise<void> {
    await alone(this.dataSource, schemaLock, async () => {
      await this.#boss.start();
      for (const definition of this.#definitions) await this.open(definition);
    });
  }

  /** Opens a queue and works it; after the application has booted. */
  async open<T extends object>(definition: JobDefinition<T>): Promise<void> {
    const { name, cron, atOnce = 1 } = definition;
    await this.#boss.createQueue(name, {
      name,
      retryLimit: 10,
      retryDelay: 2,
      retryBackoff: true,
      expireInSeconds,
    });
    const handle = (data: T) => this.#inJob.run(true, () => definition.handle(data));
    const worker = new JobWorker(this.#boss, { name, atOnce, handle } as unknown as JobDefinition);
    this.#workers.set(name, worker);
    worker.start();
    if (cron) await this.#boss.schedule(name, cron);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([...this.#workers.values()].map((worker) => worker.stop(stopWithinMs)));
    await this.#boss.stop({ graceful: true, wait: true, timeout: 5000 });
  }

  /** Has this process look into the queues at once. */
  nudge(names: Iterable<string>): void {
    for (const name of names) this.#workers.get(name)?.nudge();
  }

  /**
   * Jobs wait here for one another before they take a connection, however many of them are in
   * hand: requests find the rest of the pool. Whoever is not in a job is let through.
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
   * True when a job with this key waits: that one starts when it is wanted now. pg-boss keeps keys
   * apart in queues of a policy only, and there not from jobs that are to be tried again. Until the
   * transaction ends nobody else looks for the key, and nobody begins the job: it would not see
   * what was written.
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
