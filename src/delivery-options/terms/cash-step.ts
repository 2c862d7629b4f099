// What coins can pay: cash is rounded to it.
import type { StoreTerms } from './store-terms.js';

/** The smallest coin in use, in minor units, where it is more than one of them. */
const usualSteps: Readonly<Record<string, number>> = {
  AED: 25,
  AUD: 5,
  CAD: 5,
  CHF: 5,
  CZK: 100,
  DKK: 50,
  HKD: 10,
  HUF: 500,
  ILS: 10,
  MYR: 5,
  NOK: 100,
  NZD: 10,
  SEK: 100,
  SGD: 5,
  ZAR: 10,
};

/** The step that the store rounds cash to, in minor units: its own, else its currency's. */
export function cashStepOf(
  currency: string,
  { cashStepMinor }: Pick<StoreTerms, 'cashStepMinor'>,
): number {
  return cashStepMinor ?? usualSteps[currency] ?? 1;
}
