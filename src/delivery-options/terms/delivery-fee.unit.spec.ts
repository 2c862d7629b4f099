import { describe, expect, it } from 'vitest';
import { money } from '../../kernel/money.js';
import { deliveryTerms } from './delivery-fee.js';
import { defaultTerms, type StoreTerms } from './store-terms.js';

const aed = (minor: number) => money(minor, 'AED');
const everywhere = { feeMinor: null, freeFromMinor: null };
const termsAt = (change: Partial<StoreTerms>, zone = {}, metres = 0) =>
  deliveryTerms('AED', { ...defaultTerms, ...change }, { ...everywhere, ...zone }, metres);

describe('the delivery fee', () => {
  const bands = [
    { upToMetres: 1000, feeMinor: 300 },
    { upToMetres: 3000, feeMinor: 0 },
  ];
  it.each([
    ['flat', {}, {}, 0, 900],
    ['of the nearest band', { bands }, {}, 1000, 300],
    ['of the next band', { bands }, {}, 1000.5, 0],
    ['flat beyond the bands', { bands }, {}, 3001, 900],
    ['the zone’s, before any band', { bands }, { feeMinor: 500 }, 10, 500],
    ['nothing where the zone says so', {}, { feeMinor: 0 }, 10, 0],
  ])('is %s', (_, change, zone, metres, fee) => {
    expect(termsAt({ feeMinor: 900, ...change }, zone, metres).fee).toEqual(aed(fee));
  });
});
