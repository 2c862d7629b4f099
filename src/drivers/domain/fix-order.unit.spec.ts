import { describe, expect, it } from 'vitest';
import {
  farBack,
  follow,
  leastOdd,
  longestWaitMs,
  newTrack,
  oddMs,
  oldMs,
  restartMs,
  restingMs,
  type Track,
} from './fix-order.js';
import { steadyMs } from './phone-clock.js';

const start = Date.parse('2026-01-01T10:00:00Z');
const second = 1000;
const day = 24 * 60 * 60 * second;

/** A ping that comes at this time, made as long before as its lag. */
interface Ping {
  readonly seq: number;
  readonly at: number;
  /** Null: the phone says no time. */
  readonly lag: number | null;
}

const timed = (seq: number, at: number, lag = 0): Ping => ({ seq, at, lag });
const timeless = (seq: number, at: number): Ping => ({ seq, at, lag: null });

function follows(track: Track, { seq, at, lag }: Ping, heardAt: number, isDoubtful = false) {
  const nowMs = start + at;
  const recordedMs = lag === null ? null : nowMs - lag;
  return follow(track, { seq, recordedMs }, { nowMs, heardMs: start + heardAt, isDoubtful });
}

/** Which of the pings are newer than all before. */
function newer(...pings: Ping[]): number[] {
  let track = newTrack;
  let heardAt = -day;
  return pings.flatMap((ping, place) => {
    const followed = follows(track, ping, heardAt);
    ({ track } = followed);
    heardAt = ping.at;
    return followed.isNewer ? [place] : [];
  });
}

const known = [timed(500, 0), timed(501, steadyMs)] as const;
const later = steadyMs + 10 * second;

describe('the newest fix of a phone', () => {
  it('has the highest number', () => {
    expect(newer(timed(3, 0), timed(3, 1), timed(2, 2, 9), timed(4, 3))).toEqual([0, 3]);
    expect(newer(timeless(3, 0), timeless(3, 1), timeless(2, 2), timeless(4, 3))).toEqual([0, 3]);
  });

  it('has a lower number and a later time where the phone counts anew', () => {
    expect(newer(...known, timed(1, steadyMs + restartMs - 1))).toEqual([0, 1]);
    expect(newer(...known, timed(1, steadyMs + restartMs))).toEqual([0, 1, 2]);
    expect(newer(...known, timed(501, steadyMs + restartMs))).toEqual([0, 1, 2]);
  });

  it('is none of before the phone counted anew, unless the clock was set back by more', () => {
    const anew = [...known, timed(1, later)] as const;
    const since = later - steadyMs;
    expect(newer(...anew, timed(502, later + 1, since + 1))).toEqual([0, 1, 2]);
    expect(newer(...anew, timed(502, later, since + longestWaitMs))).toEqual([0, 1, 2]);
    expect(newer(...anew, timed(502, later, since + longestWaitMs + 1))).toEqual([0, 1, 2, 3]);
  });

  it('is none of a clock that was set back since, though its time is later', () => {
    const setBack = [...known, timed(502, later, day)] as const;
    expect(newer(...setBack, timed(500, later + second, 0))).toEqual([0, 1, 2]);
    expect(newer(...setBack, timed(503, later + second, day))).toEqual([0, 1, 2, 3]);
  });

  it('without a time has fallen by more than a batch, or to the first, after some rest', () => {
    const fallen = (seq: number, rest: number) =>
      newer(timeless(500, 0), timeless(seq, rest)).length;
    expect(fallen(500 - farBack, restingMs)).toBe(1);
    expect(fallen(500 - farBack - 1, restingMs)).toBe(2);
    expect(fallen(500 - farBack - 1, restingMs - 1)).toBe(1);
    expect(newer(timeless(3, 0), timeless(1, restingMs))).toEqual([0, 1]);
    expect(newer(timeless(1, 0), timeless(1, restingMs))).toEqual([0]);
  });

  it('without a time is the first again, longer after the first than requests are late', () => {
    const began = (first: number, seq: number, at: number) => {
      const next = timeless(first + 3, at - 1);
      return newer(timeless(first, 0), next, timeless(seq, at)).length;
    };
    expect(began(5, 5, oddMs)).toBe(3);
    expect(began(5, 5, oddMs - 1)).toBe(2);
    expect(began(5, 1, oddMs)).toBe(3);
    expect(began(5, 0, oddMs)).toBe(3);
    expect(began(5, 4, oddMs)).toBe(2);
    expect(began(5, 8, oddMs)).toBe(2);
    const twice = [timeless(5, oddMs), timeless(5, oddMs + 1), timeless(6, oddMs + 2)];
    expect(newer(timeless(5, 0), timeless(9, 1), ...twice)).toEqual([0, 1, 2, 4]);
  });

  it('may look old in every way, if the others that do come as live ones', () => {
    const odd = (seq: number, at: number, lag = day) => timed(seq, later + at, lag);
    const half = steadyMs / 2;
    expect(newer(...known, odd(1, 0), odd(2, half), odd(3, steadyMs))).toEqual([0, 1, 4]);
    expect(newer(...known, odd(1, 0), odd(2, half), odd(3, steadyMs - 1))).toEqual([0, 1]);
    expect(leastOdd).toBe(3);
    expect(newer(...known, odd(1, 0), odd(2, steadyMs))).toEqual([0, 1]);
    // Kept fixes that are sent: later by more than they come after one another.
    const flushed = [odd(1, 0), odd(2, half, day - day / 24), odd(3, steadyMs, day - day / 12)];
    expect(newer(...known, ...flushed)).toEqual([0, 1]);
    // Not one after the other.
    expect(newer(...known, odd(2, 0), odd(1, half), odd(3, steadyMs))).toEqual([0, 1]);
    const untimed = [0, oddMs / 2, oddMs].map((at, n) => timeless(400 + n * 2, at + 1));
    expect(newer(timeless(410, 0), ...untimed)).toEqual([0, 3]);
  });

  it('is not old where newer ones may have been forgotten', () => {
    const first = (lag: number, isDoubtful: boolean) =>
      follows(newTrack, timed(1, 0, lag), -day, isDoubtful).isNewer;
    expect(first(oldMs + 1, true)).toBe(false);
    expect(first(oldMs, true)).toBe(true);
    expect(first(oldMs + 1, false)).toBe(true);
  });
});
