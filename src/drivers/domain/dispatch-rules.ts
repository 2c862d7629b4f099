// The choice of a driver for an order: which drivers are asked, how far away, how long, how often.
import type { OrderReason, OrderStatus } from '../../orders/index.js';

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

/** The time to answer an offer, in milliseconds. */
export const offerMs = 40 * second;
/** The distance from the store within which drivers are asked, by round, in metres. */
export const roundRadiiM = [3000, 5000, 8000] as const;
/** The pause after a round without a taker, or without anybody to ask, in milliseconds. */
export const pauseMs = 20 * second;
/** The longest search before it is left to staff, in milliseconds. */
export const longestSearchMs = 10 * minute;
/** The search begins this long before the slot does, in milliseconds. */
export const slotLeadMs = 30 * minute;
/** Orders are woken this long after a driver came on duty: its first position is there by then. */
export const wakeAfterMs = 10 * second;
/** The most returns of an order from drivers before it is no longer offered automatically. */
export const mostReturns = 3;
/** A driver silent for longer is not asked, in milliseconds. */
export const heardOfMs = 60 * second;
/** A driver silent for this long loses uncollected deliveries, in milliseconds. */
export const silenceMs = 5 * minute;

/** The start of the search: at once, or some time before the slot. */
export function searchFrom(slot: { readonly startsAt: string } | null, now: Date): Date {
  const from = slot ? Date.parse(slot.startsAt) - slotLeadMs : 0;
  return new Date(Math.max(from, now.getTime()));
}

/** A silence that nobody looked at for longer starts anew, in milliseconds. */
const watchedMs = 2 * minute;

export interface Silence {
  readonly since: Date;
  /** The time of the last look. */
  readonly seenAt: Date;
}

/**
 * The known start of a driver's silence; null while the driver's phone pings, whatever becomes of
 * the pings. `heardAt`: the last ping, which may be forgotten; `before`: the silence noted at the
 * last look.
 */
export function silentSince(heardAt: Date | null, before: Silence | null, now: Date): Date | null {
  if (heardAt && now.getTime() - heardAt.getTime() <= heardOfMs) return null;
  const isWatched = before !== null && now.getTime() - before.seenAt.getTime() <= watchedMs;
  return isWatched ? before.since : now;
}

export function searchIsOver(startedAt: Date, now: Date): boolean {
  return now.getTime() - startedAt.getTime() >= longestSearchMs;
}

/** `given_up`: left to staff; `settled`: the order has a driver, or needs none any more. */
export type DispatchStatus = 'searching' | 'given_up' | 'settled';

/** Why a search was given up: all refused, nobody was there, or the order came back too often. */
export type GivenUp = Extract<OrderReason, 'refused' | 'nobody' | 'returned'>;

export interface RoundResult {
  /** From 1. */
  readonly round: number;
  /** Whether any driver was asked in this round, and in this search. */
  readonly asked: { readonly inRound: boolean; readonly atAll: boolean };
}

/**
 * The next step when a round has nobody left to ask. An empty round widens at once; a round with
 * refusals pauses first. Three rounds of refusals end the search, but while nobody could be asked
 * at all it goes on: a driver may yet come.
 */
export function afterRound({
  round,
  asked,
}: RoundResult): { readonly round: number; readonly waitMs: number } | 'give-up' {
  if (round < roundRadiiM.length) return { round: round + 1, waitMs: asked.inRound ? pauseMs : 0 };
  return asked.atAll ? 'give-up' : { round: 1, waitMs: pauseMs };
}
