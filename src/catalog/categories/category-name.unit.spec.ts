import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { categoryKey } from './category-name.js';

describe('the key of a category’s name', () => {
  it.each([
    ['Tea & Coffee', 'TEAANDCOFFEE'],
    ['Crème-Brûlée', 'CREMEBRULEE'],
    ['Baker’s', 'BAKERS'],
    ['Süßes', 'SUSSES'],
    ['ẞ', 'SS'],
    ['ΟΔΟΣ', 'ΟΔΟΣ'],
    ['οδός', 'ΟΔΟΣ'],
    ['Đồ uống', 'DOUONG'],
    ['لَبَن', 'لبن'],
    ['½ kg', '1⁄2KG'],
  ])('of %s is %s', (name, key) => {
    expect(categoryKey(name)).toBe(key);
  });

  it.each([
    ['飲料', '飲み物'],
    ['दूध', 'दाद'],
    ['Cola', 'Cold'],
    ['Fruit, Veg', 'Fruit Veg'],
    ['か', 'が'],
    ['Sugar', 'Sugar +'],
  ])('tells %s from %s', (one, other) => {
    expect(categoryKey(one)).not.toBe(categoryKey(other));
  });

  it('is the same however a name is spelled', () => {
    const letter = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzäéñøß0123456789,/.+&');
    const between = fc.constantFrom('', ' ', '-', '–', '’', '\u0027', ' - ', '\u00A0');
    const name = fc.array(fc.tuple(letter, between, fc.boolean()), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(name, (parts) => {
        const plain = parts.map(([character]) => character).join('');
        const spelled = parts
          .map(([character, gap, isUpper]) => (isUpper ? character.toUpperCase() : character) + gap)
          .join('');
        const others = [spelled, spelled.normalize('NFD'), spelled.replaceAll('&', 'and')];
        for (const other of others) expect(categoryKey(other)).toBe(categoryKey(plain));
      }),
      { numRuns: 2000 },
    );
  });
});
