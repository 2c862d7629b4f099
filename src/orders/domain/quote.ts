import type { LatLng } from '../../kernel/place.js';
import type { Money } from '../../kernel/money.js';
import type { DeliveryTerms } from './fees.js';
import type { PricedLine, Totals } from './pricing.js';
import type { Fallback, Preference } from './substitution.js';

/** What the customer wishes for a line. */
export interface LineWishes {
  /** For the picker. */
  readonly note: string | null;
  readonly preference: Preference;
  /** With the preference `chosen`. */
  readonly preferredProductId: string | null;
  readonly fallback: Fallback;
}

export interface QuotedLine extends PricedLine, LineWishes {
  readonly productId: string;
  readonly sku: string;
  readonly name: string;
  readonly sizeLabel: string | null;
  readonly total: Money;
  readonly minimumAge: number | null;
}

export interface Destination extends LatLng {
  readonly line1: string;
  readonly notes: string | null;
  readonly phone: string | null;
}

export interface SlotWindow {
  readonly id: string;
  readonly startsAt: string;
  readonly endsAt: string;
}

/** An offer: these goods, to this place, at this time, for this much. */
export interface Quote {
  readonly id: string;
  readonly storeId: string;
  readonly storeLocation: LatLng;
  readonly customerId: string;
  readonly lines: readonly QuotedLine[];
  readonly deliverTo: Destination;
  /** Null: as soon as possible. */
  readonly slot: SlotWindow | null;
  readonly terms: DeliveryTerms;
  readonly totals: Totals;
  readonly expiresAt: string;
}

export interface PriceRise {
  readonly productId: string;
  readonly quoted: Money;
  readonly now: Money;
}

export const quoteMinutes = 10;

/** The lines at today's prices: drops are given, rises are named. */
export function repriced(
  lines: readonly QuotedLine[],
  priceOf: (productId: string) => Money,
): { lines: QuotedLine[]; rises: PriceRise[] } {
  const now = lines.map((line) => ({ ...line, price: priceOf(line.productId) }));
  const rises = now.flatMap((line, index) => {
    const quoted = lines[index]!.price;
    const rose = line.price.amountMinor > quoted.amountMinor;
    return rose ? [{ productId: line.productId, quoted, now: line.price }] : [];
  });
  return { lines: now, rises };
}

/** The age the buyer must have, in years; null when anyone may buy. */
export function minimumAgeOf(lines: readonly QuotedLine[]): number | null {
  const ages = lines.flatMap((line) => line.minimumAge ?? []);
  return ages.length === 0 ? null : Math.max(...ages);
}
