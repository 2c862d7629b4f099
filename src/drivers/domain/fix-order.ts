import {
  heardClock,
  isLate,
  lateMs,
  newClock,
  type PhoneClock,
  steadyMs,
  steadyWithinMs,
} from './phone-clock.js';

/** What is remembered of a session, to tell which of its fixes is the newest. */
export interface Track {
  /** The sequence number of the newest fix kept; −1 before the first. */
  readonly seq: number;
  /** Its time by the phone, epoch ms; null where it had none. */
  readonly recordedMs: number | null;
  /** The time by the phone at which it last began to count anew: what is older is of before. */
  readonly restartedMs: number | null;
  /** The fix it began to count with, and when that reached us; null before the first. */
  readonly begun: { readonly seq: number; readonly atMs: number } | null;
  readonly clock: PhoneClock | null;
  readonly odd: OddPings | null;
}

/** Pings in a row that look old, each after the one before: live ones, if they keep coming. */
interface OddPings {
  readonly seq: number;
  /** The lag of the first; null where they have no time. */
  readonly lagMs: number | null;
  readonly sinceMs: number;
  readonly count: number;
}

export interface TimedFix {
  readonly seq: number;
  /** Epoch ms by the phone; null where it said no time. */
  readonly recordedMs: number | null;
}

export interface Moment {
  readonly nowMs: number;
  /** When the driver was last heard before, epoch ms. */
  readonly heardMs: number;
  /** Whether newer fixes may have been forgotten, as after a loss. */
  readonly isDoubtful: boolean;
}

export const newTrack: Track = {
  seq: -1,
  recordedMs: null,
  restartedMs: null,
  begun: null,
  clock: null,
  odd: null,
};

/** The least by which a fix of a phone that counts anew is later than the newest, in milliseconds. */
export const restartMs = 1000;
/** Fixes wait for a network no longer than this, as far as clocks are judged by it, in milliseconds. */
export const longestWaitMs = 60 * 60_000;
/** A fix with a greater age by the phone is not kept while newer ones may be forgotten. */
export const oldMs = 15_000;
/** A sequence that falls by more, to be another one where no time tells: more than one batch. */
export const farBack = 50;
/** Nothing was heard for this long before such a sequence begins, in milliseconds. */
export const restingMs = 5000;
/** So many pings must come in a row, and last for `steadyMs`, to be taken for live. */
export const leastOdd = 3;
/** Requests are late by less, in milliseconds: so long must they last where no time tells. */
export const oddMs = 60_000;

/**
 * Whether a fix is newer than all before, and what is remembered then. The sequence number decides,
 * until it falls while time goes on: then the phone counts anew. What looks old in every way is
 * live too if it keeps coming as live fixes do, one after the other and each as late as the last.
 */
export function follow(
  track: Track,
  fix: TimedFix,
  moment: Moment,
): { readonly isNewer: boolean; readonly track: Track } {
  const { nowMs } = moment;
  const { seq, recordedMs } = fix;
  const lagMs = recordedMs === null ? null : nowMs - recordedMs;
  const step = stepOf(track, fix, moment);
  const isOdd = step === 'stale' || (lagMs !== null && isLate(track.clock, lagMs));
  const odd = isOdd ? grown(track.odd, seq, lagMs, nowMs) : null;
  const isLive = odd !== null && areLive(odd, nowMs);
  if (step === 'stale' && !isLive) return { isNewer: false, track: { ...track, odd } };

  const isSetBack =
    step === 'next' &&
    recordedMs !== null &&
    track.recordedMs !== null &&
    recordedMs < track.recordedMs - lateMs;
  let { clock, restartedMs } = track;
  if (lagMs !== null) {
    if (isLive) clock = { lagMs, firstLagMs: lagMs, sinceMs: odd.sinceMs, isKnown: true };
    else clock = isSetBack ? newClock(lagMs, nowMs) : heardClock(clock, lagMs, nowMs);
  }
  const begun = track.begun && step === 'next' ? track.begun : { seq, atMs: nowMs };
  if (step === 'restart') restartedMs = track.recordedMs;
  else if (step === 'stale' || isSetBack) restartedMs = null;
  return {
    isNewer: true,
    track: { seq, recordedMs, restartedMs, begun, clock, odd: isLive ? null : odd },
  };
}

function stepOf(track: Track, { seq, recordedMs }: TimedFix, moment: Moment) {
  const { nowMs, heardMs, isDoubtful } = moment;
  if (track.seq < 0 || seq > track.seq) {
    const isOld = recordedMs !== null && nowMs - recordedMs > oldMs;
    if (isDoubtful && isOld && !track.clock?.isKnown) return 'stale';
  }
  if (track.seq < 0) return 'next';
  if (seq > track.seq) {
    if (recordedMs === null || track.restartedMs === null) return 'next';
    // Longer before than fixes wait, it is one of a clock that was set back.
    const beforeMs = track.restartedMs - recordedMs;
    return beforeMs >= 0 && beforeMs <= longestWaitMs ? 'stale' : 'next';
  }
  if (recordedMs !== null && track.recordedMs !== null) {
    const { lagMs, isKnown } = track.clock!;
    // No live fix is: the clock was set, or it is a fix of before it was.
    const isToCome = nowMs - recordedMs < lagMs - (isKnown ? lateMs : longestWaitMs);
    return recordedMs - track.recordedMs >= restartMs && !isToCome ? 'restart' : 'stale';
  }
  if (seq === track.seq) return 'stale';
  const isFarBack = track.seq - seq > farBack || seq <= 1;
  const hasRested = isFarBack && nowMs - heardMs >= restingMs;
  const { begun } = track;
  const isFirst = seq <= 1 || seq === begun!.seq;
  const beginsAgain = isFirst && nowMs - begun!.atMs >= oddMs;
  return hasRested || beginsAgain ? 'restart' : 'stale';
}

function grown(odd: OddPings | null, seq: number, lagMs: number | null, nowMs: number): OddPings {
  const goesOn =
    odd !== null &&
    seq > odd.seq &&
    (lagMs === null || odd.lagMs === null
      ? lagMs === odd.lagMs
      : Math.abs(lagMs - odd.lagMs) <= steadyWithinMs);
  return goesOn ? { ...odd, seq, count: odd.count + 1 } : { seq, lagMs, sinceMs: nowMs, count: 1 };
}

function areLive({ lagMs, sinceMs, count }: OddPings, nowMs: number): boolean {
  return count >= leastOdd && nowMs - sinceMs >= (lagMs === null ? oddMs : steadyMs);
}
