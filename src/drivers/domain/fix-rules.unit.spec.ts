import { describe, expect, it } from 'vitest';
import { circleAround } from '../../kernel/geo.js';
import {
  fixEveryMs,
  isInWorkArea,
  isWithinReach,
  jumped,
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

  const seen = (metres: number, receivedMs: number, recordedMs: number | null) => ({
    seq: 2,
    ...away(metres),
    receivedMs,
    recordedMs,
  });

  it.each([
    ['at once', 0, null, jumpM],
    ['ten seconds later', 10_000, null, jumpM + 10 * topSpeedMps],
    // The clock of the process that received the first fix is ahead.
    ['before', -5000, null, jumpM],
    ['at once, but recorded later', 0, 10_000, jumpM + 10 * topSpeedMps],
    ['later, but recorded before', 10_000, -3_600_000, jumpM + 10 * topSpeedMps],
  ])('that comes %s can be so far away', (_, receivedMs, recordedMs, metres) => {
    const first = { ...here, seq: 1, receivedMs: 0, recordedMs: 0 };
    expect(isWithinReach(first, seen(metres - 1, receivedMs, recordedMs))).toBe(true);
    expect(isWithinReach(first, seen(metres + 1, receivedMs, recordedMs))).toBe(false);
  });

  it('without a time may have been made as much later as its number says', () => {
    const first = { ...here, seq: 1, receivedMs: 0, recordedMs: null };
    const metres = jumpM + (3 * fixEveryMs * topSpeedMps) / 1000;
    const fourth = (far: number) => ({ ...seen(far, 0, null), seq: 5 });
    expect(isWithinReach(first, fourth(metres - 1))).toBe(true);
    expect(isWithinReach(first, fourth(metres + 1))).toBe(false);
    expect(isWithinReach(first, { ...fourth(jumpM + 1), recordedMs: 0, seq: 2 })).toBe(false);
  });

  it('goes on with a jump if it agrees with the one before, and is another', () => {
    const fix = (seq: number, metres: number) => ({ ...seen(metres, 0, null), seq });
    const first = jumped(null, fix(5, 9000));
    expect(first.count).toBe(1);
    expect(jumped(first, fix(6, 9100)).count).toBe(2);
    expect(jumped(first, fix(5, 9100)).count).toBe(1);
    expect(jumped(first, fix(6, 20_000)).count).toBe(1);
  });
});
