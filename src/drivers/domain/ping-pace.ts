/** The most pings of a driver at once. */
export const pingBurst = 20;

/** The time after which one more ping is allowed, in milliseconds. */
export const pingIntervalMs = 200;

/**
 * When the next ping is due at that pace (the generic cell rate algorithm), or the wait as a
 * negative number of milliseconds. `dueMs`: the answer to the last ping.
 */
export function nextPingDue(dueMs: number, nowMs: number): number {
  // Further ahead than pings can push it: written by a process with a wrong clock.
  const due = dueMs > nowMs + pingBurst * pingIntervalMs ? nowMs : Math.max(dueMs, nowMs);
  const early = due - nowMs - (pingBurst - 1) * pingIntervalMs;
  return early > 0 ? -early : due + pingIntervalMs;
}
