import { describe, expect, it } from 'vitest';
import {
  afterRound,
  driverMayTakeAnother,
  orderMayBeAssigned,
  searchFrom,
  searchIsOver,
  silentSince,
} from './dispatch-rules.js';

const now = new Date('2026-03-01T09:00:00Z');
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000);

describe('assigning', () => {
  it('is for orders that are accepted and not yet collected', () => {
    expect(orderMayBeAssigned('placed')).toBe(false);
    expect(orderMayBeAssigned('accepted')).toBe(true);
    expect(orderMayBeAssigned('picking')).toBe(true);
    expect(orderMayBeAssigned('ready')).toBe(true);
    expect(orderMayBeAssigned('out_for_delivery')).toBe(false);
    expect(orderMayBeAssigned('delivered')).toBe(false);
  });

  it('stops at the capacity of the driver', () => {
    expect(driverMayTakeAnother(2, 3)).toBe(true);
    expect(driverMayTakeAnother(3, 3)).toBe(false);
  });
});

describe('looking for a driver', () => {
  it('begins at once, or half an hour before the slot', () => {
    expect(searchFrom(null, now)).toEqual(now);
    const slotIn = (minutes: number) => ({ startsAt: ago(-minutes * 60).toISOString() });
    expect(searchFrom(slotIn(29), now)).toEqual(now);
    expect(searchFrom(slotIn(45), now)).toEqual(ago(-15 * 60));
  });

  it('is over after ten minutes', () => {
    expect(searchIsOver(ago(599), now)).toBe(false);
    expect(searchIsOver(ago(600), now)).toBe(true);
  });

  it.each([
    [1, false, false, { round: 2, waitMs: 0 }],
    [1, true, true, { round: 2, waitMs: 20_000 }],
    [2, false, true, { round: 3, waitMs: 0 }],
    [3, false, false, { round: 1, waitMs: 20_000 }],
    [3, false, true, 'give-up'],
    [3, true, true, 'give-up'],
  ] as const)('after round %i, asked in it: %s, at all: %s', (round, inRound, atAll, next) => {
    expect(afterRound({ round, asked: { inRound, atAll } })).toEqual(next);
  });
});

describe('silence', () => {
  it('begins when a position is found to be a minute old, or gone', () => {
    expect(silentSince(ago(60), null, now)).toBe(null);
    expect(silentSince(ago(61), null, now)).toEqual(now);
    expect(silentSince(ago(10), { since: ago(400), seenAt: ago(60) }, now)).toBe(null);
  });

  it('lasts as long as somebody watches', () => {
    expect(silentSince(null, null, now)).toEqual(now);
    expect(silentSince(ago(61), { since: ago(30), seenAt: ago(30) }, now)).toEqual(ago(30));
    expect(silentSince(null, { since: ago(300), seenAt: ago(120) }, now)).toEqual(ago(300));
    expect(silentSince(null, { since: ago(300), seenAt: ago(121) }, now)).toEqual(now);
  });
});
