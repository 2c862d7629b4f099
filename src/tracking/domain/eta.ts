import { distanceMetres, type LatLng } from '../../kernel/geo.js';
import type { OrderStatus } from '../../orders/index.js';

export interface Eta {
  readonly seconds: number;
  readonly source: 'position' | 'slot' | 'promise';
  readonly confidence: 'medium' | 'low';
}

export interface Promised {
  readonly placedAt: string;
  readonly slot: { readonly startsAt: string; readonly endsAt: string } | null;
  /** For orders without a slot. */
  readonly promise: { readonly until: string } | null;
}

export interface EtaQuestion extends Promised {
  readonly status: OrderStatus;
  /** The driver's place, while it is shared; `ageSeconds`: how long ago that was, if it is known. */
  readonly driver: (LatLng & { readonly stale: boolean; readonly ageSeconds: number }) | null;
  /** Null: forgotten, with an order that is over. */
  readonly door: LatLng | null;
}

/** Streets in a town are longer than the great circle by about this factor. */
const detour = 1.35;
/** The pace of a scooter in traffic, stops included. */
const metresPerSecond = 6;
const handoverSeconds = 60;
/** The promise of an order without a recorded one, counted from placing. */
const promiseSeconds = 60 * 60;

const underway: readonly OrderStatus[] = [
  'placed',
  'accepted',
  'picking',
  'ready',
  'out_for_delivery',
];

/** The time of a drive, estimated from the distance. */
function driveSeconds(from: LatLng, to: LatLng): number {
  return (distanceMetres(from, to) * detour) / metresPerSecond;
}

/**
 * The estimated time at the door. Null when the order is not coming (any more), or when its
 * promised time has passed and there is no position: a wrong guess would be worse than none.
 */
export function etaOf(question: EtaQuestion, now: Date): Eta | null {
  if (!underway.includes(question.status)) return null;
  const { driver, door, slot } = question;
  if (driver && door) {
    // The driver has gone on since, and is not there before the door opens.
    const drive = Math.max(0, driveSeconds(driver, door) - driver.ageSeconds);
    return {
      seconds: Math.round(drive + handoverSeconds),
      source: 'position',
      confidence: driver.stale ? 'low' : 'medium',
    };
  }
  return slot ? slotEta(slot, now) : promiseEta(question, now);
}

/** The end of the promised time. */
export function dueAt({ slot, promise, placedAt }: Promised): Date {
  if (slot) return new Date(slot.endsAt);
  if (promise) return new Date(promise.until);
  return new Date(Date.parse(placedAt) + promiseSeconds * 1000);
}

/** The begin of the slot until it begins; then its end. */
function slotEta(slot: NonNullable<Promised['slot']>, now: Date): Eta | null {
  const next = [slot.startsAt, slot.endsAt].map((at) => secondsUntil(at, now)).find((s) => s > 0);
  return next === undefined ? null : { seconds: next, source: 'slot', confidence: 'low' };
}

function promiseEta(question: Promised, now: Date): Eta | null {
  const seconds = secondsUntil(dueAt(question).toISOString(), now);
  return seconds > 0 ? { seconds, source: 'promise', confidence: 'low' } : null;
}

function secondsUntil(at: string, now: Date): number {
  return Math.round((Date.parse(at) - now.getTime()) / 1000);
}
