import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { money } from '../../kernel/money.js';
import { lineTotal, type PricedLine, totalsOf } from './pricing.js';

const aed = (amountMinor: number) => money(amountMinor, 'AED');
const terms = { fee: aed(700), freeFrom: aed(10_000) };

describe('pricing', () => {
  it('multiplies pieces and weighs grams', () => {
    expect(lineTotal({ unit: 'each', quantity: 3, price: aed(250) })).toEqual(aed(750));
    expect(lineTotal({ unit: 'g', quantity: 350, price: aed(1299) })).toEqual(aed(455));
  });

  it('charges delivery below the threshold, and not from it on', () => {
    const basket = (amount: number): PricedLine[] => [
      { unit: 'each', quantity: 1, price: aed(amount) },
    ];
    expect(totalsOf('AED', basket(9999), terms).deliveryFee).toEqual(aed(700));
    expect(totalsOf('AED', basket(10_000), terms).deliveryFee).toEqual(aed(0));
    expect(totalsOf('AED', basket(10_000), { ...terms, freeFrom: null }).total).toEqual(
      aed(10_700),
    );
  });

  it('makes totals the sum of their parts, whatever the basket', () => {
    const line = fc.record({
      unit: fc.constantFrom('each' as const, 'g' as const),
      quantity: fc.integer({ min: 1, max: 100_000 }),
      price: fc.integer({ min: 1, max: 1_000_000 }).map(aed),
    });
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 100 }), (lines) => {
        const totals = totalsOf('AED', lines, terms);
        const sum = lines.reduce((amount, each) => amount + lineTotal(each).amountMinor, 0);
        expect(totals.subtotal.amountMinor).toBe(sum);
        expect(totals.total.amountMinor).toBe(sum + totals.deliveryFee.amountMinor);
      }),
    );
  });
});
