import { expect, it } from 'vitest';
import { toldStock } from './told-stock.js';

it('tells scarce stock exactly, and of plenty that it is plenty', () => {
  const pieces = [0, 1, 19, 20, 21, 5000].map((available) => toldStock(available, 'each'));
  expect(pieces).toEqual([0, 1, 19, 20, 20, 20]);
  const grams = [0, 250, 5000, 5001, 80_000].map((available) => toldStock(available, 'weight'));
  expect(grams).toEqual([0, 250, 5000, 5000, 5000]);
});
