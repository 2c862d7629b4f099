import { describe, expect, it } from 'vitest';
import { circleAround } from '../../kernel/geo.js';
import {
  isClockTrusted,
  isOldByPhone,
  isInWorkArea,
  isWithinReach,
  jumpM,
  topSpeedMps,
  workAreaM,
} from './fix-rules.js';

const here = { lat: 25.2, lng: 55.27 };
const away = (metres: number) => circleAround(here, metres)[6]!;

describe('a fix', () => {
  it('is of a driver at work within a hundred kilometres of the store', () => {
    expect(isInWorkArea(here, here)).toBe(true);
    expect(isInWorkArea(here, away(workAreaM - 10))).toBe(true);
    expect(isInWorkArea(here, away(workAreaM + 10))).toBe(false);
  });

  it.each([
    [0, jumpM - 1, true],
    [0, jumpM + 1, false],
    [10_000, jumpM + 10 * topSpeedMps - 1, true],
    [10_000, jumpM + 10 * topSpeedMps + 1, false],
    // The clock of the process that received the first fix is ahead.
    [-5000, jumpM - 1, true],
    [-5000, jumpM + 1, false],
  ])('%i ms later can be %i m away: %s', (ms, metres, reachable) => {
    const now = Date.parse('2026-01-01T10:00:00Z');
    expect(isWithinReach({ ...here, receivedAtMs: now - ms }, away(metres), now)).toBe(reachable);
  });

  it.each([
    [null, false],
    ['2026-01-01T09:59:45.000Z', false],
    ['2026-01-01T09:59:44.999Z', true],
    ['2026-01-01T10:05:00.000Z', false],
    ['2026-01-01T13:59:44.000+04:00', true],
  ])('recorded at %s is old by the phone: %s', (recordedAt, isOld) => {
    expect(isOldByPhone(recordedAt, new Date('2026-01-01T10:00:00Z'))).toBe(isOld);
  });

  it.each([
    [null, true],
    ['2026-01-01T09:59:00.000Z', true],
    ['2026-01-01T09:58:59.999Z', false],
    ['2026-01-01T10:01:00.000Z', true],
    ['2026-01-01T10:01:00.001Z', false],
    ['2026-01-02T10:00:00.000Z', false],
    ['2026-01-01T14:00:00.000+04:00', true],
  ])('recorded at %s has a trusted time: %s', (recordedAt, trusted) => {
    expect(isClockTrusted(recordedAt, new Date('2026-01-01T10:00:00Z'))).toBe(trusted);
  });
});
