import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defineFailure, ExpectedFailure } from './failure.js';
import { UuidV7Ids } from './ids.js';
import {
  addMoney,
  currencyExponent,
  formatMoney,
  missingTo,
  money,
  priceOfWeight,
  roundMoney,
} from './money.js';
import { circleAround, distanceMetres } from './geo.js';

describe('money', () => {
  it('refuses fractions, unsafe integers and unknown currencies', () => {
    expect(() => money(1.5, 'AED')).toThrow(RangeError);
    expect(() => money(2 ** 53, 'AED')).toThrow(RangeError);
    expect(() => money(1, 'ZZZ')).toThrow(RangeError);
  });

  it('never adds two currencies', () => {
    expect(() => addMoney(money(1, 'AED'), money(1, 'EUR'))).toThrow(RangeError);
  });

  it('prices a weight to the nearest minor unit, halves away from zero', () => {
    expect(priceOfWeight(money(1000, 'AED'), 1000).amountMinor).toBe(1000);
    expect(priceOfWeight(money(999, 'AED'), 500).amountMinor).toBe(500);
    expect(priceOfWeight(money(1, 'AED'), 499).amountMinor).toBe(0);
    expect(priceOfWeight(money(1, 'AED'), 500).amountMinor).toBe(1);
    expect(priceOfWeight(money(-1, 'AED'), 500).amountMinor).toBe(-1);
  });

  it.each([
    [5055, 25, 5050],
    [5062, 25, 5050],
    [5063, 25, 5075],
    [5050, 25, 5050],
    [12, 25, 0],
    [13, 25, 25],
    [1950, 100, 2000],
    [1949, 100, 1900],
    [-12, 25, 0],
    [-13, 25, -25],
    [7, 1, 7],
  ])('rounds %i to the nearest multiple of %i: %i', (amount, step, rounded) => {
    expect(roundMoney(money(amount, 'AED'), step)).toEqual(money(rounded, 'AED'));
  });

  it('rounds to no step that is none', () => {
    for (const step of [0, -5, 0.5]) {
      expect(() => roundMoney(money(10, 'AED'), step)).toThrow(RangeError);
    }
  });

  it('is off by at most half a minor unit for any price and weight', () => {
    fc.assert(
      fc.property(fc.nat(10_000_000), fc.nat(1_000_000), (price, grams) => {
        const exact = (price * grams) / 1000;
        expect(
          Math.abs(priceOfWeight(money(price, 'AED'), grams).amountMinor - exact),
        ).toBeLessThan(0.500001);
      }),
    );
  });

  it('knows how many decimals a currency has', () => {
    expect(['AED', 'JPY', 'KWD'].map(currencyExponent)).toEqual([2, 0, 3]);
    expect(formatMoney(money(5, 'AED'))).toBe('AED 0.05');
    expect(formatMoney(money(-123456, 'KWD'))).toBe('KWD -123.456');
    expect(formatMoney(money(70, 'JPY'))).toBe('JPY 70');
  });
});

describe('place', () => {
  it('measures a degree of latitude as 111.2 km', () => {
    expect(Math.round(distanceMetres({ lat: 0, lng: 0 }, { lat: 1, lng: 0 }))).toBe(111_195);
  });

  it('draws a circle whose corners are equally far away', () => {
    const centre = { lat: 59.9, lng: 10.7 };
    for (const corner of circleAround(centre, 5000)) {
      expect(Math.abs(distanceMetres(centre, corner) - 5000)).toBeLessThan(10);
    }
  });
});

describe('failure', () => {
  const Sample = defineFailure({
    code: 'test-sample',
    kind: 'conflict',
    title: 'A sample',
    remedy: 'None.',
  });

  it('carries what happened this time beside its definition', () => {
    const failure = Sample.because('It happened.', { lines: [1] });
    expect(failure).toBeInstanceOf(ExpectedFailure);
    expect(Sample.matches(failure)).toBe(true);
    expect([failure.definition.code, failure.detail, failure.extras]).toEqual([
      'test-sample',
      'It happened.',
      { lines: [1] },
    ]);
  });

  it('gives one code one meaning', () => {
    expect(() => defineFailure({ ...Sample })).toThrow('defined twice');
  });
});

describe('ids', () => {
  it('sort in the order they were made', () => {
    const ids = new UuidV7Ids();
    const made = Array.from({ length: 1000 }, () => ids.next());
    expect(made).toEqual([...made].toSorted());
    expect(new Set(made).size).toBe(1000);
  });
});

it('says what is missing to a threshold, and nothing once it is met', () => {
  expect([
    missingTo(money(500, 'AED'), money(499, 'AED')),
    missingTo(money(500, 'AED'), money(500, 'AED')),
  ]).toEqual([money(1, 'AED'), null]);
});
