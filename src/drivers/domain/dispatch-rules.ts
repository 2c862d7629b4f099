// How a driver is chosen for an order: whom it may be offered to, how far, how long, how often.
import type { OrderStatus } from '../../orders/index.js';

const assignable: readonly OrderStatus[] = ['accepted', 'picking', 'ready'];

export function orderMayBeAssigned(status: OrderStatus): boolean {
  return assignable.includes(status);
}

/** `capacity`: the most deliveries at a time, as the driver's shift says. */
export function driverMayTakeAnother(activeDeliveries: number, capacity: number): boolean {
  return activeDeliveries < capacity;
}

const second = 1000;
const minute = 60 * second;

/** How long a driver has for an answer, in milliseconds. */
export const offerMs = 40 * second;
/** How far from the store drivers are asked, round by round, in metres. */
export const roundRadiiM = [3000, 5000, 8000] as const;
/** After a round in which nobody took it, and while nobody is there to ask, in milliseconds. */
export const pauseMs = 20 * second;
/** How long a driver is looked for until staff have to, in milliseconds. */
export const longestSearchMs = 10 * minute;
/** Before the begin of an order's slot a driver is looked for, in milliseconds. */
export const slotLeadMs = 30 * minute;
/** After a driver has come on duty orders are woken: by then its first position is there. */
export const wakeAfterMs = 10 * second;
/** How often an order may come back from a driver and be offered again by itself. */
export const mostReturns = 3;
/** A driver who was heard of longer ago is not asked, in milliseconds. */
export const heardOfMs = 60 * second;
/** A driver who is not heard of so long loses what is not collected yet, in milliseconds. */
export const silenceMs = 5 * minute;

/** From when a driver is looked for: at once, or some time before the slot. */
export function searchFrom(slot: { readonly startsAt: string } | null, now: Date): Date {
  const from = slot ? Date.parse(slot.startsAt) - slotLeadMs : 0;
  return new Date(Math.max(from, now.getTime()));
}

/** A silence that was last looked at longer ago counts from anew, in milliseconds. */
const watchedMs = 2 * minute;

export interface Silence {
  readonly since: Date;
  /** When it was last looked at. */
  readonly seenAt: Date;
}

/**
 * Since when it is known that a driver is silent; null while heard of. `heardAt`: the last position,
 * which is forgotten soon; `before`: what was noted the last time.
 */
export function silentSince(heardAt: Date | null, before: Silence | null, now: Date): Date | null {
  if (heardAt && now.getTime() - heardAt.getTime() <= heardOfMs) return null;
  const isWatched = before !== null && now.getTime() - before.seenAt.getTime() <= watchedMs;
  return isWatched ? before.since : now;
}

export function searchIsOver(startedAt: Date, now: Date): boolean {
  return now.getTime() - startedAt.getTime() >= longestSearchMs;
}

/** `given_up`: staff have to; `settled`: the order has a driver, or needs none any more. */
export type DispatchStatus = 'searching' | 'given_up' | 'settled';

/** Why a search was given up: all refused, nobody was there, or the order came back too often. */
export type GivenUp = 'refused' | 'nobody' | 'returned';

export interface RoundResult {
  /** From 1. */
  readonly round: number;
  /** Whether anybody was asked in it, or in one before. */
  readonly asked: { readonly inRound: boolean; readonly atAll: boolean };
}

/**
 * What follows when nobody is left to ask in a round. Where nobody was there it widens at once;
 * where somebody was, they are asked again a little later. Three rounds of refusals are enough,
 * but as long as nobody could be asked at all somebody may yet come.
 */
export function afterRound({
  round,
  asked,
}: RoundResult): { readonly round: number; readonly waitMs: number } | 'give-up' {
  if (round < roundRadiiM.length) return { round: round + 1, waitMs: asked.inRound ? pauseMs : 0 };
  return asked.atAll ? 'give-up' : { round: 1, waitMs: pauseMs };
}
