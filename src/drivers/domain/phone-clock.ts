/**
 * What is known of the clock of a session's phone. A lag is how far our clock is ahead of a fix's
 * time when the fix reaches us, in milliseconds: the error of the phone's clock, and how long the
 * fix was on its way. The smallest lag is of the fix that was delivered best, so that the others
 * are as much older as their lags are greater.
 */
export interface PhoneClock {
  readonly lagMs: number;
  /** The lag at `sinceMs`. */
  readonly firstLagMs: number;
  /** The beginning of the time over which the lag has stayed, by our clock. */
  readonly sinceMs: number;
  /** Whether it has stayed long enough: fixes that were kept for a while come with ever less. */
  readonly isKnown: boolean;
}

/** How long a lag must stay to be the clock's error, in milliseconds. */
export const steadyMs = 10_000;
/** How much it may change meanwhile, in milliseconds: kept fixes are sent faster than they age. */
export const steadyWithinMs = 1000;
/** A lag greater by more is of a fix that was not sent at once, in milliseconds. */
export const lateMs = 2000;

export function newClock(lagMs: number, nowMs: number): PhoneClock {
  return { lagMs, firstLagMs: lagMs, sinceMs: nowMs, isKnown: false };
}

/** What is known after a fix with this lag; of a late one nothing can be learnt. */
export function heardClock(clock: PhoneClock | null, lagMs: number, nowMs: number): PhoneClock {
  if (!clock || lagMs < clock.firstLagMs - steadyWithinMs) return newClock(lagMs, nowMs);
  if (isLate(clock, lagMs)) return clock;
  return {
    ...clock,
    lagMs: Math.min(clock.lagMs, lagMs),
    isKnown: clock.isKnown || nowMs - clock.sinceMs >= steadyMs,
  };
}

/** Whether the phone itself calls the fix older than one that is sent at once. */
export function isLate(clock: PhoneClock | null, lagMs: number): boolean {
  return clock !== null && lagMs > clock.lagMs + lateMs;
}

/**
 * When a fix was made, by our clock. While the phone's clock is not known, its time is taken as it
 * is, but never as one to come: the fix may then be older, or newer, than that.
 */
export function madeAtMs(recordedMs: number, clock: PhoneClock, nowMs: number): number {
  const errorMs = clock.isKnown ? clock.lagMs : Math.min(0, clock.lagMs);
  return Math.min(nowMs, recordedMs + errorMs);
}
