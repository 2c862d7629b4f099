import type { Unit } from './pricing.js';

/** By how much goods sold by weight may differ from what was ordered, in per cent. */
export const weightTolerancePercent = 20;

export type Amount = 'whole' | 'part' | 'more';

/** How what was picked stands to what was ordered; both in pieces, or both in grams. */
export function amountOf(unit: Unit, ordered: number, picked: number): Amount {
  const tolerance = unit === 'g' ? weightTolerancePercent : 0;
  if (picked * 100 < ordered * (100 - tolerance)) return 'part';
  return picked * 100 > ordered * (100 + tolerance) ? 'more' : 'whole';
}
