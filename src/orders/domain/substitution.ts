import type { Unit } from './pricing.js';

/** What the customer wants when the ordered goods are not there. */
export const preferences = ['similar', 'chosen', 'contact', 'refund'] as const;
export type Preference = (typeof preferences)[number];

/** What an unanswered proposal becomes. */
export const fallbacks = ['accept', 'refund'] as const;
export type Fallback = (typeof fallbacks)[number];

/** How long a proposal waits for the customer. */
export const answerMinutes = 5;

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
  /** The customer has said yes to this; until then it costs no more than what was ordered. */
  readonly isAgreed: boolean;
}

export interface SubstituteFacts {
  readonly published: boolean;
  readonly currency: string;
  readonly minimumAge: number | null;
  /** Those that the ordered goods have not. */
  readonly addedAllergens: readonly string[];
}

/** Why goods may not go in instead, whatever the customer wishes. */
export type Unsuitable = 'not-sold' | 'currency' | 'minimum-age' | 'allergens';

export function whyUnsuitable(
  ordered: { readonly minimumAge: number | null; readonly currency: string },
  { published, currency, minimumAge, addedAllergens }: SubstituteFacts,
): Unsuitable[] {
  const reasons: [Unsuitable, boolean][] = [
    ['not-sold', !published],
    ['currency', currency !== ordered.currency],
    // The customer's age was asked for the ordered goods.
    ['minimum-age', minimumAge !== null && minimumAge > (ordered.minimumAge ?? 0)],
    ['allergens', addedAllergens.length > 0],
  ];
  return reasons.flatMap(([reason, isSo]) => (isSo ? [reason] : []));
}
