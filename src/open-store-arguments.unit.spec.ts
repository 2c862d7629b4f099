import { describe, expect, it } from 'vitest';
import { openingStore } from './open-store-arguments.js';

const least = {
  slug: 'corner',
  name: 'Corner Shop',
  currency: 'EUR',
  'time-zone': 'Europe/Lisbon',
  at: '38.72,-9.14',
};
const read = (more: Partial<Record<string, string>> = {}) =>
  openingStore.read(
    Object.entries({ ...least, ...more }).flatMap(([name, value]) =>
      value === undefined ? [] : [`--${name}`, value],
    ),
  );

describe('npm run open-store', () => {
  it('needs a slug, a name, a currency, a time zone and a place', () => {
    expect(read()).toEqual({
      slug: 'corner',
      name: 'Corner Shop',
      currency: 'EUR',
      timeZone: 'Europe/Lisbon',
      language: 'en',
      location: { lat: 38.72, lng: -9.14 },
      radiusKm: 5,
      feeMinor: 0,
      freeFromMinor: null,
      minimumBasketMinor: 0,
    });
    expect(() => openingStore.read([])).toThrow(
      /^--slug is missing.*\n--name is missing.*\n--currency is .*\n--time-zone is .*\n--at is .*$/,
    );
  });

  it('takes amounts in the store’s currency', () => {
    const amounts = { fee: '2.50', 'free-from': '40', minimum: '0.01' };
    expect(read(amounts)).toMatchObject({
      feeMinor: 250,
      freeFromMinor: 4000,
      minimumBasketMinor: 1,
    });
    expect(read({ currency: 'KWD', fee: '2.505' })).toMatchObject({ feeMinor: 2505 });
    expect(() => read({ fee: '2.505' })).toThrow(
      '--fee 2.505 is not an amount of EUR: too many decimals.',
    );
    expect(() => read({ currency: 'JPY', minimum: '10.5' })).toThrow('--minimum 10.5 is not');
  });

  it('accepts coordinates south and west of zero', () => {
    expect(read({ at: '-33.92,-70.5' })).toMatchObject({ location: { lat: -33.92, lng: -70.5 } });
  });

  it.each([
    ['slug', 'Corner Shop'],
    ['currency', 'euro'],
    ['time-zone', 'Lisbon'],
    ['at', '38.72'],
    ['at', '38.72,-9.14,5'],
    ['at', '-91,0'],
    ['radius-km', '0'],
    ['radius-km', '101'],
    ['fee', '-1'],
    ['fee', '1e2'],
    ['free-from', '40 EUR'],
    ['minimum', '0x10'],
  ])('refuses --%s %s', (name, value) => {
    expect(() => read({ [name]: value })).toThrow(`--${name} ${value} is not `);
  });
});
