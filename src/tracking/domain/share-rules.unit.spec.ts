import { describe, expect, it } from 'vitest';
import { isOver, linkExpiry } from './share-rules.js';

const now = new Date('2026-03-01T09:00:00.000Z');

describe('a share link', () => {
  it('ends a day after the order was due, at the latest', () => {
    expect(linkExpiry(null, now).toISOString()).toBe('2026-03-02T09:00:00.000Z');
    const slot = { endsAt: '2026-03-04T12:00:00.000Z' };
    expect(linkExpiry(slot, now).toISOString()).toBe('2026-03-05T12:00:00.000Z');
    const past = { endsAt: '2026-02-01T12:00:00.000Z' };
    expect(linkExpiry(past, now)).toEqual(linkExpiry(null, now));
  });

  it('outlives its order by three hours', () => {
    const ended = (at: string) =>
      isOver({ isTerminal: true, timeline: [{ at: '2026-03-01T01:00:00.000Z' }, { at }] }, now);
    expect(ended('2026-03-01T06:00:00.001Z')).toBe(false);
    expect(ended('2026-03-01T06:00:00.000Z')).toBe(true);
    const open = { isTerminal: false, timeline: [{ at: '2026-02-01T06:00:00.000Z' }] } as const;
    expect(isOver(open, now)).toBe(false);
  });
});
