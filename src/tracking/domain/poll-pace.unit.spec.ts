import { describe, expect, it } from 'vitest';
import { pollAfterMs } from './poll-pace.js';

describe('the pace of polling', () => {
  it('quickens as the order comes nearer', () => {
    const course = ['placed', 'accepted', 'picking', 'ready', 'out_for_delivery'] as const;
    expect(course.map(pollAfterMs)).toEqual([60_000, 60_000, 20_000, 20_000, 5_000]);
  });

  it('ends with the order', () => {
    expect(pollAfterMs('delivered')).toBeNull();
    expect(pollAfterMs('expired')).toBeNull();
  });
});
