import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { productSlug } from './product-slug.js';
import { isSlug } from './slug.decorator.js';
import { tidy } from './tidy-text.js';

describe('the slug of a product', () => {
  it.each([
    ['Whole Milk', '1 l', 'whole-milk-1-l'],
    ['Crème Brûlée & Co', null, 'creme-brulee-and-co'],
    ['Salt&Pepper', '', 'salt-and-pepper'],
    ["Baker's  Choice!!", '', 'bakers-choice'],
    ['Dishwash 100% – Lemon', '2x1.38L', 'dishwash-100-lemon-2x1-38l'],
    ['ＷＩＤＥ', '½ kg', 'wide-1-2-kg'],
    ['İzmir Straße', null, 'izmir-straße'],
    ['لَبَن', '500 مل', 'لبن-500-مل'],
    ['दूध', null, 'दूध'],
    ['우유', null, '우유'],
    ['ガム', null, 'ガム'],
    ['???', null, 'product'],
    ['', ' ', 'product'],
    ['word '.repeat(40), null, Array.from({ length: 16 }, () => 'word').join('-')],
    ['a'.repeat(80), '1 l', 'a'.repeat(80)],
    ['a'.repeat(200), null, 'a'.repeat(80)],
    ['𠮷'.repeat(100), null, '𠮷'.repeat(80)],
  ])('of %s, %s is %s', (name, size, slug) => {
    expect(productSlug(name, size)).toBe(slug);
  });

  it('is always words joined by single hyphens, at most 80 characters, and its own slug', () => {
    const text = fc.string({ unit: 'binary', maxLength: 200 });
    fc.assert(
      fc.property(text, fc.option(text), (name, size) => {
        const slug = productSlug(name, size);
        expect(slug).toMatch(/^[\p{L}\p{N}\p{M}]+(-[\p{L}\p{N}\p{M}]+)*$/u);
        expect([...slug].length).toBeLessThanOrEqual(80);
        expect(productSlug(slug, null)).toBe(slug);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('what is made is taken', () => {
  it('of each letter, digit and mark of every script, with a quote beside it', () => {
    const refused: string[] = [];
    for (let point = 0; point < 0x20000; point += 1) {
      const letter = String.fromCodePoint(point);
      if (!/[\p{L}\p{N}\p{M}]/u.test(letter)) continue;
      const slug = productSlug(`"${letter}" a'${letter}`, letter);
      if (!isSlug(slug) || tidy(slug) !== slug) refused.push(point.toString(16));
    }
    expect(refused).toEqual([]);
  });

  it('of long names in scripts beyond the first plane', () => {
    expect(isSlug(productSlug('𞤀𞤣𞤤𞤢𞤥 '.repeat(20), null))).toBe(true);
  });

  it('of a name that looks like an id', () => {
    const slug = productSlug('0190B6E2-5F00-7ABC-8DEF-00000000000D', null);
    expect(slug).toBe('product-0190b6e2-5f00-7abc-8def-00000000000d');
  });
});
