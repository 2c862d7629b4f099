import type { Fix, StoredFix } from './location.port.js';

const isoOf = (milliseconds: number) => new Date(milliseconds).toISOString();

/** The time by the phone, epoch ms. */
export function recordedMsOf({ recordedAt }: Fix): number | null {
  return recordedAt === null ? null : Date.parse(recordedAt);
}

/**
 * A fix as the script gets it: the beginning of a JSON array, with the time, latitude, longitude and
 * epoch first. The script ends it with what it finds out.
 */
export function encodeFix(fix: Fix, receivedAtMs: number): string {
  const { lat, lng, epoch, seq, accuracyM, headingDeg, speedMps } = fix;
  const sent = [receivedAtMs, lat, lng, epoch, seq, accuracyM, headingDeg, speedMps];
  return JSON.stringify(sent).slice(0, -1);
}

type Encoded = [
  receivedAtMs: number,
  lat: number,
  lng: number,
  epoch: number,
  seq: number,
  accuracyM: number | null,
  headingDeg: number | null,
  speedMps: number | null,
  recordedMs: number | null,
  madeAtMs: number,
  isAgeKnown: 0 | 1,
  heardAtMs: number,
];

/** A fix as Redis keeps it. */
export function decodeFix(stored: string): StoredFix {
  const [receivedAtMs, lat, lng, epoch, seq, accuracyM, headingDeg, speedMps, ...rest] = JSON.parse(
    stored,
  ) as Encoded;
  const [recordedMs, madeAtMs, isAgeKnown, heardAtMs] = rest;
  return {
    epoch,
    seq,
    lat,
    lng,
    accuracyM,
    headingDeg,
    speedMps,
    recordedAt: recordedMs === null ? null : isoOf(madeAtMs),
    receivedAtMs,
    madeAtMs,
    isAgeKnown: isAgeKnown === 1,
    heardAtMs,
  };
}
