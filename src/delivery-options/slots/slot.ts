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

/** When a slot is, and how many orders it takes. */
export interface SlotTimes {
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly cutoffAt: Date;
  readonly capacity: number;
}

export interface NewSlot extends SlotTimes {
  readonly storeId: string;
}

export interface SlotChange {
  readonly capacity?: number | undefined;
  readonly closed?: boolean | undefined;
}

/** A slot as admins see it. */
export interface StoredSlot extends Slot {
  readonly storeId: string;
  /** As the store's plan made it: the plan may change it, or take it away, while nobody has it. */
  readonly planned: boolean;
}
