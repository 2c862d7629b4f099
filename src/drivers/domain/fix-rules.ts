import { distanceMetres, type LatLng } from '../../kernel/geo.js';

/** A fix with a wider circle than this says too little to be shown, metres. */
export const widestAccuracyM = 100;

/** How far from its store a driver can be at work, metres. */
export const workAreaM = 100_000;

/** Faster than anything that delivers groceries, metres per second. */
export const topSpeedMps = 60;

/**
 * How far a driver may seem to have moved in no time, metres: fixes sent one after the other may
 * arrive together, and phones correct themselves.
 */
export const jumpM = 500;

/** How far a phone's clock may be off before ours is taken instead, milliseconds. */
const clockToleranceMs = 60_000;

export function isInWorkArea(store: LatLng, fix: LatLng): boolean {
  return distanceMetres(store, fix) <= workAreaM;
}

/** Whether a driver seen there can be here now, by the times at which both reached us. */
export function isWithinReach(
  seen: LatLng & { readonly receivedAtMs: number },
  fix: LatLng,
  nowMs: number,
): boolean {
  const seconds = Math.max(0, nowMs - seen.receivedAtMs) / 1000;
  return distanceMetres(seen, fix) <= jumpM + topSpeedMps * seconds;
}

/** How far a fix may be behind our clock to be taken for where the driver is now, milliseconds. */
const freshMs = 15_000;

/** Whether the phone says that this is where the driver was; one that says nothing does not. */
export function isOldByPhone(recordedAt: string | null, now: Date): boolean {
  return recordedAt !== null && now.getTime() - Date.parse(recordedAt) > freshMs;
}

/** What the phone says of the time, unless its clock must be wrong. */
export function isClockTrusted(recordedAt: string | null, now: Date): boolean {
  if (recordedAt === null) return true;
  return Math.abs(Date.parse(recordedAt) - now.getTime()) <= clockToleranceMs;
}
