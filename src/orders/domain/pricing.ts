// What an order costs: the only place where lines, fees and taxes become totals.
import {
  addMoney,
  missingTo,
  type Money,
  money,
  priceOfWeight,
  shareOfMoney,
  sumMoney,
  timesMoney,
} from '../../kernel/money.js';
import type { DeliveryTerms } from '../../delivery-options/index.js';

/** What a quantity counts: pieces, or grams of goods sold by weight. */
export type Unit = 'each' | 'g';

export interface PricedLine {
  readonly unit: Unit;
  readonly quantity: number;
  /** Per piece, or per kilogram; taxes are in it. */
  readonly price: Money;
  /** 500 is 5 %. */
  readonly taxRateBasisPoints: number;
  /** Left out: whatever the quantity costs. */
  readonly atMost?: Money;
}

export const feeCodes = ['delivery', 'small_basket', 'tip'] as const;
export type FeeCode = (typeof feeCodes)[number];

export interface Fee {
  readonly code: FeeCode;
  readonly amount: Money;
}

/** The tax that is in the prices of the goods, by rate. */
export interface Tax {
  readonly rateBasisPoints: number;
  readonly amount: Money;
}

export interface Totals {
  /** Of the goods. */
  readonly subtotal: Money;
  readonly fees: readonly Fee[];
  readonly taxes: readonly Tax[];
  /** Subtotal and fees; taxes are in it. */
  readonly total: Money;
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

export function totalsOf(
  currency: string,
  lines: readonly PricedLine[],
  fees: readonly Fee[],
): Totals {
  const subtotal = sumMoney(currency, lines.map(lineTotal));
  const total = sumMoney(currency, [subtotal, ...fees.map((fee) => fee.amount)]);
  return { subtotal, fees, taxes: taxesOf(lines), total };
}

/** The tax is taken from each rate's sum, not line by line: rounded once per rate. */
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

/** What is charged besides the goods; fees that are nothing are left out. */
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
