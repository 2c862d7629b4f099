import {
  addMoney,
  type Money,
  money,
  priceOfWeight,
  sumMoney,
  timesMoney,
} from '../../kernel/money.js';

/** What a quantity counts: pieces, or grams of goods sold by weight. */
export type Unit = 'each' | 'g';

export interface PricedLine {
  readonly unit: Unit;
  readonly quantity: number;
  /** Per piece, or per kilogram. */
  readonly price: Money;
}

export interface DeliveryTerms {
  readonly fee: Money;
  /** From this subtotal on delivery is free; null when it never is. */
  readonly freeFrom: Money | null;
}

export interface Totals {
  readonly subtotal: Money;
  readonly deliveryFee: Money;
  readonly total: Money;
}

export function lineTotal({ unit, quantity, price }: PricedLine): Money {
  return unit === 'g' ? priceOfWeight(price, quantity) : timesMoney(price, quantity);
}

export function totalsOf(
  currency: string,
  lines: readonly PricedLine[],
  terms: DeliveryTerms,
): Totals {
  const subtotal = sumMoney(currency, lines.map(lineTotal));
  const deliveryFee = deliveryFeeOf(subtotal, terms);
  return { subtotal, deliveryFee, total: addMoney(subtotal, deliveryFee) };
}

function deliveryFeeOf(subtotal: Money, { fee, freeFrom }: DeliveryTerms): Money {
  const free = freeFrom !== null && subtotal.amountMinor >= freeFrom.amountMinor;
  return free ? money(0, fee.currency) : fee;
}
