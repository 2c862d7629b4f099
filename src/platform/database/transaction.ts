import type { EntityManager } from 'typeorm';
import type { DomainEvent, NewEvent } from '../../kernel/domain-event.js';

export interface JobOptions {
  /** The earliest start; at once when left out. */
  readonly startAfter?: Date;
  /** A queue has at most one waiting job with this key: another may only bring it forward. */
  readonly singletonKey?: string;
}

export interface TransactionParts {
  readonly record: (tx: Transaction, event: NewEvent) => Promise<DomainEvent>;
  readonly send: (tx: Transaction, job: string, data: object, options: JobOptions) => Promise<void>;
}

/** One open database transaction: everything in it happens, or nothing does. */
export class Transaction {
  readonly #events: DomainEvent[] = [];
  readonly #due = new Set<string>();
  readonly #afterwards: (() => void)[] = [];

  constructor(
    readonly manager: EntityManager,
    private readonly parts: TransactionParts,
  ) {}

  /** The facts published so far; after commit the unit of work tells them to its listeners. */
  get events(): readonly DomainEvent[] {
    return this.#events;
  }

  /** The jobs enqueued so far that may start at once. */
  get due(): ReadonlySet<string> {
    return this.#due;
  }

  /** What to do in this process after the commit. */
  get afterwards(): readonly (() => void)[] {
    return this.#afterwards;
  }

  /** Runs after the commit, and not if there is none: `work` must not fail. */
  onCommit(work: () => void): void {
    this.#afterwards.push(work);
  }

  /** Rows of a SELECT, or of a statement with RETURNING. */
  query<T = Record<string, unknown>>(sql: string, parameters: unknown[] = []): Promise<T[]> {
    return rowsOf<T>(this.manager, sql, parameters);
  }

  /** Writes a fact to the outbox: it leaves if, and only if, this transaction commits. */
  async publish(event: NewEvent): Promise<void> {
    this.#events.push(await this.parts.record(this, event));
  }

  /** Enqueues a job that exists if, and only if, this transaction commits. */
  async enqueue(job: string, data: object, options: JobOptions = {}): Promise<void> {
    await this.parts.send(this, job, data, options);
    if (!options.startAfter) this.#due.add(job);
  }
}

/** TypeORM answers `[rows, count]` to UPDATE and DELETE, and plain rows to other statements. */
export async function rowsOf<T>(
  manager: EntityManager,
  sql: string,
  parameters: unknown[] = [],
): Promise<T[]> {
  const answer = (await manager.query(sql, parameters)) as unknown;
  if (Array.isArray(answer) && answer.length === 2 && typeof answer[1] === 'number') {
    return answer[0] as T[];
  }
  return answer as T[];
}
