import { expect, it } from 'vitest';
import { asciiDigits } from './digits.js';

it('reads the digits of every script, each from 0 to 9', () => {
  const points = Array.from({ length: 0x20000 }, (_, point) => String.fromCodePoint(point));
  const digits = points.filter((character) => /\p{Nd}/u.test(character));
  expect(digits.length).toBeGreaterThan(600);
  const read = digits.map(asciiDigits).join('');
  expect(read).toBe('0123456789'.repeat(digits.length / 10));
});
