import { describe, expect, it } from 'vitest';
import { slotHorizonMs, slotProblem } from './slot.js';

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

describe('a slot', () => {
  it('closes at its cut-off, when it is full, and when an admin closes it', () => {
    expect(slotProblem(slot, at('08:59'))).toBeUndefined();
    expect(slotProblem(slot, at('09:00'))).toBe('past-cutoff');
    expect(slotProblem({ ...slot, taken: 2 }, at('08:00'))).toBe('full');
    expect(slotProblem({ ...slot, closed: true }, at('08:00'))).toBe('closed');
    const before = (ms: number) => new Date(slot.startsAt.getTime() - ms);
    expect(slotProblem(slot, before(slotHorizonMs))).toBeUndefined();
    expect(slotProblem(slot, before(slotHorizonMs + 1))).toBe('too-far');
  });
});
