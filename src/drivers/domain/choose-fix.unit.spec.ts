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
});
