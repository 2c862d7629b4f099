/** A position older than this is shown as where the driver was, not as where the driver is. */
const staleAfterSeconds = 15;

export interface Freshness {
  readonly ageSeconds: number;
  readonly stale: boolean;
}

/** By our clock alone: `receivedAt` is when the position reached us. */
export function freshnessOf(receivedAt: string, now: Date): Freshness {
  const age = Math.max(0, (now.getTime() - Date.parse(receivedAt)) / 1000);
  return { ageSeconds: Math.floor(age), stale: age > staleAfterSeconds };
}
