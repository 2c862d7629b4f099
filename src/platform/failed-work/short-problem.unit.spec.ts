import { expect, it } from 'vitest';
import { shortProblem } from './short-problem.js';

it('is the first line of the message', () => {
  expect(shortProblem('It broke.\n    at handle (file.ts:1)', {})).toBe('It broke.');
  expect(shortProblem(null, {})).toBe('Nothing was said.');
});

it('shows nothing of the payload but ids', () => {
  const orderId = '0190b6e2-7c1a-7000-8000-3f5b2a9c1d10';
  const payload = { orderId, to: { name: 'Amina', phones: ['+971501234567'], pin: 48213 }, n: 1 };
  const message = `Order ${orderId} of Amina (+971501234567, pin 48213) failed 1 time`;
  expect(shortProblem(message, payload)).toBe(`Order ${orderId} of … (…, pin …) failed 1 time`);
});

it('masks a value that holds another as a whole', () => {
  expect(shortProblem('no Amina Khan here', { first: 'Amina', whole: 'Amina Khan' })).toBe(
    'no … here',
  );
});

it('is cut to a short text', () => {
  const short = shortProblem('x'.repeat(500), {});
  expect([short.length, short.at(-1)]).toEqual([200, '…']);
});
