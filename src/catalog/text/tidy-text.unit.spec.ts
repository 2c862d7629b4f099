import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tidy, tidyHeading } from './tidy-text.js';

/** The bytes of UTF-8, read as windows-1252. */
const misread = (text: string) => new TextDecoder('windows-1252').decode(Buffer.from(text));

describe('a text', () => {
  it.each([
    ['Tate &amp; Lyle', 'Tate & Lyle'],
    ['Haribo &#39;Gold&#x27;', "Haribo 'Gold'"],
    ['&quot;Extra&quot;&nbsp;Virgin', '"Extra" Virgin'],
    ['Caf&eacute;', 'Café'],
    ['Mac &Cheese; & Co', 'Mac &Cheese; & Co'],
    ['M&Ms; &#0; &#xD800; &#9999999;', 'M&Ms; &#0; &#xD800; &#9999999;'],
  ])('has no entities of HTML: %s', (raw, meant) => expect(tidy(raw)).toBe(meant));

  it.each([
    'Café',
    'Crème brûlée',
    'Nestlé’s “Best” – 5 €',
    '½ fat',
    'حليب',
    'Молоко',
    'à la carte',
  ])('has its accents mended: %s', (meant) => expect(tidy(misread(meant))).toBe(meant));

  it.each(['NESCAFÉ®', 'Käse', 'Maçã', 'São', 'Â la', 'Crème brûlée', 'ŒUF', '牛奶', '5 °C', '£5'])(
    'keeps what is meant: %s',
    (text) => expect(tidy(text)).toBe(text),
  );

  it('of letters does not change when it is tidied again', () => {
    const letters = fc.string({ unit: fc.constantFrom(...'aZé ÉñЖح米-1&;') });
    fc.assert(fc.property(letters, (text) => tidy(tidy(text)) === tidy(text)));
  });
});

it.each([
  ['Waffle,Bread & Cookies Mix', 'Waffle, Bread & Cookies Mix'],
  ['STARBUCKS Capsules', 'Starbucks Capsules'],
  ['ÉPICERIE', 'Épicerie'],
  ['BBQ Sauce', 'BBQ Sauce'],
  ['US Cheese', 'US Cheese'],
  ['1,000 Things', '1,000 Things'],
])('a heading %s is spelt %s', (raw, spelt) => expect(tidyHeading(raw)).toBe(spelt));
