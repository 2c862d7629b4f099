// Durable jobs on pg-boss: they live in PostgreSQL, so that enqueuing one is part of the
// transaction that needs it.
import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import PgBoss from 'pg-boss';
import { DataSource } from 'typeorm';
import { alone, schemaLock } from '../database/advisory-lock.js';
import type { JobOptions, Transaction } from '../database/transaction.js';

export interface JobDefinition<T extends object = Record<string, unknown>> {
  /** `<module>.<imperative>`: also the queue's name. */
  readonly name: string;
  /** When it runs by itself, in cron's five fields (UTC); left out: when it is enqueued. */
  readonly cron?: string;
  /** May run more than once: it must leave a second run nothing to do. */
  handle(data: T): Promise<void>;
}

/** Answers of a multi-statement text come as a list; pg-boss wants the last. */
const lastOf = (answer: unknown) =>
  (Array.isArray(answer) ? answer.at(-1) : answer) as { rows: never[] };

@Injectable()
export class Jobs implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #log = new Logger(Jobs.name);
  readonly #definitions: JobDefinition[] = [];
  readonly #boss: PgBoss;

  constructor(private readonly dataSource: DataSource) {
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
  async open<T extends object>({ name, cron, handle }: JobDefinition<T>): Promise<void> {
    await this.#boss.createQueue(name, {
      name,
      retryLimit: 10,
      retryDelay: 2,
      retryBackoff: true,
      expireInSeconds: 60,
    });
    const options = { pollingIntervalSeconds: 2, batchSize: 10 };
    await this.#boss.work<T>(name, options, async (jobs) => {
      for (const job of jobs) await handle(job.data);
    });
    if (cron) await this.#boss.schedule(name, cron);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#boss.stop({ graceful: true, wait: true, timeout: 5000 });
  }

  async send(tx: Transaction, job: string, data: object, options: JobOptions): Promise<void> {
    const runner = tx.manager.queryRunner;
    if (!runner) throw new Error('A job can only be enqueued inside a transaction.');
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
    // Only a job that waits already under the same key may be left out.
    if (id === null && !options.singletonKey) throw new Error(`The job ${job} was not enqueued.`);
  }
}
