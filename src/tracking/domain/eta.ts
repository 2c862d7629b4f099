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
  /** Of orders without a slot. */
  readonly promise: { readonly until: string } | null;
}

export interface EtaQuestion extends Promised {
  readonly status: OrderStatus;
  /** Where the driver is, while that is shared. */
  readonly driver: (LatLng & { readonly stale: boolean }) | null;
  readonly door: LatLng;
}

/** Streets are longer than the great circle, by about this factor in a town. */
const detour = 1.35;
/** A scooter in traffic, stops included. */
const metresPerSecond = 6;
const handoverSeconds = 60;
/** What an order is taken to be promised for, from placing, if that was not written down. */
const promiseSeconds = 60 * 60;

const underway: readonly OrderStatus[] = [
  'placed',
  'accepted',
  'picking',
  'ready',
  'out_for_delivery',
];

/** How long a drive takes, as far as its distance tells. */
function driveSeconds(from: LatLng, to: LatLng): number {
  return (distanceMetres(from, to) * detour) / metresPerSecond;
}

/**
 * When the order will be at the door. Null when it is not coming (any more), or when the time it
 * was promised for has passed and no position says better: no guess is better than a wrong one.
 */
export function etaOf(question: EtaQuestion, now: Date): Eta | null {
  if (!underway.includes(question.status)) return null;
  const { driver, door, slot } = question;
  if (driver) {
    return {
      seconds: Math.round(driveSeconds(driver, door) + handoverSeconds),
      source: 'position',
      confidence: driver.stale ? 'low' : 'medium',
    };
  }
  return slot ? slotEta(slot, now) : promiseEta(question, now);
}

/** Until when it was promised. */
export function dueAt({ slot, promise, placedAt }: Promised): Date {
  if (slot) return new Date(slot.endsAt);
  if (promise) return new Date(promise.until);
  return new Date(Date.parse(placedAt) + promiseSeconds * 1000);
}

/** Until the slot begins, its begin; while it lasts, its end. */
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
