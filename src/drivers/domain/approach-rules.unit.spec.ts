import { expect, it } from 'vitest';
import { isApproaching } from './approach-rules.js';

const now = new Date('2026-03-01T09:00:00Z');
const door = { lat: 25.2, lng: 55.27 };
const fix = (metresNorth: number, ageMs: number) => ({
  lat: door.lat + metresNorth / 111_195,
  lng: door.lng,
  madeAtMs: now.getTime() - ageMs,
});

it.each([
  [0, 0, true],
  [299, 30_000, true],
  [301, 0, false],
  [-299, 0, true],
  [10, 30_001, false],
])('a driver %i metres away, %i ms ago: %s', (metres, ageMs, expected) => {
  expect(isApproaching(fix(metres, ageMs), door, now)).toBe(expected);
});
