// Delivery terms of a store: fees, times, and whether it accepts orders by itself.
import type { PlannedSlot } from './slot-plan.js';

export interface DistanceBand {
  /** Straight line in metres from the store to the customer. */
  readonly upToMetres: number;
  readonly feeMinor: number;
}

/** Amounts are in the store's currency. */
export interface StoreTerms {
  /** For zones without a fee of their own, beyond the bands. */
  readonly feeMinor: number;
  /** Nearest first; the first band that reaches the customer sets the fee. */
  readonly bands: readonly DistanceBand[];
  /** Delivery is free from this subtotal on, unless the zone has its own; null: never. */
  readonly freeFromMinor: number | null;
  /** Extra fee for goods worth less than `belowMinor`; null: none. */
  readonly smallBasket: { readonly belowMinor: number; readonly feeMinor: number } | null;
  /** Cash on delivery is rounded to multiples of this; null: as usual for the currency. */
  readonly cashStepMinor: number | null;
  /** Delivery time of orders without a slot, in minutes after the order. */
  readonly asap: { readonly fromMinutes: number; readonly untilMinutes: number };
  /** Accepts orders as soon as they are placed. */
  readonly autoAccept: boolean;
  /** Number of days ahead for which slots are opened. */
  readonly slotDays: number;
  readonly slotPlan: readonly PlannedSlot[];
}

/** The terms of a store that has set none. */
export const defaultTerms: StoreTerms = {
  feeMinor: 0,
  bands: [],
  freeFromMinor: null,
  smallBasket: null,
  cashStepMinor: null,
  asap: { fromMinutes: 30, untilMinutes: 60 },
  autoAccept: false,
  slotDays: 7,
  slotPlan: [],
};
