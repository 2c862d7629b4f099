import { describe, expect, it } from 'vitest';
import { acceptDeadline, slotHorizonMs, slotProblem, zoneOf } from './serviceability.js';

const zone = (id: string, size: number) => ({
  id,
  ring: [
    { lat: 0, lng: 0 },
    { lat: 0, lng: size },
    { lat: size, lng: size },
    { lat: size, lng: 0 },
  ],
  holes: [],
});
const at = (time: string) => new Date(`2026-01-01T${time}:00Z`);
const slot = {
  id: 's',
  startsAt: at('10:00'),
  endsAt: at('12:00'),
  cutoffAt: at('09:00'),
  capacity: 2,
  taken: 1,
  closed: false,
};

describe('serviceability', () => {
  it('finds the first zone that holds a place', () => {
    const zones = [zone('inner', 1), zone('outer', 5)];
    expect(zoneOf({ lat: 0.5, lng: 0.5 }, zones)?.id).toBe('inner');
    expect(zoneOf({ lat: 3, lng: 3 }, zones)?.id).toBe('outer');
    expect(zoneOf({ lat: 9, lng: 9 }, zones)).toBeUndefined();
  });

  it('closes a slot at its cut-off, when it is full, and when an admin does', () => {
    expect(slotProblem(slot, at('08:59'))).toBeUndefined();
    expect(slotProblem(slot, at('09:00'))).toBe('past-cutoff');
    expect(slotProblem({ ...slot, taken: 2 }, at('08:00'))).toBe('full');
    expect(slotProblem({ ...slot, closed: true }, at('08:00'))).toBe('closed');
    const before = (ms: number) => new Date(slot.startsAt.getTime() - ms);
    expect(slotProblem(slot, before(slotHorizonMs))).toBeUndefined();
    expect(slotProblem(slot, before(slotHorizonMs + 1))).toBe('too-far');
  });

  it('gives up an unaccepted order after ten minutes, or half an hour before its slot', () => {
    expect(acceptDeadline(at('08:00'), null, 10)).toEqual(at('08:10'));
    expect(acceptDeadline(at('08:00'), at('10:00'), 10)).toEqual(at('09:30'));
    expect(acceptDeadline(at('09:25'), at('10:00'), 10)).toEqual(at('09:35'));
  });
});
