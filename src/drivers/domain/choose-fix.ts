interface Candidate {
  readonly seq: number;
  readonly lat: number;
  readonly lng: number;
}

/** Phones without a position yet report the point where the equator meets Greenwich. */
const isPlausible = (fix: Candidate) => fix.lat !== 0 || fix.lng !== 0;

/**
 * The fix of a batch that the live view is to show: the plausible one with the highest sequence
 * number, whatever order the batch came in. Null when none is plausible.
 */
export function chooseFix<T extends Candidate>(batch: readonly T[]): T | null {
  let newest: T | null = null;
  for (const fix of batch) {
    if (isPlausible(fix) && (newest === null || fix.seq > newest.seq)) newest = fix;
  }
  return newest;
}
