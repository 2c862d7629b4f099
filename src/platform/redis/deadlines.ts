/**
 * Time is counted in ticks of this process's event loop. While the loop stands still Redis may have
 * answered long ago: a stall of ours must not look like a silence of Redis.
 */
const tickMs = 5;

interface Pending {
  readonly expiresAtTick: number;
  readonly expire: () => void;
}

/**
 * Puts a deadline on calls. One tick serves all calls under way: a timer or an AbortSignal for each
 * would cost more than the call to Redis itself.
 */
export class Deadlines {
  readonly #pending = new Set<Pending>();
  #ticking: NodeJS.Timeout | undefined;
  #ticks = 0;

  /**
   * Answers the call's result, or fails with `late()` after `milliseconds`. The call goes on: it
   * may still take effect later.
   */
  race<T>(milliseconds: number, call: Promise<T>, late: () => Error): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const pending: Pending = {
        expiresAtTick: this.#ticks + Math.ceil(milliseconds / tickMs) + 1,
        expire: () => reject(late()),
      };
      this.#pending.add(pending);
      this.#ticking ??= setInterval(() => this.#tick(), tickMs);
      call.then(resolve, reject).finally(() => this.#pending.delete(pending));
    });
  }

  #tick(): void {
    this.#ticks += 1;
    for (const pending of this.#pending) {
      if (pending.expiresAtTick > this.#ticks) continue;
      this.#pending.delete(pending);
      pending.expire();
    }
    if (this.#pending.size > 0) return;
    clearInterval(this.#ticking);
    this.#ticking = undefined;
  }
}
