import { widestAccuracyM } from './fix-rules.js';

interface Candidate {
  readonly seq: number;
  readonly lat: number;
  readonly lng: number;
  readonly accuracyM?: number | null;
}

export type Unusable = 'implausible' | 'inaccurate';

/**
 * The fix of a batch for the live view: the usable one with the highest sequence number, in
 * whatever order the batch came. Without a usable one, the fault of the newest.
 */
export function chooseFix<T extends Candidate>(batch: readonly [T, ...T[]]): T | Unusable {
  let newest = batch[0];
  let usable: T | null = null;
  for (const fix of batch) {
    if (fix.seq > newest.seq) newest = fix;
    if (faultOf(fix) === null && (usable === null || fix.seq > usable.seq)) usable = fix;
  }
  return usable ?? faultOf(newest)!;
}

function faultOf(fix: Candidate): Unusable | null {
  // Phones without a position yet report the point where the equator meets Greenwich.
  if (fix.lat === 0 && fix.lng === 0) return 'implausible';
  return (fix.accuracyM ?? 0) > widestAccuracyM ? 'inaccurate' : null;
}
