/** How often expiries are looked for: a deadline ends at most this much late, in milliseconds. */
const tickMs = 5;

interface Pending {
  readonly expiresAt: number;
  readonly expire: () => void;
}

/**
 * Ends waiting in time. One tick serves all calls under way: a timer or an AbortSignal for each
 * would cost more than the call to Redis itself.
 */
export class Deadlines {
  readonly #pending = new Set<Pending>();
  #ticking: NodeJS.Timeout | undefined;

  /**
   * The call's answer, or `late()` as the failure after `milliseconds`. The call goes on: it may
   * still take effect later.
   */
  race<T>(milliseconds: number, call: Promise<T>, late: () => Error): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const pending: Pending = {
        expiresAt: performance.now() + milliseconds,
        expire: () => reject(late()),
      };
      this.#pending.add(pending);
      this.#ticking ??= setInterval(() => this.#tick(), tickMs);
      call.then(resolve, reject).finally(() => this.#pending.delete(pending));
    });
  }

  #tick(): void {
    const now = performance.now();
    for (const pending of this.#pending) {
      if (pending.expiresAt > now) continue;
      this.#pending.delete(pending);
      pending.expire();
    }
    if (this.#pending.size > 0) return;
    clearInterval(this.#ticking);
    this.#ticking = undefined;
  }
}
