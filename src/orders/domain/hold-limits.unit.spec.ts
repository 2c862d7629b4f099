import { expect, it } from 'vitest';
import { heldUnitsOf } from './hold-limits.js';

const line = (productId: string, quantity: number, unit: 'each' | 'g' = 'each') => ({
  productId,
  quantity,
  unit,
});

it.each([
  ['pieces', [line('tea', 3)], 3],
  ['kilograms begun', [line('apples', 1001, 'g')], 2],
  ['the most of any', [line('tea', 3), line('apples', 9000, 'g'), line('rice', 2)], 9],
  ['all lines of a product', [line('tea', 3), line('rice', 4), line('tea', 2)], 5],
  ['grams of all lines', [line('apples', 600, 'g'), line('apples', 400, 'g')], 1],
])('a hold counts %s', (_, lines, units) => {
  expect(heldUnitsOf(lines)).toBe(units);
});
