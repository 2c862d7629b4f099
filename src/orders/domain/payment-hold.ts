import { addMoney, type Money, shareOfMoneyUp, sumMoney } from '../../kernel/money.js';
import { lineTotal, type PricedLine } from './pricing.js';

/** By how much goods sold by weight may cost more than estimated before the hold is too small. */
export const weightBufferPercent = 15;

/** What a card is held for: the total, and a buffer on the goods that will only be weighed. */
export function holdFor(total: Money, lines: readonly PricedLine[]): Money {
  const weighed = lines.filter(({ unit }) => unit === 'g').map(lineTotal);
  const estimate = sumMoney(total.currency, weighed);
  return addMoney(total, shareOfMoneyUp(estimate, weightBufferPercent, 100));
}
