const nudgeEveryMs = 100;
/** What looks for work by itself now and then, and looks at once while a test waits. */
const sleepers = new Set<() => void>();

/** Has `nudge` called while tests wait, until what this answers is called. */
export function nudgedWhileWaiting(nudge: () => void): () => void {
  sleepers.add(nudge);
  return () => sleepers.delete(nudge);
}

/**
 * Waits until `probe` answers something true, and answers it.
 * @throws Error with what was last seen, when it does not happen in `withinMs`
 */
export async function eventually<T>(
  what: string,
  probe: () => Promise<T | false | null | undefined> | T | false | null | undefined,
  withinMs = 15_000,
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
