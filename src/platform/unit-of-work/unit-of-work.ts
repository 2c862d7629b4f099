import { Injectable } from '@nestjs/common';
import { DataSource, QueryFailedError } from 'typeorm';
import type { DomainEvent } from '../../kernel/domain-event.js';
import { Ambient } from '../ambient.js';
import { Jobs } from '../jobs/jobs.js';
import { OutboxWriter } from './outbox-writer.queries.js';
import { Transaction } from '../database/transaction.js';
import { sqlState } from '../database/sql-state.js';

type CommittedListener = (events: readonly DomainEvent[]) => Promise<void>;

/** serialization_failure and deadlock_detected: the cure for both is another try. */
const retryable = new Set(['40001', '40P01']);
const attempts = 3;

/** Runs work in one transaction; listeners hear of its facts after the commit. */
@Injectable()
export class UnitOfWork {
  readonly #listeners: CommittedListener[] = [];
  readonly #open = new Ambient<Transaction>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly outbox: OutboxWriter,
    private readonly jobs: Jobs,
  ) {}

  /** Whether the calling code runs inside a transaction of this unit of work. */
  get isOpen(): boolean {
    return this.#open.current !== undefined;
  }

  /** `run` awaits the listener before it answers: a write is acknowledged only after it. */
  onCommitted(listener: CommittedListener): void {
    this.#listeners.push(listener);
  }

  /**
   * Runs `work` in one transaction and answers its result after the commit.
   * `work` may run again after a deadlock, so it must not have effects outside the transaction.
   *
   * @throws whatever `work` throws, after rolling back
   */
  async run<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    if (this.isOpen) throw new Error('A transaction is open already: pass it on, do not nest.');
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#once(work);
      } catch (error) {
        if (attempt === attempts || !isRetryable(error)) throw error;
      }
    }
  }

  /**
   * Answers what `work` would have answered, and undoes all that it did. Its locks hold as long as
   * those of `run`.
   *
   * @throws whatever `work` throws
   */
  async rehearse<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    try {
      return await this.run<never>(async (tx) => {
        throw new Rehearsed(await work(tx));
      });
    } catch (error) {
      if (error instanceof Rehearsed) return error.result as T;
      throw error;
    }
  }

  async #once<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const { result, tx } = await this.jobs.inTurn(() =>
      this.dataSource.transaction('READ COMMITTED', async (manager) => {
        const opened = new Transaction(manager, {
          record: (transaction, event) => this.outbox.write(transaction, event),
          send: (transaction, job, data, options) =>
            this.jobs.send(transaction, job, data, options),
        });
        return { tx: opened, result: await this.#open.run(opened, () => work(opened)) };
      }),
    );
    this.jobs.nudge(tx.due);
    for (const afterwards of tx.afterwards) afterwards();
    if (tx.events.length > 0) await this.#announce(tx.events);
    return result;
  }

  /** The commit has happened: a listener that fails must not make the write look undone. */
  async #announce(events: readonly DomainEvent[]): Promise<void> {
    await Promise.allSettled(this.#listeners.map((listener) => listener(events)));
  }
}

/** Thrown through a transaction, so that it is rolled back. */
class Rehearsed extends Error {
  constructor(readonly result: unknown) {
    super('The transaction was a rehearsal.');
  }
}

function isRetryable(error: unknown): boolean {
  return error instanceof QueryFailedError && retryable.has(sqlState(error));
}
