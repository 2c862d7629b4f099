import { describe, expect, it } from 'vitest';
import { chooseFix } from './choose-fix.js';
import { widestAccuracyM } from './fix-rules.js';

const at = (seq: number, lat = 25.2, lng = 55.3, accuracyM: number | null = null) => ({
  seq,
  lat,
  lng,
  accuracyM,
});
const vague = (seq: number) => at(seq, 25.2, 55.3, widestAccuracyM + 0.1);

describe('choosing the fix of a batch', () => {
  it('takes the highest sequence number, whatever the order', () => {
    expect(chooseFix([at(2), at(9), at(4)])).toEqual(at(9));
  });

  it('passes over the null island, and over what is too vague', () => {
    expect(chooseFix([at(2), at(9, 0, 0)])).toEqual(at(2));
    expect(chooseFix([vague(9), at(2)])).toEqual(at(2));
    expect(chooseFix([at(2, 25.2, 55.3, widestAccuracyM)])).toMatchObject({ seq: 2 });
  });

  it('says what is wrong with the newest when none is usable', () => {
    expect(chooseFix([at(1, 0, 0)])).toBe('implausible');
    expect(chooseFix([at(1, 0, 0), vague(2)])).toBe('inaccurate');
    expect(chooseFix([vague(1), at(2, 0, 0)])).toBe('implausible');
  });

  it('accepts real places on the equator and on the meridian', () => {
    expect(chooseFix([at(1, 0, 32.6)])).toMatchObject({ seq: 1 });
    expect(chooseFix([at(1, 51.48, 0)])).toMatchObject({ seq: 1 });
  });

  const timed = (seq: number, second: number, lat = 25.2) => ({
    ...at(seq, lat),
    recordedAt: `2026-01-01T10:00:${String(second).padStart(2, '0')}.000Z`,
  });

  it('takes the latest time where all have one: the phone may have begun to count anew', () => {
    expect(chooseFix([timed(499, 1), timed(500, 2), timed(1, 8), timed(2, 9)])).toEqual(
      timed(2, 9),
    );
    expect(chooseFix([timed(3, 1), timed(4, 1)])).toEqual(timed(4, 1));
    expect(chooseFix([timed(500, 2), at(1)])).toEqual(timed(500, 2));
  });

  it('passes over a stray place that neither of the two before it leads to', () => {
    const ride = [timed(1, 1), timed(2, 2), timed(3, 3)] as const;
    expect(chooseFix([...ride, timed(4, 4, 25.3)])).toEqual(timed(3, 3));
    // Those two do not agree either.
    expect(chooseFix([timed(1, 1), timed(2, 2, 25.4), timed(4, 4, 25.3)])).toMatchObject({
      seq: 4,
    });
  });
});
