import { expect, it } from 'vitest';
import { acceptDeadline } from './accept-deadline.js';

const at = (time: string) => new Date(`2026-01-01T${time}:00Z`);

it('gives up an unaccepted order after ten minutes, or half an hour before its slot', () => {
  expect(acceptDeadline(at('08:00'), null, 10)).toEqual(at('08:10'));
  expect(acceptDeadline(at('08:00'), at('10:00'), 10)).toEqual(at('09:30'));
  expect(acceptDeadline(at('09:25'), at('10:00'), 10)).toEqual(at('09:35'));
});
