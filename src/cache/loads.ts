import { AsyncResource } from 'node:async_hooks';
import { bulkhead, BulkheadRejectedError, type BulkheadPolicy } from 'cockatiel';
import { Overloaded } from './cache.errors.js';
import { endOfTurn } from './end-of-turn.js';

/** Reads under way: equal ones share one load, and not too many reach the database at once. */
export class Loads {
  readonly #running = new Map<string, Promise<unknown>>();
  /** Of `shareNext`: those that have not begun. */
  readonly #next = new Map<string, Promise<unknown>>();
  readonly #gate: BulkheadPolicy;

  constructor(atOnce: number, waiting: number) {
    this.#gate = bulkhead(atOnce, waiting);
  }

  isRunning(flight: string): boolean {
    return this.#running.has(flight);
  }

  /** Whether `shareNext` would share a load that somebody else has asked for. */
  isAwaited(flight: string): boolean {
    return this.#next.has(flight);
  }

  /**
   * The load's result; who asks for the same flight meanwhile gets the same, failure included.
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
   * The result of a load that begins after this call, for who cannot tell what an earlier one has
   * missed. Who asks before it begins gets the same. It begins when the one before it has ended:
   * a flight is loaded once at a time, however many ask.
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
      // Bound: who waits in line is let in by somebody else's load that ends, and would run as its
      // request.
      return await this.#gate.execute(AsyncResource.bind(load));
    } catch (error) {
      if (!(error instanceof BulkheadRejectedError)) throw error;
      throw Overloaded.because('Too many reads wait for the database; nothing was changed.');
    }
  }
}
