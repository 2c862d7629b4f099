import { expect, it } from 'vitest';
import { sizesIn } from './asked-sizes.js';

it.each([
  ['500g', "('500g' | '500g' | '500' <-> 'g')", ' '],
  ['rice 500 g', "('500g' | '500g' | '500' <-> 'g')", 'rice  '],
  ['0.5kg rice', "('500g' | '0' <-> '5kg' | '0' <-> '5' <-> 'kg')", '  rice'],
  ['.5 l', "('500ml' | '5l' | '5' <-> 'l')", ' '],
  ['cola 1,5 l', "('1500ml' | '1' <-> '5l' | '1' <-> '5' <-> 'l')", 'cola  '],
  ['33cl beer', "('330ml' | '33cl' | '33' <-> 'cl')", '  beer'],
  ['4.5g', "('4d5g' | '4' <-> '5g' | '4' <-> '5' <-> 'g')", ' '],
  ['milk 6x200ml', "('200ml' | '200ml' | '200' <-> 'ml')", 'milk  '],
  ['молоко 1 л', "('1000ml' | '1л' | '1' <-> 'л')", 'молоко  '],
])('of “%s” reads the size', (q, query, rest) => {
  expect(sizesIn(q)).toMatchObject({ sizes: [{ query }], rest });
});

it.each(['milk', "l'oreal", '7 up', 'wd40', '3 lemons', '100 grammes', 'b12g5', '0 g', 'g', 'kg'])(
  'reads no size of “%s”',
  (q) => {
    expect(sizesIn(q)).toEqual({ sizes: [], rest: q });
  },
);

it('reads five sizes, and leaves the others as words', () => {
  const { sizes, rest } = sizesIn('1g 2g 3g 4g 5g 6g');
  expect(sizes.map(({ typed }) => typed)).toEqual(['1g', '2g', '3g', '4g', '5g']);
  expect(rest.trim()).toBe('6g');
});
