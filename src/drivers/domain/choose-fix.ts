import { isWithinReach, widestAccuracyM } from './fix-rules.js';

interface Candidate {
  readonly seq: number;
  readonly lat: number;
  readonly lng: number;
  readonly accuracyM?: number | null;
  readonly recordedAt?: string | null;
}

export type Unusable = 'implausible' | 'inaccurate';

/**
 * The fix of a batch for the live view: the newest usable one, in whatever order the batch came.
 * Without a usable one, the fault of the newest.
 */
export function chooseFix<T extends Candidate>(batch: readonly [T, ...T[]]): T | Unusable {
  if (batch.length === 1) return faultOf(batch[0]) ?? batch[0];
  const newestFirst = batch.toSorted(laterOf(batch));
  const usable = newestFirst.filter((fix) => faultOf(fix) === null);
  if (usable.length === 0) return faultOf(newestFirst[0]!)!;
  return usable.find((fix, place) => !isStray(fix, usable, place)) ?? usable[0]!;
}

/**
 * By time, where all have one: a phone that began to count anew meanwhile has its newest fixes
 * under low numbers. By number otherwise.
 */
function laterOf(batch: readonly Candidate[]): (a: Candidate, b: Candidate) => number {
  const isTimed = batch.every(({ recordedAt }) => typeof recordedAt === 'string');
  return (a, b) => (isTimed && timeOf(b) - timeOf(a)) || b.seq - a.seq;
}

/** A fix that neither of the two before it leads to, though they lead to each other. */
function isStray(fix: Candidate, newestFirst: readonly Candidate[], place: number): boolean {
  const [one, two] = newestFirst.slice(place + 1);
  return one && two ? !leads(one, fix) && !leads(two, fix) && leads(two, one) : false;
}

function leads(from: Candidate, to: Candidate): boolean {
  if (!from.recordedAt || !to.recordedAt) return true;
  const seen = (fix: Candidate) => ({
    seq: fix.seq,
    lat: fix.lat,
    lng: fix.lng,
    recordedMs: timeOf(fix),
    receivedMs: 0,
  });
  return isWithinReach(seen(from), seen(to));
}

const timeOf = ({ recordedAt }: Candidate) => Date.parse(recordedAt!);

function faultOf(fix: Candidate): Unusable | null {
  // Phones without a position yet report the point where the equator meets Greenwich.
  if (fix.lat === 0 && fix.lng === 0) return 'implausible';
  return (fix.accuracyM ?? 0) > widestAccuracyM ? 'inaccurate' : null;
}
