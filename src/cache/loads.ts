import { AsyncResource } from 'node:async_hooks';
import { bulkhead, BulkheadRejectedError, type BulkheadPolicy } from 'cockatiel';
import { Overloaded } from './cache.errors.js';
import { endOfTurn } from './end-of-turn.js';

/** Reads under way: equal ones share one load, and only so many reach the database at once. */
export class Loads {
  readonly #running = new Map<string, Promise<unknown>>();
  /** The loads of `shareNext` that have not begun. */
  readonly #next = new Map<string, Promise<unknown>>();
  readonly #gate: BulkheadPolicy;

  constructor(atOnce: number, waiting: number) {
    this.#gate = bulkhead(atOnce, waiting);
  }

  isRunning(flight: string): boolean {
    return this.#running.has(flight);
  }

  /** Whether `shareNext` would join a load that another caller has asked for. */
  isAwaited(flight: string): boolean {
    return this.#next.has(flight);
  }

  /**
   * The load's result; callers of the same flight meanwhile share it, failure included.
   * @throws overloaded when too many loads wait already
   */
  share<T>(flight: string, load: () => Promise<T>): Promise<T> {
    const running = this.#running.get(flight) as Promise<T> | undefined;
    if (running) return running;
    const started = this.#inLine(load).finally(() => this.#running.delete(flight));
    this.#running.set(flight, started);
    return started;
  }

  /**
   * The result of a load that begins after this call, for callers that cannot tell which writes an
   * earlier load has missed. Callers that come before it begins share it. It begins when the one
   * before it has ended: a flight has one load at a time, however many callers.
   * @throws overloaded when too many loads wait already
   */
  shareNext<T>(flight: string, load: () => Promise<T>): Promise<T> {
    const awaited = this.#next.get(flight) as Promise<T> | undefined;
    if (awaited) return awaited;
    const begin = () => {
      this.#next.delete(flight);
      this.#running.set(flight, next);
      return load();
    };
    const before = this.#running.get(flight) ?? endOfTurn();
    const next: Promise<T> = before
      .catch(() => {})
      .then(() => this.#inLine(begin))
      .finally(() => {
        for (const loads of [this.#next, this.#running]) {
          if (loads.get(flight) === next) loads.delete(flight);
        }
      });
    this.#next.set(flight, next);
    return next;
  }

  async #inLine<T>(load: () => Promise<T>): Promise<T> {
    try {
      // Bound, because the end of another request's load starts this one: unbound, it would run at
      // that request's cost.
      return await this.#gate.execute(AsyncResource.bind(load));
    } catch (error) {
      if (!(error instanceof BulkheadRejectedError)) throw error;
      throw Overloaded.because('Too many reads wait for the database; nothing was changed.');
    }
  }
}
