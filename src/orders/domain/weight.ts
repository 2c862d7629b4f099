import type { Unit } from './pricing.js';

/** Share by which the weight of goods may differ from the order, in per cent. */
export const weightTolerancePercent = 20;

export type Amount = 'whole' | 'part' | 'more';

/** Compares the picked with the ordered quantity; both in pieces, or both in grams. */
export function amountOf(unit: Unit, ordered: number, picked: number): Amount {
  const tolerance = unit === 'g' ? weightTolerancePercent : 0;
  if (picked * 100 < ordered * (100 - tolerance)) return 'part';
  return picked * 100 > ordered * (100 + tolerance) ? 'more' : 'whole';
}
