// The price of an order: the only place that turns lines, fees and taxes into totals.
import {
  addMoney,
  missingTo,
  type Money,
  money,
  priceOfWeight,
  roundMoney,
  shareOfMoney,
  sumMoney,
  timesMoney,
} from '../../kernel/money.js';
import type { DeliveryTerms } from '../../delivery-options/index.js';

/** The unit of quantities: pieces, or grams of goods sold by weight. */
export type Unit = 'each' | 'g';

export interface PricedLine {
  readonly unit: Unit;
  readonly quantity: number;
  /** Per piece, or per kilogram; taxes included. */
  readonly price: Money;
  /** 500 is 5 %. */
  readonly taxRateBasisPoints: number;
  /** Upper limit of the line's price; left out: none. */
  readonly atMost?: Money;
}

export const feeCodes = ['delivery', 'small_basket', 'tip'] as const;
export type FeeCode = (typeof feeCodes)[number];

export interface Fee {
  readonly code: FeeCode;
  readonly amount: Money;
}

/** The tax included in the prices of the goods, by rate. */
export interface Tax {
  readonly rateBasisPoints: number;
  readonly amount: Money;
}

export interface Totals {
  /** Of the goods. */
  readonly subtotal: Money;
  readonly fees: readonly Fee[];
  readonly taxes: readonly Tax[];
  /** Subtotal and fees; taxes included. */
  readonly total: Money;
  /** What is paid besides the total, or less, as coins can pay it: 0 unless it is paid in cash. */
  readonly rounding: Money;
}

export function lineTotal({
  unit,
  quantity,
  price,
  atMost,
}: Pick<PricedLine, 'unit' | 'quantity' | 'price' | 'atMost'>): Money {
  const cost = unit === 'g' ? priceOfWeight(price, quantity) : timesMoney(price, quantity);
  return atMost && atMost.amountMinor < cost.amountMinor ? atMost : cost;
}

/** `cashStepMinor`: what is paid is a multiple of this; 1 unless it is paid in cash. */
export function totalsOf(
  currency: string,
  lines: readonly PricedLine[],
  fees: readonly Fee[],
  cashStepMinor = 1,
): Totals {
  const subtotal = sumMoney(currency, lines.map(lineTotal));
  const total = sumMoney(currency, [subtotal, ...fees.map((fee) => fee.amount)]);
  const rounding = addMoney(roundMoney(total, cashStepMinor), timesMoney(total, -1));
  return { subtotal, fees, taxes: taxesOf(lines), total, rounding };
}

/** Taxes are computed from the sum of each rate and rounded once, not line by line. */
function taxesOf(lines: readonly PricedLine[]): Tax[] {
  const gross = new Map<number, Money>();
  for (const line of lines) {
    if (line.taxRateBasisPoints === 0) continue;
    const sum = gross.get(line.taxRateBasisPoints);
    const total = lineTotal(line);
    gross.set(line.taxRateBasisPoints, sum ? addMoney(sum, total) : total);
  }
  return [...gross]
    .toSorted(([a], [b]) => a - b)
    .map(([rateBasisPoints, sum]) => ({
      rateBasisPoints,
      amount: shareOfMoney(sum, rateBasisPoints, 10_000 + rateBasisPoints),
    }));
}

/** The charges besides the goods; fees of 0 are left out. */
export function feesOf(subtotal: Money, terms: DeliveryTerms, tip: Money): Fee[] {
  const { fee, freeFrom, smallBasket } = terms;
  const nothing = money(0, subtotal.currency);
  const isFree = freeFrom !== null && missingTo(freeFrom, subtotal) === null;
  const isSmall = smallBasket !== null && missingTo(smallBasket.below, subtotal) !== null;
  const fees: Fee[] = [
    { code: 'delivery', amount: isFree ? nothing : fee },
    { code: 'small_basket', amount: isSmall ? smallBasket.fee : nothing },
    { code: 'tip', amount: tip },
  ];
  return fees.filter(({ amount }) => amount.amountMinor > 0);
}
