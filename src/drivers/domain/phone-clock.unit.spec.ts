import { describe, expect, it } from 'vitest';
import {
  heardClock,
  isLate,
  lateMs,
  madeAtMs,
  newClock,
  type PhoneClock,
  steadyMs,
  steadyWithinMs,
} from './phone-clock.js';

const now = Date.parse('2026-01-01T10:00:00Z');
const learn = (...lags: [lagMs: number, afterMs: number][]): PhoneClock =>
  lags.reduce<PhoneClock | null>(
    (clock, [lagMs, afterMs]) => heardClock(clock, lagMs, now + afterMs),
    null,
  )!;

describe("a phone's clock", () => {
  it('is known when the smallest lag has stayed for a while', () => {
    expect(learn([500, 0], [400, steadyMs - 1])).toMatchObject({ lagMs: 400, isKnown: false });
    expect(learn([500, 0], [900, steadyMs])).toMatchObject({ lagMs: 500, isKnown: true });
    expect(learn([500, 0], [900, steadyMs], [100, steadyMs])).toMatchObject({ lagMs: 100 });
  });

  it('is not learnt from fixes that waited: they come with ever less, or late', () => {
    const flushed = [0, 1, 2, 3, 4].map(
      (n) => [100_000 - n * 20_000, n * 5000] as [number, number],
    );
    expect(learn(...flushed)).toMatchObject({ lagMs: 20_000, isKnown: false });
    expect(learn([0, 0], [100_000, steadyMs])).toMatchObject({ lagMs: 0, isKnown: false });
    expect(isLate(newClock(0, now), lateMs)).toBe(false);
    expect(isLate(newClock(0, now), lateMs + 1)).toBe(true);
    expect(isLate(null, 100_000)).toBe(false);
  });

  it('is learnt anew when it was set forward', () => {
    const known = learn([500, 0], [500, steadyMs]);
    expect(heardClock(known, 500 - steadyWithinMs, now + steadyMs).isKnown).toBe(true);
    expect(heardClock(known, 499 - steadyWithinMs, now + steadyMs).isKnown).toBe(false);
  });

  it.each([
    ['known to be behind', { lagMs: 90_000, isKnown: true }, -100_000, -10_000],
    ['known to be ahead', { lagMs: -90_000, isKnown: true }, 80_000, -10_000],
    ['perhaps behind', { lagMs: 90_000, isKnown: false }, -100_000, -100_000],
    ['surely ahead', { lagMs: -90_000, isKnown: false }, 80_000, -10_000],
    ['ahead of what is known', { lagMs: 0, isKnown: true }, 5000, 0],
  ])('says when a fix was made: %s', (_, { lagMs, isKnown }, recordedMs, made) => {
    const clock = { ...newClock(lagMs, now), isKnown };
    expect(madeAtMs(now + recordedMs, clock, now) - now).toBe(made);
  });
});
