import type { Destination } from '../../accounts/index.js';
import type { LatLng } from '../../kernel/geo.js';
import { type Money, money } from '../../kernel/money.js';
import type { DeliveryTerms } from '../../delivery-options/index.js';
import type { Fee, FeeCode, PricedLine, Totals } from './pricing.js';
import type { Fallback, Preference } from './substitution.js';

/** The customer's wishes for a line. */
export interface LineWishes {
  /** Note for the picker. */
  readonly note: string | null;
  readonly preference: Preference;
  /** Set with the preference `chosen`. */
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

export interface SlotWindow {
  readonly id: string;
  readonly startsAt: string;
  readonly endsAt: string;
}

/** The delivery time of an order without a slot. */
export interface PromiseWindow {
  readonly from: string;
  readonly until: string;
}

/** An offer: these goods, to this place, at this time, for this price. */
export interface Quote {
  readonly id: string;
  readonly storeId: string;
  readonly storeLocation: LatLng;
  readonly customerId: string;
  readonly lines: readonly QuotedLine[];
  readonly deliverTo: Destination;
  /** Null: as soon as possible. */
  readonly slot: SlotWindow | null;
  /** Null: in the slot. */
  readonly promise: PromiseWindow | null;
  readonly zone: { readonly id: string; readonly name: string };
  /** Straight line from the store to the customer. */
  readonly distanceMetres: number;
  readonly terms: DeliveryTerms;
  readonly tip: Money;
  readonly totals: Totals;
  /** Cash on delivery is rounded to multiples of this, in minor units. */
  readonly cashStepMinor: number;
  /** Whether the goods are held for the customer while the quote is good. */
  readonly holdsStock: boolean;
  /** Version of the cart that the lines come from; null when they were sent. */
  readonly cartVersion: number | null;
  readonly expiresAt: string;
}

export interface PriceRise {
  readonly productId: string;
  readonly quoted: Money;
  readonly now: Money;
}

export const quoteMinutes = 10;

export interface FeeRise {
  readonly code: FeeCode;
  readonly quoted: Money;
  readonly now: Money;
}

/** The lines at today's prices, and those whose price has risen. */
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

/** The fees that are higher than quoted; a fee that was not quoted counts as 0. */
export function feeRises(quoted: readonly Fee[], now: readonly Fee[]): FeeRise[] {
  return now.flatMap(({ code, amount }) => {
    const before = quoted.find((fee) => fee.code === code)?.amount ?? money(0, amount.currency);
    const rose = amount.amountMinor > before.amountMinor;
    return rose ? [{ code, quoted: before, now: amount }] : [];
  });
}

/** Whether the wishes contradict: goods with a minimum age are handed to somebody, whose age is checked. */
export function needsReceiver(
  { leaveAtDoor }: Pick<Destination, 'leaveAtDoor'>,
  lines: readonly QuotedLine[],
): boolean {
  return leaveAtDoor && minimumAgeOf(lines) !== null;
}

/** The minimum age of the buyer, in years; null: none. */
export function minimumAgeOf(lines: readonly QuotedLine[]): number | null {
  const ages = lines.flatMap((line) => line.minimumAge ?? []);
  return ages.length === 0 ? null : Math.max(...ages);
}
