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

/** A phone's clock with a larger error is ignored in favour of ours, in milliseconds. */
const clockToleranceMs = 60_000;

export function isInWorkArea(store: LatLng, fix: LatLng): boolean {
  return distanceMetres(store, fix) <= workAreaM;
}

/** Whether a driver seen there can be here now, by the times when both fixes reached us. */
export function isWithinReach(
  seen: LatLng & { readonly receivedAtMs: number },
  fix: LatLng,
  nowMs: number,
): boolean {
  const seconds = Math.max(0, nowMs - seen.receivedAtMs) / 1000;
  return distanceMetres(seen, fix) <= jumpM + topSpeedMps * seconds;
}

/** The greatest age by our clock of a fix that shows where the driver is now, in milliseconds. */
const freshMs = 15_000;

/** Whether the phone's time says that the fix is old; without a time it does not. */
export function isOldByPhone(recordedAt: string | null, now: Date): boolean {
  return recordedAt !== null && now.getTime() - Date.parse(recordedAt) > freshMs;
}

/** Whether the phone's clock is close enough to ours; without a time it is. */
export function isClockTrusted(recordedAt: string | null, now: Date): boolean {
  if (recordedAt === null) return true;
  return Math.abs(Date.parse(recordedAt) - now.getTime()) <= clockToleranceMs;
}
