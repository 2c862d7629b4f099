import { expect, it } from 'vitest';
import { Deadlines } from './deadlines.js';

const late = () => new Error('late');
const never = new Promise<never>(() => {});

it('passes on an answer that comes in time', async () => {
  const deadlines = new Deadlines();
  expect(await deadlines.race(1000, Promise.resolve(7), late)).toBe(7);
  await expect(deadlines.race(1000, Promise.reject(new Error('own')), late)).rejects.toThrow('own');
});

it('ends each wait without an answer at its own deadline', async () => {
  const deadlines = new Deadlines();
  const order: number[] = [];
  const waits = [60, 10, 30].map((ms) =>
    deadlines.race(ms, never, late).catch(() => void order.push(ms)),
  );
  await Promise.all(waits);
  expect(order).toEqual([10, 30, 60]);
});

it('ignores an answer after its deadline', async () => {
  const deadlines = new Deadlines();
  let fail!: (error: Error) => void;
  const call = new Promise<never>((_, reject) => (fail = reject));
  await expect(deadlines.race(5, call, late)).rejects.toThrow('late');
  fail(new Error('much later'));
  await expect(deadlines.race(5, never, late)).rejects.toThrow('late');
});
