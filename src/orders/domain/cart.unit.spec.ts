import { describe, expect, it } from 'vitest';
import { type BasketLine, mergedLines } from './cart.js';

const line = (change: Partial<BasketLine> = {}): BasketLine => ({
  productId: 'milk',
  quantity: 1,
  note: null,
  preference: 'refund',
  preferredProductId: null,
  fallback: 'refund',
  ...change,
});

describe('lines of a basket', () => {
  it('of one product with the same wishes are one, at the place of the first', () => {
    const bread = line({ productId: 'bread' });
    const lines = [line(), bread, line({ quantity: 2 }), line({ quantity: 3 })];
    expect(mergedLines(lines)).toEqual([line({ quantity: 6 }), bread]);
  });

  it.each<Partial<BasketLine>>([
    { productId: 'bread' },
    { note: 'the green ones' },
    { preference: 'similar' },
    { preference: 'chosen', preferredProductId: 'bread' },
    { fallback: 'accept' },
  ])('stay apart where they differ by %j', (change) => {
    const lines = [line(), line(change)];
    expect(mergedLines(lines)).toEqual(lines);
  });
});
