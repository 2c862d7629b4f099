import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distance, meantBy, nearest } from './spelling.js';

const plain = (word: string) => ({ word, stem: word });

describe('the distance of two spellings', () => {
  it.each([
    ['milk', 'milk', 0],
    ['mlik', 'milk', 1],
    ['milkk', 'milk', 1],
    ['mik', 'milk', 1],
    ['silk', 'milk', 1],
    ['chedar', 'cheddar', 1],
    ['brocolli', 'broccoli', 2],
    ['молко', 'молоко', 1],
    ['', 'tea', 3],
    ['tea', 'coffee', 4],
  ])('%s and %s: %i', (a, b, away) => {
    expect(distance(a, b)).toBe(away);
  });

  it('is the same both ways, and 0 only from a word to itself', () => {
    const word = fc.string({ maxLength: 8, unit: fc.constantFrom('a', 'b', 'c') });
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(distance(a, b)).toBe(distance(b, a));
        expect(distance(a, b) === 0).toBe(a === b);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a misspelt word means', () => {
  it.each([
    ['the nearest', 'chedar', ['chedder', 'cheddar', 'cedar'], ['cedar', 'cheddar']],
    ['nothing two letters away when it is short', 'pear', ['bread'], []],
    ['nothing else when it has three letters', 'tee', ['tea'], []],
    [
      'what is two slips away when it is long',
      'mozarela',
      ['mozzarella', 'mortadella'],
      ['mozzarella'],
    ],
    ['three words at most', 'abcd', ['abce', 'abcf', 'abcg', 'abch'], ['abce', 'abcf', 'abcg']],
  ])('%s', (_, word, known, meant) => {
    expect(meantBy(plain(word), known.map(plain)).map((each) => each.word)).toEqual(meant);
  });
});

it('means a plural where only that is known', () => {
  const strawberries = { word: 'strawberries', stem: 'strawberri' };
  const asked = { word: 'strawbery', stem: 'strawberi' };
  expect(meantBy(asked, [strawberries])).toEqual([strawberries]);
});

it('counts another ending as a slip', () => {
  const near = nearest({ word: 'chesse', stem: 'chess' }, ['cheese', 'chess'].map(plain), 1);
  expect(near.map(({ away }) => away)).toEqual([1, 1]);
});

it('prefers, among equally near words, those that begin alike', () => {
  const near = nearest(plain('bred'), ['fred', 'bread', 'brad'].map(plain), 1);
  expect(near.map(({ candidate }) => candidate.word)).toEqual(['brad', 'bread', 'fred']);
});
