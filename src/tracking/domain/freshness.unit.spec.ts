import { describe, expect, it } from 'vitest';
import { freshnessOf } from './freshness.js';

const received = Date.parse('2026-03-01T09:00:00.000Z');
const after = (milliseconds: number) => freshnessOf(received, new Date(received + milliseconds));

describe('the age of a position', () => {
  it('is in whole seconds, and stale beyond fifteen', () => {
    expect(after(1999)).toEqual({ ageSeconds: 1, stale: false });
    expect(after(15_000)).toEqual({ ageSeconds: 15, stale: false });
    expect(after(15_001)).toEqual({ ageSeconds: 15, stale: true });
  });

  it('is never negative, should the clocks of two processes differ', () => {
    expect(after(-3000)).toEqual({ ageSeconds: 0, stale: false });
  });
});
