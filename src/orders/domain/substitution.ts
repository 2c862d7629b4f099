import type { Unit } from './pricing.js';

/** What the customer wants when the ordered goods are not there. */
export const preferences = ['similar', 'chosen', 'contact', 'refund'] as const;
export type Preference = (typeof preferences)[number];

/** What an unanswered proposal becomes. */
export const fallbacks = ['accept', 'refund'] as const;
export type Fallback = (typeof fallbacks)[number];

/**
 * Goods instead of the ordered ones; or, with the same product, a weight that the customer has to
 * agree to.
 */
export interface Substitute {
  readonly productId: string;
  readonly sku: string;
  readonly name: string;
  readonly sizeLabel: string | null;
  readonly unit: Unit;
  readonly quantity: number;
  /** Per piece, or per kilogram, in the order's currency. */
  readonly priceMinor: number;
  readonly taxRateBasisPoints: number;
  readonly minimumAge: number | null;
}
