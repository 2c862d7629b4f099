import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { timeout, TimeoutStrategy } from 'cockatiel';
import type PgBoss from 'pg-boss';
import type { JobQueue } from './job-database.js';

export interface JobDefinition<T extends object = Record<string, unknown>> {
  /** `<module>.<imperative>`: also the queue's name. */
  readonly name: string;
  /** Five fields of cron (UTC) for a job that runs by schedule; left out: only when enqueued. */
  readonly cron?: string;
  /** The most of these jobs that a process handles at the same time; 1 when left out. */
  readonly atOnce?: number;
  /** May run more than once: a second run must find nothing to do. */
  handle(data: T): Promise<void>;
}

/** A job that has not ended after this time is taken for hung, and runs again. */
const patienceSeconds = 60;

/** The longest time that a job of another process, or a delayed one, lies unseen. */
const lookEveryMs = 2000;

const patience = timeout(patienceSeconds * 1000, TimeoutStrategy.Aggressive);

/**
 * Works one queue. It runs as many jobs at once as the definition allows, takes the next one when
 * any of them ends, and settles each by itself: pg-boss's own workers settle a batch as one, so
 * that one failing job runs all the others again, and one hanging job holds up the queue.
 */
export class JobWorker {
  readonly #log = new Logger(JobWorker.name);
  readonly #inHand = new Map<string, Promise<void>>();
  #loop: Promise<void> = Promise.resolve();
  #stopping = false;
  #isAway = false;
  #nap = new AbortController();

  constructor(
    private readonly queue: JobQueue,
    private readonly definition: JobDefinition,
  ) {}

  /** The ids of the jobs that have begun and not ended. */
  get inHand(): Iterable<string> {
    return this.#inHand.keys();
  }

  start(): void {
    this.#loop = this.#run();
  }

  /** Looks now instead of at the next tick. */
  nudge(): void {
    this.#nap.abort();
  }

  /** Takes no more jobs; those that do not end in time are left to another process. */
  async stop(withinMs: number): Promise<void> {
    this.#stopping = true;
    this.nudge();
    await this.#loop;
    await Promise.race([Promise.all(this.#inHand.values()), sleep(withinMs, null, { ref: false })]);
    const left = [...this.#inHand.keys()];
    if (left.length > 0) await this.queue.fail(this.definition.name, left);
  }

  async #run(): Promise<void> {
    const { name, atOnce = 1 } = this.definition;
    while (!this.#stopping) {
      // The embedded database answers within the same turn: jobs that follow one another at once
      // would let nothing else in, not even the timers.
      await nextTurn();
      this.#nap = new AbortController();
      const room = atOnce - this.#inHand.size;
      const jobs = room > 0 ? await this.#fetch(name, room) : [];
      for (const job of jobs) this.#inHand.set(job.id, this.#work(job));
      if (jobs.length === room && this.#inHand.size < atOnce) continue;
      await sleep(lookEveryMs, undefined, { signal: this.#nap.signal }).catch(() => {});
    }
  }

  /** Answers none while the database is away; the next tick looks again. */
  async #fetch(name: string, atMost: number): Promise<PgBoss.Job[]> {
    try {
      const jobs = await this.queue.fetch(name, { batchSize: atMost });
      this.#isAway = false;
      return jobs;
    } catch (error) {
      if (!this.#isAway) this.#log.warn(`No job of ${name} to be had: ${(error as Error).message}`);
      this.#isAway = true;
      return [];
    }
  }

  async #work(job: PgBoss.Job): Promise<void> {
    await this.#settle(job);
    const wasFull = this.#inHand.size >= (this.definition.atOnce ?? 1);
    this.#inHand.delete(job.id);
    if (wasFull) this.nudge();
  }

  async #settle({ id, data }: PgBoss.Job): Promise<void> {
    const { name, handle } = this.definition;
    try {
      await patience.execute(() => handle(data as Record<string, unknown>));
      await this.queue.complete(name, id);
    } catch (error) {
      this.#log.warn(`The job ${name} failed: ${(error as Error).message}`);
      // Without the database the failure goes unrecorded, and the job's lease ends.
      await this.queue.fail(name, id, error as Error).catch(() => {});
    }
  }
}
