import type { Fix } from '../location/location.port.js';
import { mostFixes, mostLat } from './location.requests.js';

type Check = (value: unknown) => boolean;

const number =
  (least: number, most: number): Check =>
  (value) =>
    typeof value === 'number' && value >= least && value <= most;
const whole =
  (least: number): Check =>
  (value) =>
    Number.isSafeInteger(value) && (value as number) >= least;
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);

const time = /^[12]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/;
const isTime: Check = (value) => {
  if (typeof value !== 'string' || !time.test(value)) return false;
  // Invalid Date for 25 o'clock; 30 February becomes a day of March.
  return new Date(value).getUTCDate() === Number(value.slice(8, 10));
};

const fixChecks = new Map<string, Check>([
  ['seq', whole(0)],
  ['lat', number(-mostLat, mostLat)],
  ['lng', number(-180, 180)],
  ['accuracyM', orNull(number(0, 100_000))],
  ['headingDeg', orNull(number(0, 360))],
  ['speedMps', orNull(number(0, 200))],
  ['recordedAt', orNull(isTime)],
]);
const isEpoch = whole(1);

/**
 * The fixes of a body that `RecordLocationRequest` certainly accepts; null for any other, which the
 * class may still accept, or explain the faults of.
 */
export function plainPing(body: unknown): [Fix, ...Fix[]] | null {
  if (!isObject(body)) return null;
  const { epoch, fixes, ...rest } = body;
  if (!isEpoch(epoch) || !Array.isArray(fixes) || Object.keys(rest).length > 0) return null;
  if (fixes.length === 0 || fixes.length > mostFixes) return null;
  if (!fixes.every(isPlainFix)) return null;
  return (fixes as Fix[]).map((fix) => fixOf(epoch as number, fix)) as [Fix, ...Fix[]];
}

function isPlainFix(fix: unknown): boolean {
  if (!isObject(fix)) return false;
  for (const [name, value] of Object.entries(fix)) {
    if (!fixChecks.get(name)?.(value)) return false;
  }
  return 'seq' in fix && 'lat' in fix && 'lng' in fix;
}

/** A fix as sent, with null for the fields left out. */
export function fixOf(
  epoch: number,
  sent: Pick<Fix, 'seq' | 'lat' | 'lng'> & { [name in keyof Fix]?: Fix[name] | undefined },
): Fix {
  return {
    epoch,
    seq: sent.seq,
    lat: sent.lat,
    lng: sent.lng,
    accuracyM: sent.accuracyM ?? null,
    headingDeg: sent.headingDeg ?? null,
    speedMps: sent.speedMps ?? null,
    recordedAt: sent.recordedAt ?? null,
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
