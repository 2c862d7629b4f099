import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { money } from '../../kernel/money.js';
import { holdFor } from './payment-hold.js';
import { refundable, refundOf, withinRounding } from './payment-refund.js';
import { claimsClose } from './payment-claim.js';

const aed = (minor: number) => money(minor, 'AED');
const line = (unit: 'each' | 'g', quantity: number, minor: number) => ({
  unit,
  quantity,
  price: aed(minor),
  taxRateBasisPoints: 0,
});

describe('a hold', () => {
  it('is the total where no goods are sold by weight', () => {
    expect(holdFor(aed(2700), [line('each', 2, 1000)])).toEqual(aed(2700));
  });

  it.each([
    [1000, 1000, 150],
    [1000, 1, 1],
    [500, 333, 26],
  ])('of %i g at %i per kilogram has a buffer of %i, rounded up', (grams, price, buffer) => {
    const lines = [line('each', 1, 5000), line('g', grams, price)];
    expect(holdFor(aed(9000), lines)).toEqual(aed(9000 + buffer));
  });
});

describe('refunds', () => {
  it('are limited by the captured money that has not been refunded', () => {
    expect(refundable(aed(1000), aed(300))).toEqual(aed(700));
  });

  it('of a line’s parts, in any order, never exceed its price, and of all parts equal it', () => {
    const parts = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(parts, fc.integer({ min: 0, max: 100_000 }), (quantities, charged) => {
        const quantity = quantities.reduce((a, b) => a + b);
        const bought = { charged: aed(charged), quantity };
        expect(refundOf({ ...bought, refunded: aed(0) }, quantity)).toEqual(aed(charged));
        let refunded = 0;
        for (const part of quantities) {
          refunded += refundOf({ ...bought, refunded: aed(refunded) }, part).amountMinor;
        }
        expect(refunded).toBeLessThanOrEqual(charged);
        expect(charged - refunded).toBeLessThanOrEqual(quantities.length);
      }),
    );
  });

  it('of all lines are no more than was paid in coins, and of less are what they cost', () => {
    const of = (amounts: number[], left: number) =>
      withinRounding(amounts.map(aed), aed(left), 25).map(({ amountMinor }) => amountMinor);
    expect(of([5000, 55], 5050)).toEqual([5000, 50]);
    expect(of([5052, 3], 5050)).toEqual([5050, 0]);
    expect(of([5000, 55], 5055)).toEqual([5000, 55]);
    expect(of([5000], 5050)).toEqual([5000]);
    // More than any rounding: that is refused.
    expect(of([5000, 75], 5050)).toEqual([5000, 75]);
  });

  it('can be asked for during 48 hours', () => {
    expect(claimsClose(new Date('2026-12-01T10:00:00Z'))).toEqual(new Date('2026-12-03T10:00:00Z'));
  });
});
