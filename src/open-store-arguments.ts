import { isTimeZone } from './catalog/stores/opening-hours.js';
import { canonicalLanguage, isLanguage } from './catalog/text/alphabet.js';
import { anyText, ArgumentsRefused, commandLine, decimal, type Kind } from './command-line.js';
import { currencyExponent, isCurrency } from './kernel/money.js';
import type { LatLng } from './kernel/geo.js';

const that = (is: string, fits: (text: string) => boolean): Kind<string> => ({
  is,
  read: (text) => (fits(text) ? text : undefined),
});

const place: Kind<LatLng> = {
  is: 'a latitude from -85 to 85 and a longitude from -180 to 180 with a comma between',
  read: (text) => {
    const [, lat, lng] = /^(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)$/.exec(text)?.map(Number) ?? [];
    if (lat === undefined || lng === undefined) return undefined;
    return Math.abs(lat) < 85 && Math.abs(lng) <= 180 ? { lat, lng } : undefined;
  },
};

/** In the store's currency, which decides how many decimals are allowed. */
const amount = that('an amount of money', (text) => /^\d{1,12}(\.\d{1,4})?$/.test(text));

export const openingStore = commandLine({
  command: 'npm run open-store',
  about:
    'Opens a store and a zone around it that it delivers to. Settings are those of the server: ' +
    'npm start -- --help.',
  arguments: {
    slug: {
      takes: that('1 to 80 lower-case letters, digits and hyphens', (text) =>
        /^[a-z0-9-]{1,80}$/.test(text),
      ),
      as: 'SLUG',
      means: 'Its name in addresses: lower-case letters, digits, hyphens',
      example: 'corner',
    },
    name: { takes: anyText, as: 'NAME', means: 'What shoppers see', example: "'Corner Shop'" },
    currency: {
      takes: that('a currency of ISO 4217', isCurrency),
      as: 'CODE',
      means: 'What it sells in, ISO 4217',
      example: 'EUR',
    },
    'time-zone': {
      takes: that('a time zone of IANA', isTimeZone),
      as: 'ZONE',
      means: 'The time zone of its opening hours, IANA',
      example: 'Europe/Lisbon',
    },
    language: {
      takes: that('a language of BCP 47', isLanguage),
      as: 'TAG',
      means: 'The language as which names of goods sort, BCP 47',
      example: 'pt',
      otherwise: 'en',
    },
    at: { takes: place, as: 'LAT,LNG', means: 'Where it is, in degrees', example: '38.72,-9.14' },
    'radius-km': {
      takes: decimal(0.01, 100),
      as: 'KM',
      means: 'How far it delivers, around itself',
      example: '4',
      otherwise: '5',
    },
    fee: {
      takes: amount,
      as: 'AMOUNT',
      means: 'What a delivery costs',
      example: '2.50',
      otherwise: '0',
    },
    'free-from': {
      takes: amount,
      as: 'AMOUNT',
      means: 'The basket from which a delivery costs nothing; left out, it always costs the fee',
      example: '40',
      otherwise: null,
    },
    minimum: {
      takes: amount,
      as: 'AMOUNT',
      means: 'The smallest basket that is delivered',
      example: '10',
      otherwise: '0',
    },
  },
  notes: `It is open every day from 08:00 to 22:00, and delivers as soon as possible or in slots of two hours
with ten orders each. An admin changes its hours and holidays, PATCH /v1/admin/stores/{id}, and its
fees and slots, PUT /v1/admin/stores/{id}/delivery-terms.`,
  complete: ({ at, fee, minimum, ...given }) => ({
    slug: given.slug,
    name: given.name,
    currency: given.currency,
    timeZone: given['time-zone'],
    language: canonicalLanguage(given.language),
    location: at,
    radiusKm: given['radius-km'],
    feeMinor: minorUnits('fee', fee, given.currency),
    freeFromMinor:
      given['free-from'] === null
        ? null
        : minorUnits('free-from', given['free-from'], given.currency),
    minimumBasketMinor: minorUnits('minimum', minimum, given.currency),
  }),
});

function minorUnits(name: string, text: string, currency: string): number {
  const decimals = currencyExponent(currency);
  const [whole = '', fraction = ''] = text.split('.');
  if (fraction.length <= decimals) return Number(whole + fraction.padEnd(decimals, '0'));
  throw new ArgumentsRefused(
    `--${name} ${text} is not an amount of ${currency}: too many decimals.`,
  );
}
