import type { Fix, StoredFix } from './location.port.js';

const millisecondsOf = (iso: string | null) => (iso === null ? null : Date.parse(iso));
const isoOf = (milliseconds: number) => new Date(milliseconds).toISOString();

/** A fix as Redis keeps it: a JSON array that begins with the time, latitude and longitude. */
export function encodeFix(fix: Fix, receivedAtMs: number): string {
  const { lat, lng, epoch, seq, accuracyM, headingDeg, speedMps } = fix;
  const recordedAt = millisecondsOf(fix.recordedAt);
  return JSON.stringify([
    receivedAtMs,
    lat,
    lng,
    epoch,
    seq,
    accuracyM,
    headingDeg,
    speedMps,
    recordedAt,
  ]);
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
  recordedAt: number | null,
];

export function decodeFix(stored: string): StoredFix {
  const [receivedAtMs, lat, lng, epoch, seq, accuracyM, headingDeg, speedMps, recordedAt] =
    JSON.parse(stored) as Encoded;
  return {
    epoch,
    seq,
    lat,
    lng,
    accuracyM,
    headingDeg,
    speedMps,
    recordedAt: recordedAt === null ? null : isoOf(recordedAt),
    receivedAtMs,
  };
}
