import { addMoney, type Money, shareOfMoneyUp, sumMoney } from '../../kernel/money.js';
import { lineTotal, type PricedLine } from './pricing.js';

/** Share by which goods sold by weight may exceed their estimate within the hold. */
export const weightBufferPercent = 15;

/** The amount to hold on a card: the total, and a buffer on goods sold by weight. */
export function holdFor(total: Money, lines: readonly PricedLine[]): Money {
  const weighed = lines.filter(({ unit }) => unit === 'g').map(lineTotal);
  const estimate = sumMoney(total.currency, weighed);
  return addMoney(total, shareOfMoneyUp(estimate, weightBufferPercent, 100));
}
