/** An older position is shown as where the driver was, not as where the driver is. */
const staleAfterSeconds = 15;

export interface Freshness {
  readonly ageSeconds: number;
  readonly stale: boolean;
}

/** Counted from when the position was made, by our clock, as far as that can be told. */
export function freshnessOf(madeAtMs: number, now: Date): Freshness {
  const age = Math.max(0, (now.getTime() - madeAtMs) / 1000);
  return { ageSeconds: Math.floor(age), stale: age > staleAfterSeconds };
}
