import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { money } from '../../kernel/money.js';
import { lineTotal, type PricedLine, totalsOf } from './pricing.js';

const aed = (amountMinor: number) => money(amountMinor, 'AED');

describe('pricing', () => {
  it('multiplies pieces and weighs grams', () => {
    expect(lineTotal({ unit: 'each', quantity: 3, price: aed(250) })).toEqual(aed(750));
    expect(lineTotal({ unit: 'g', quantity: 350, price: aed(1299) })).toEqual(aed(455));
  });

  it('tells the taxes included in the prices, rounded once for each rate', () => {
    const at = (taxRateBasisPoints: number, amount: number): PricedLine => ({
      unit: 'each',
      quantity: 1,
      price: aed(amount),
      taxRateBasisPoints,
    });
    // 5/105 of 30 is 1.43; of each 10 alone it would be 0.48, rounded to 0.
    expect(totalsOf('AED', [at(500, 10), at(500, 10), at(500, 10)], []).taxes).toEqual([
      { rateBasisPoints: 500, amount: aed(1) },
    ]);
    expect(totalsOf('AED', [at(2000, 120), at(0, 50), at(500, 105)], []).taxes).toEqual([
      { rateBasisPoints: 500, amount: aed(5) },
      { rateBasisPoints: 2000, amount: aed(20) },
    ]);
  });

  it('makes totals the sum of their parts, whatever the basket', () => {
    const line = fc.record({
      unit: fc.constantFrom('each' as const, 'g' as const),
      quantity: fc.integer({ min: 1, max: 100_000 }),
      price: fc.integer({ min: 1, max: 1_000_000 }).map(aed),
      taxRateBasisPoints: fc.constantFrom(0, 500, 2000),
    });
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 100 }),
        fc.integer({ min: 0, max: 5000 }),
        fc.constantFrom(1, 5, 25, 100),
        (lines, fee, step) => {
          const fees = [{ code: 'delivery' as const, amount: aed(fee) }];
          const totals = totalsOf('AED', lines, fees, step);
          const sum = lines.reduce((amount, each) => amount + lineTotal(each).amountMinor, 0);
          expect(totals.subtotal.amountMinor).toBe(sum);
          expect(totals.total.amountMinor).toBe(sum + fee);
          const { amountMinor: rounding } = totals.rounding;
          expect((sum + fee + rounding) % step).toBe(0);
          expect(Math.abs(rounding) * 2).toBeLessThanOrEqual(step);
        },
      ),
    );
  });
});
