import { distanceMetres, type LatLng } from '../../kernel/geo.js';

/** A fix with a wider circle is too vague to be shown, in metres. */
export const widestAccuracyM = 100;

/** The greatest distance of a working driver from the store, in metres. */
export const workAreaM = 100_000;

/** Faster than any delivery vehicle, in metres per second. */
export const topSpeedMps = 60;

/**
 * The distance that a driver may seem to cover in no time, in metres: fixes sent one after the
 * other may arrive together, and phones correct themselves.
 */
export const jumpM = 500;

/** So many fixes in a row that agree with each other are believed, however far they jumped. */
export const believedJumps = 3;

/** A greater difference between the phone's time and ours is told to the phone, in milliseconds. */
export const clockToleranceMs = 60_000;

export function isInWorkArea(store: LatLng, fix: LatLng): boolean {
  return distanceMetres(store, fix) <= workAreaM;
}

/** Phones that say no time make fixes at least this often, in milliseconds. */
export const fixEveryMs = 20_000;

/** A place, with the times at which it was recorded by the phone and reached us, epoch ms. */
export interface Seen extends LatLng {
  readonly seq: number;
  readonly recordedMs: number | null;
  readonly receivedMs: number;
}

/**
 * Whether a driver seen there can be here now: in the time between the two by the phone, or by us,
 * whichever is longer. Kept fixes come in a burst, and clocks are set. Where the phone says no time,
 * the numbers between the two tell how long it may have been.
 */
export function isWithinReach(seen: Seen, fix: Seen): boolean {
  const recorded =
    seen.recordedMs === null || fix.recordedMs === null
      ? (fix.seq - seen.seq - 1) * fixEveryMs
      : fix.recordedMs - seen.recordedMs;
  const seconds = Math.max(0, fix.receivedMs - seen.receivedMs, recorded) / 1000;
  return distanceMetres(seen, fix) <= jumpM + topSpeedMps * seconds;
}

/** Fixes in a row that are too far from the one kept, and agree with each other. */
export interface Jump extends Seen {
  readonly count: number;
}

/** `fix` is too far from the one kept: another step of the same jump, or a jump of its own. */
export function jumped(before: Jump | null, fix: Seen): Jump {
  const goesOn = before !== null && fix.seq > before.seq && isWithinReach(before, fix);
  return { ...fix, count: goesOn ? before.count + 1 : 1 };
}
