/** An older position is shown as where the driver was, not as where the driver is. */
const staleAfterSeconds = 15;

export interface Freshness {
  readonly ageSeconds: number;
  readonly stale: boolean;
}

/** Judged by our clock alone: `receivedAtMs` is when the position reached us. */
export function freshnessOf(receivedAtMs: number, now: Date): Freshness {
  const age = Math.max(0, (now.getTime() - receivedAtMs) / 1000);
  return { ageSeconds: Math.floor(age), stale: age > staleAfterSeconds };
}
