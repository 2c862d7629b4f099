import { bulkhead, BulkheadRejectedError, type BulkheadPolicy } from 'cockatiel';
import { Overloaded } from './cache.errors.js';

/** Reads under way: equal ones share one load, and not too many reach the database at once. */
export class Loads {
  readonly #running = new Map<string, Promise<unknown>>();
  readonly #gate: BulkheadPolicy;

  constructor(atOnce: number, waiting: number) {
    this.#gate = bulkhead(atOnce, waiting);
  }

  isRunning(flight: string): boolean {
    return this.#running.has(flight);
  }

  /**
   * The load's result; who asks for the same flight meanwhile gets the same, failure included.
   * @throws overloaded when too many loads wait already
   */
  share<T>(flight: string, load: () => Promise<T>): Promise<T> {
    const running = this.#running.get(flight) as Promise<T> | undefined;
    if (running) return running;
    const started = this.#gate
      .execute(load)
      .catch((error: unknown) => {
        if (!(error instanceof BulkheadRejectedError)) throw error;
        throw Overloaded.because('Too many reads wait for the database; nothing was changed.');
      })
      .finally(() => this.#running.delete(flight));
    this.#running.set(flight, started);
    return started;
  }
}
