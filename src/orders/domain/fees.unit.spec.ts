import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { money } from '../../kernel/money.js';
import { deliveryTerms } from '../../delivery-options/terms/delivery-fee.js';
import { defaultTerms, type StoreTerms } from '../../delivery-options/terms/store-terms.js';
import { feesOf } from './pricing.js';

const aed = (minor: number) => money(minor, 'AED');
const everywhere = { feeMinor: null, freeFromMinor: null };
const termsAt = (change: Partial<StoreTerms>, zone = {}, metres = 0) =>
  deliveryTerms('AED', { ...defaultTerms, ...change }, { ...everywhere, ...zone }, metres);
const lines = (subtotal: number, change: Partial<StoreTerms>, zone = {}, tip = 0) =>
  feesOf(aed(subtotal), termsAt(change, zone), aed(tip)).map(
    ({ code, amount }) => `${code} ${amount.amountMinor}`,
  );

describe('the delivery fee', () => {
  it('is free from the threshold on, the zone’s before the store’s', () => {
    const terms = { feeMinor: 700, freeFromMinor: 5000 };
    expect([lines(4999, terms), lines(5000, terms)]).toEqual([['delivery 700'], []]);
    const own = { freeFromMinor: 9000 };
    expect([lines(8999, terms, own), lines(9000, terms, own)]).toEqual([['delivery 700'], []]);
  });
});

describe('the other fees', () => {
  it('are for goods below the threshold, and for the tip', () => {
    const terms = { feeMinor: 700, smallBasket: { belowMinor: 3000, feeMinor: 450 } };
    expect(lines(2999, terms, {}, 200)).toEqual(['delivery 700', 'small_basket 450', 'tip 200']);
    expect(lines(3000, terms)).toEqual(['delivery 700']);
  });

  it('leave out fees of 0', () => {
    expect(lines(1, {})).toEqual([]);
  });

  it('never grow with the basket, except the tip', () => {
    const some = fc.nat(10_000);
    fc.assert(
      fc.property(some, some, some, some, some, some, (...[a, b, fee, free, below, small]) => {
        const terms = {
          feeMinor: fee,
          freeFromMinor: free,
          smallBasket: { belowMinor: below, feeMinor: small },
        };
        const sum = (subtotal: number) =>
          feesOf(aed(subtotal), termsAt(terms), aed(1)).reduce(
            (total, { amount }) => total + amount.amountMinor,
            0,
          );
        expect(sum(Math.max(a, b))).toBeLessThanOrEqual(sum(Math.min(a, b)));
      }),
    );
  });
});
