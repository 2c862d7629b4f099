export interface Slot {
  readonly id: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly cutoffAt: Date;
  readonly capacity: number;
  readonly taken: number;
  /** Closed by an admin or by the plan: it takes no more orders. */
  readonly closed: boolean;
}

export type SlotProblem = 'past-cutoff' | 'too-far' | 'closed' | 'full';

const minute = 60_000;
/** Slots open at most this far ahead: nobody knows what will be in stock later. */
export const slotHorizonMs = 14 * 24 * 60 * minute;

/** Why a slot cannot be chosen at `now`; undefined if it can. */
export function slotProblem(slot: Slot, now: Date): SlotProblem | undefined {
  if (now.getTime() >= slot.cutoffAt.getTime()) return 'past-cutoff';
  if (slot.startsAt.getTime() - now.getTime() > slotHorizonMs) return 'too-far';
  if (slot.closed) return 'closed';
  return slot.taken >= slot.capacity ? 'full' : undefined;
}

/** The window of a slot, and its capacity in orders. */
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
  /** Made by the store's plan, which may change or remove it while no order has it. */
  readonly planned: boolean;
}
