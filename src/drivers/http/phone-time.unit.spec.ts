import { describe, expect, it } from 'vitest';
import { utcOf } from './phone-time.js';

describe('the time of a phone', () => {
  it.each([
    ['2026-11-28T07:37:20Z', '2026-11-28T07:37:20.000Z'],
    ['2026-11-28T07:37:20.5Z', '2026-11-28T07:37:20.500Z'],
    ['2026-11-28T07:37:20.123456789Z', '2026-11-28T07:37:20.123Z'],
    ['2026-11-28t07:37:20z', '2026-11-28T07:37:20.000Z'],
    ['2026-11-28T11:37:20+04:00', '2026-11-28T07:37:20.000Z'],
    ['2026-11-27T21:37:20-10:00', '2026-11-28T07:37:20.000Z'],
    ['2024-02-29T23:59:59+00:00', '2024-02-29T23:59:59.000Z'],
    ['1970-01-01T00:00:00Z', '1970-01-01T00:00:00.000Z'],
  ])('is read in UTC: %s', (sent, utc) => {
    expect(utcOf(sent)).toBe(utc);
  });

  it.each([
    ['without a zone', '2026-11-28T07:37:20'],
    ['with a zone of another spelling', '2026-11-28T07:37:20+0400'],
    ['with half a zone', '2026-11-28T07:37:20+04'],
    ['of a date alone', '2026-11-28'],
    ['of a week', '2026-W48-6'],
    ['with a decimal comma', '2026-11-28T07:37:20,5Z'],
    ['with a space', '2026-11-28 07:37:20Z'],
    ['without seconds', '2026-11-28T07:37Z'],
    ['of no day', '2026-02-30T07:37:20Z'],
    ['of no month', '2026-13-01T07:37:20Z'],
    ['of no hour', '2026-11-28T24:00:00Z'],
    ['of no zone', '2026-11-28T07:37:20+24:00'],
    ['of the year 9999', '9999-11-28T07:37:20Z'],
    ['that is longer than any', `2026-11-28T07:37:20.${'1'.repeat(40)}Z`],
    ['as a number', 1_764_580_000_000],
    ['as text of a number', '1764580000000'],
    ['that is null', null],
    ['that is left out', undefined],
  ])('is not known: %s', (_, sent) => {
    expect(utcOf(sent)).toBeNull();
  });
});
