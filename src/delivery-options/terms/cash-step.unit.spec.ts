import { describe, expect, it } from 'vitest';
import { cashStepOf } from './cash-step.js';
import { defaultTerms } from './store-terms.js';

describe('the step that cash is rounded to', () => {
  it.each([
    ['AED', 25],
    ['CHF', 5],
    ['HUF', 500],
    ['EUR', 1],
    ['USD', 1],
    ['JPY', 1],
  ])('is the currency’s: %s %i', (currency, step) => {
    expect(cashStepOf(currency, defaultTerms)).toBe(step);
  });

  it('is the store’s own where it has set one', () => {
    expect(cashStepOf('EUR', { cashStepMinor: 5 })).toBe(5);
    expect(cashStepOf('AED', { cashStepMinor: 1 })).toBe(1);
  });
});
