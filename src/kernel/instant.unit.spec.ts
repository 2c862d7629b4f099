import { describe, expect, it } from 'vitest';
import { instantOf } from './instant.js';

describe('an instant', () => {
  it.each([
    ['2026-12-01T15:00:00Z', '2026-12-01T15:00:00.000Z'],
    ['2026-12-01t15:00:00z', '2026-12-01T15:00:00.000Z'],
    ['2026-12-01T15:00:00+04:00', '2026-12-01T11:00:00.000Z'],
    ['2026-12-01T15:00:00-00:00', '2026-12-01T15:00:00.000Z'],
    ['2026-12-01T15:00:00.5Z', '2026-12-01T15:00:00.500Z'],
    ['2026-12-01T15:00:00.123456789Z', '2026-12-01T15:00:00.123Z'],
    ['2028-02-29T23:59:59-23:59', '2028-03-01T23:58:59.000Z'],
  ])('%s is %s', (text, moment) => {
    expect(instantOf(text)?.toISOString()).toBe(moment);
  });

  it.each([
    ['without an offset', '2026-12-01T15:00:00'],
    ['with an offset without a colon', '2026-12-01T15:00:00+0400'],
    ['with hours alone as its offset', '2026-12-01T15:00:00+04'],
    ['without seconds', '2026-12-01T15:00Z'],
    ['of a bare date', '2026-12-01'],
    ['of a week', '2026-W48-6'],
    ['with a decimal comma', '2026-12-01T15:00:00,5Z'],
    ['with a space for the T', '2026-12-01 15:00:00Z'],
    ['on 30 February', '2026-02-30T15:00:00Z'],
    ['in month 13', '2026-13-01T15:00:00Z'],
    ['at 24:00', '2026-12-01T24:00:00Z'],
    ['of a leap second', '2016-12-31T23:59:60Z'],
    ['with an offset of a day', '2026-12-01T15:00:00+24:00'],
    ['after the year 9999', '9999-12-31T23:59:59-01:00'],
    ['with blanks around', ' 2026-12-01T15:00:00Z'],
    ['of milliseconds', '1796137200000'],
    ['in words', 'Tue, 01 Dec 2026 15:00:00 GMT'],
  ])('%s is none', (_, text) => {
    expect(instantOf(text)).toBeNull();
  });
});
