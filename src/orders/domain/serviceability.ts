import { type LatLng, pointInPolygon } from '../../kernel/place.js';

export interface Zone {
  readonly id: string;
  readonly ring: readonly LatLng[];
  readonly feeMinor: number;
  readonly freeFromMinor: number | null;
}

export interface Slot {
  readonly id: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly cutoffAt: Date;
  readonly capacity: number;
  readonly taken: number;
}

/** The first zone that holds the place; undefined where nobody delivers. */
export function zoneOf(place: LatLng, zones: readonly Zone[]): Zone | undefined {
  return zones.find((zone) => pointInPolygon(place, zone.ring));
}

export type SlotProblem = 'past-cutoff' | 'full';

/** Why a slot cannot be chosen at `now`; undefined if it can. */
export function slotProblem(slot: Slot, now: Date): SlotProblem | undefined {
  if (now.getTime() >= slot.cutoffAt.getTime()) return 'past-cutoff';
  return slot.taken >= slot.capacity ? 'full' : undefined;
}

const minute = 60_000;
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
