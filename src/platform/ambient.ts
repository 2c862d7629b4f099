import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * A value that code finds without being handed it, while the work it was given to runs. The storage
 * is on only while some work is inside: on Node 20 it hooks into every promise of the process, so
 * that code without any use for the value would pay for it too.
 */
export class Ambient<T> {
  readonly #storage = new AsyncLocalStorage<T>();
  #inside = 0;

  /** The value, if the calling code belongs to work that is still inside. */
  get current(): T | undefined {
    return this.#inside > 0 ? this.#storage.getStore() : undefined;
  }

  /** Answers the work's result; the value is there until the work has settled. */
  async run<R>(value: T, work: () => Promise<R>): Promise<R> {
    this.#inside += 1;
    try {
      return await this.#storage.run(value, work);
    } finally {
      this.#leave();
    }
  }

  /**
   * For work that signals its end by something other than a promise.
   * @returns a function to call at that end
   */
  enter(value: T, work: () => void): () => void {
    this.#inside += 1;
    let isInside = true;
    const leave = () => {
      if (isInside) this.#leave();
      isInside = false;
    };
    this.#storage.run(value, work);
    return leave;
  }

  /** Runs the work without any value. */
  exit<R>(work: () => R): R {
    return this.#storage.exit(work);
  }

  #leave(): void {
    this.#inside -= 1;
    if (this.#inside === 0) this.#storage.disable();
  }
}
