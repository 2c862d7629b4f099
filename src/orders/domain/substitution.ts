import type { Unit } from './pricing.js';

/** The customer's wish when the ordered goods are not there. */
export const preferences = ['similar', 'chosen', 'contact', 'refund'] as const;
export type Preference = (typeof preferences)[number];

/** The result of a proposal without an answer. */
export const fallbacks = ['accept', 'refund'] as const;
export type Fallback = (typeof fallbacks)[number];

/** How long a proposal waits for the customer's answer. */
export const answerMinutes = 5;

/**
 * Goods in place of the ordered ones; with the same product, a weight that needs the customer's
 * consent.
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
  /** The customer has agreed; until then it costs no more than the ordered goods. */
  readonly isAgreed: boolean;
}

export interface SubstituteFacts {
  readonly published: boolean;
  readonly currency: string;
  readonly minimumAge: number | null;
  /** Allergens that the ordered goods do not have. */
  readonly addedAllergens: readonly string[];
}

/** Why goods cannot be a substitute, whatever the customer wishes. */
export type Unsuitable = 'not-sold' | 'currency' | 'minimum-age' | 'allergens';

export function whyUnsuitable(
  ordered: { readonly minimumAge: number | null; readonly currency: string },
  { published, currency, minimumAge, addedAllergens }: SubstituteFacts,
): Unsuitable[] {
  const reasons: [Unsuitable, boolean][] = [
    ['not-sold', !published],
    ['currency', currency !== ordered.currency],
    // The customer has confirmed only the minimum age of the ordered goods.
    ['minimum-age', minimumAge !== null && minimumAge > (ordered.minimumAge ?? 0)],
    ['allergens', addedAllergens.length > 0],
  ];
  return reasons.flatMap(([reason, isSo]) => (isSo ? [reason] : []));
}
