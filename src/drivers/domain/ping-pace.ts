/** A driver may send this many pings at once, */
export const pingBurst = 20;

/** and one more each time this has passed, milliseconds. */
export const pingIntervalMs = 200;

/**
 * When the ping after this one is due at that pace (the generic cell rate algorithm), or how long
 * to wait, as a negative number of milliseconds. `dueMs`: what this answered to the last ping.
 */
export function nextPingDue(dueMs: number, nowMs: number): number {
  // Further ahead than pings can bring it: written by a process whose clock is wrong.
  const due = dueMs > nowMs + pingBurst * pingIntervalMs ? nowMs : Math.max(dueMs, nowMs);
  const early = due - nowMs - (pingBurst - 1) * pingIntervalMs;
  return early > 0 ? -early : due + pingIntervalMs;
}
