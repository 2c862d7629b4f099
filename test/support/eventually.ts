const nudgeEveryMs = 100;
/** Functions that make a poller look at once, while a test waits. */
const sleepers = new Set<() => void>();

/** Calls `nudge` while tests wait, until the answered function is called. */
export function nudgedWhileWaiting(nudge: () => void): () => void {
  sleepers.add(nudge);
  return () => sleepers.delete(nudge);
}

/**
 * Waits until `probe` answers a truthy value, and answers it.
 * @throws Error with the last value seen, when that does not happen within `withinMs`
 */
export async function eventually<T>(
  what: string,
  probe: () => Promise<T | false | null | undefined> | T | false | null | undefined,
  withinMs = 60_000,
): Promise<T> {
  const deadline = Date.now() + withinMs;
  let nudgeAt = performance.now() + nudgeEveryMs;
  for (;;) {
    const seen = await probe();
    if (seen) return seen;
    if (Date.now() > deadline) {
      throw new Error(`Not within ${withinMs} ms: ${what}. Last seen: ${JSON.stringify(seen)}`);
    }
    if (performance.now() >= nudgeAt) {
      for (const nudge of sleepers) nudge();
      nudgeAt = performance.now() + nudgeEveryMs;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
