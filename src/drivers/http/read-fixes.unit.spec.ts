import { describe, expect, it } from 'vitest';
import { readFixes } from './read-fixes.js';

const fix = { seq: 1, lat: 25.0805, lng: 55.1405 };
const unsaid = { accuracyM: null, headingDeg: null, speedMps: null, recordedAt: null };
const read = { epoch: 7, ...fix, ...unsaid };
const readOne = async (more: object) => {
  const { fixes, refused } = await readFixes(7, [{ ...fix, ...more }]);
  return { fix: fixes[0], refused: refused.map(({ pointer, code }) => [pointer, code]) };
};

describe('a batch of fixes', () => {
  it.each([
    ['speedMps', -1, null],
    ['speedMps', 0, 0],
    ['speedMps', 200.5, null],
    ['speedMps', '6', null],
    ['headingDeg', -1, null],
    ['headingDeg', 360, 360],
    ['headingDeg', 361, null],
    ['accuracyM', -1, null],
    // Too vague to be shown, but understood.
    ['accuracyM', 1e9, 1e9],
    ['accuracyM', [8], null],
    ['recordedAt', 1_764_580_000_000, null],
    ['recordedAt', '2026-11-28T11:37:20+04:00', '2026-11-28T07:37:20.000Z'],
    ['recordedAt', '2026-11-28T07:37:20', null],
  ])('knows what a phone knows: %s %j', async (name, sent, value) => {
    expect(await readOne({ [name]: sent })).toEqual({
      fix: { ...read, [name]: value },
      refused: [],
    });
  });

  it.each<[string, object, string, string]>([
    ['a text for lat', { lat: '25' }, '/lat', 'is-number'],
    ['a pole', { lat: 90 }, '/lat', 'max'],
    ['no lng', { lng: undefined }, '/lng', 'is-number'],
    ['a negative seq', { seq: -1 }, '/seq', 'min'],
    ['a fraction for seq', { seq: 0.5 }, '/seq', 'is-int'],
    ['an unknown member', { batteryPct: 50 }, '/batteryPct', 'unknown-field'],
  ])('lacks the fix with %s, and says why', async (_, more, pointer, code) => {
    const { fix: none, refused } = await readOne(more);
    expect(none).toBeUndefined();
    expect(refused).toContainEqual([`/fixes/0${pointer}`, code]);
  });

  it('keeps the others', async () => {
    const { fixes, refused } = await readFixes(7, ['here', fix, null, { ...fix, lat: 99 }, [fix]]);
    expect(fixes).toEqual([read]);
    expect(refused.map(({ pointer }) => pointer)).toEqual([
      '/fixes/0',
      '/fixes/2',
      '/fixes/3/lat',
      '/fixes/4',
    ]);
  });
});
