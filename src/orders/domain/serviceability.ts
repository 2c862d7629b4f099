import type { LatLng } from '../../kernel/place.js';
import { type Area, covers } from './area.js';

export interface Zone extends Area {
  readonly id: string;
  readonly name: string;
  /** Null: what the store's terms say. */
  readonly feeMinor: number | null;
  /** Null: what the store's terms say. */
  readonly freeFromMinor: number | null;
}

export interface Slot {
  readonly id: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly cutoffAt: Date;
  readonly capacity: number;
  readonly taken: number;
  /** By an admin: it takes no more orders. */
  readonly closed: boolean;
}

/** The first of the zones, in their order, that covers the place; undefined where none does. */
export function zoneOf<Z extends Area>(place: LatLng, zones: readonly Z[]): Z | undefined {
  return zones.find((zone) => covers(zone, place));
}

export type SlotProblem = 'past-cutoff' | 'too-far' | 'closed' | 'full';

const minute = 60_000;
/** Nobody knows what is in stock later than that. */
export const slotHorizonMs = 14 * 24 * 60 * minute;

/** Why a slot cannot be chosen at `now`; undefined if it can. */
export function slotProblem(slot: Slot, now: Date): SlotProblem | undefined {
  if (now.getTime() >= slot.cutoffAt.getTime()) return 'past-cutoff';
  if (slot.startsAt.getTime() - now.getTime() > slotHorizonMs) return 'too-far';
  if (slot.closed) return 'closed';
  return slot.taken >= slot.capacity ? 'full' : undefined;
}

/** Picking and the way take this long: an unaccepted slot order is hopeless from then on. */
const leadBeforeSlotMs = 30 * minute;

/** When an order that nobody has accepted is given up. */
export function acceptDeadline(
  placedAt: Date,
  slotStart: Date | null,
  acceptMinutes: number,
): Date {
  const soonest = placedAt.getTime() + acceptMinutes * minute;
  const latest = slotStart === null ? soonest : slotStart.getTime() - leadBeforeSlotMs;
  return new Date(Math.max(soonest, latest));
}
