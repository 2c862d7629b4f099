import { distanceMetres, type LatLng } from '../../kernel/place.js';
import type { OrderStatus } from '../../orders/index.js';

export interface Eta {
  readonly seconds: number;
  readonly source: 'position' | 'slot' | 'promise';
  readonly confidence: 'high' | 'medium' | 'low';
}

export interface EtaQuestion {
  readonly status: OrderStatus;
  readonly placedAt: string;
  readonly slot: { readonly startsAt: string; readonly endsAt: string } | null;
  readonly deliverTo: LatLng;
  /** The driver's position, while it is shared. */
  readonly position: (LatLng & { readonly stale: boolean }) | null;
}

/** Streets are longer than the great circle, by about this factor in a town. */
const detour = 1.35;
/** A scooter in traffic, stops included. */
const metresPerSecond = 6;
const handoverSeconds = 60;
/** What an order without a slot is promised, from when it was placed. */
const promiseSeconds = 60 * 60;

const underway: readonly OrderStatus[] = [
  'placed',
  'accepted',
  'picking',
  'ready',
  'out_for_delivery',
];

/**
 * When the order will be at the door. Null when it is not coming (any more), or when the time it
 * was promised for has passed and no position says better: no guess is better than a wrong one.
 */
export function etaOf(question: EtaQuestion, now: Date): Eta | null {
  if (!underway.includes(question.status)) return null;
  const { position } = question;
  if (position) {
    const travel = (distanceMetres(position, question.deliverTo) * detour) / metresPerSecond;
    return {
      seconds: Math.round(travel + handoverSeconds),
      source: 'position',
      confidence: position.stale ? 'low' : 'medium',
    };
  }
  return question.slot ? slotEta(question.slot, now) : promiseEta(question, now);
}

/** Until when it was promised: its slot's end, or an hour from when it was placed. */
export function dueAt({ slot, placedAt }: Pick<EtaQuestion, 'slot' | 'placedAt'>): Date {
  return new Date(slot ? slot.endsAt : Date.parse(placedAt) + promiseSeconds * 1000);
}

/** Until the slot begins, its begin; while it lasts, its end. */
function slotEta(slot: NonNullable<EtaQuestion['slot']>, now: Date): Eta | null {
  const next = [slot.startsAt, slot.endsAt].map((at) => secondsUntil(at, now)).find((s) => s > 0);
  return next === undefined ? null : { seconds: next, source: 'slot', confidence: 'low' };
}

function promiseEta(question: EtaQuestion, now: Date): Eta | null {
  const seconds = secondsUntil(dueAt(question).toISOString(), now);
  return seconds > 0 ? { seconds, source: 'promise', confidence: 'low' } : null;
}

function secondsUntil(at: string, now: Date): number {
  return Math.round((Date.parse(at) - now.getTime()) / 1000);
}
