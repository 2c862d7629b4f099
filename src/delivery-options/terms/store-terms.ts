// What a store says about its deliveries: what they cost, when they come, and that they are taken.
import type { PlannedSlot } from './slot-plan.js';

export interface DistanceBand {
  /** Metres from the store's door to the customer's, as the crow flies. */
  readonly upToMetres: number;
  readonly feeMinor: number;
}

/** Amounts are in the store's currency. */
export interface StoreTerms {
  /** Of a delivery to a zone without a fee of its own, beyond the bands. */
  readonly feeMinor: number;
  /** Nearest first; the first that reaches the door says the fee. */
  readonly bands: readonly DistanceBand[];
  /** From this subtotal on delivery is free, where a zone says nothing else; null: never. */
  readonly freeFromMinor: number | null;
  /** What is charged besides for goods worth less; null: nothing. */
  readonly smallBasket: { readonly belowMinor: number; readonly feeMinor: number } | null;
  /** When an order for as soon as possible comes, in minutes after it was asked for. */
  readonly asap: { readonly fromMinutes: number; readonly untilMinutes: number };
  /** Orders are accepted by being placed. */
  readonly autoAccept: boolean;
  /** How many days ahead slots are opened. */
  readonly slotDays: number;
  readonly slotPlan: readonly PlannedSlot[];
}

/** Those of a store that has said nothing. */
export const defaultTerms: StoreTerms = {
  feeMinor: 0,
  bands: [],
  freeFromMinor: null,
  smallBasket: null,
  asap: { fromMinutes: 30, untilMinutes: 60 },
  autoAccept: false,
  slotDays: 7,
  slotPlan: [],
};
