import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { World, type WorldOptions } from './world.mjs';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

function begin(options: Partial<WorldOptions> = {}): World {
  const preset = { customers: 5, orders: null, minutes: 5, speed: 10, tolerate: new Set<string>() };
  const world = new World({ ...preset, ...options });
  world.keepTime();
  return world;
}

/** When a waiting person is woken, in milliseconds from now. */
async function wokenAfter(waiting: Promise<void>): Promise<number> {
  const began = performance.now();
  const woken = waiting.then(() => performance.now() - began);
  await vi.advanceTimersByTimeAsync(10 * 60_000);
  return woken;
}

describe('the time of a simulation', () => {
  it.each([1, 10, 60])('is over within its minutes at speed %i', async (speed) => {
    const world = begin({ minutes: 1, speed });
    await vi.advanceTimersByTimeAsync(48_999);
    expect([world.isHurried, world.isAborted]).toEqual([false, false]);
    await vi.advanceTimersByTimeAsync(1);
    expect([world.isHurried, world.isAborted]).toEqual([true, false]);
    await vi.advanceTimersByTimeAsync(10_500);
    expect([world.isHurried, world.isAborted]).toEqual([true, true]);
  });

  it('leaves most of a short run for people at real speed', async () => {
    const world = begin({ minutes: 0.1, customers: 1000 });
    await vi.advanceTimersByTimeAsync(3999);
    expect(world.isHurried).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(world.isHurried).toBe(true);
  });

  it('counts the time since the process began', async () => {
    await vi.advanceTimersByTimeAsync(5000);
    const world = begin({ minutes: 0.1 });
    await vi.advanceTimersByTimeAsync(0);
    expect([world.isHurried, world.isAborted]).toEqual([true, false]);
    await vi.advanceTimersByTimeAsync(500);
    expect(world.isAborted).toBe(true);
  });

  it('does not end by itself where no minutes were asked for', async () => {
    const world = begin({ minutes: null, orders: 6 });
    await vi.advanceTimersByTimeAsync(24 * 60 * 60_000);
    expect(world.isHurried).toBe(false);
  });

  it('passes faster for people, and not at all for those who hurry', async () => {
    expect(await wokenAfter(begin({ minutes: null, speed: 10 }).wait(5000))).toBe(500);
    const world = begin({ minutes: null });
    setTimeout(() => world.hurry(), 70);
    expect(await wokenAfter(world.wait(5000))).toBe(70);
    expect(await wokenAfter(world.wait(5000))).toBe(50);
  });

  it('wakes everybody when all is done, and when all is aborted', async () => {
    const done = begin({ minutes: null });
    setTimeout(() => done.finish(), 30);
    expect(await wokenAfter(done.realWait(5000))).toBe(30);

    const aborted = begin({ minutes: 0.1 });
    const stop = vi.fn<() => void>();
    const forgotten = vi.fn<() => void>();
    aborted.whenAborted(stop);
    aborted.whenAborted(forgotten)();
    await vi.advanceTimersByTimeAsync(6000);
    expect([stop.mock.calls.length, forgotten.mock.calls.length]).toEqual([1, 0]);
    expect(await wokenAfter(aborted.wait(5000))).toBe(0);
  });

  it('can be cut short, and then shorter', async () => {
    const world = begin({ minutes: 5 });
    world.closeNow();
    expect([world.isHurried, world.isAborted]).toEqual([true, false]);
    await vi.advanceTimersByTimeAsync(11_000);
    expect(world.isAborted).toBe(true);

    const other = begin({ minutes: null, orders: 6 });
    other.closeNow();
    other.closeNow();
    expect(other.isAborted).toBe(true);
  });
});

describe('the orders of a customer', () => {
  it('are as many as were asked for', () => {
    const world = begin({ minutes: null, orders: 7, customers: 3 });
    expect([0, 1, 2].map((customer) => [...world.ordersOf(customer)])).toEqual([
      [0, 3, 6],
      [1, 4],
      [2, 5],
    ]);
  });

  it('are no more once people hurry', () => {
    const world = begin();
    const numbers = world.ordersOf(2);
    expect([numbers.next().value, numbers.next().value]).toEqual([2, 7]);
    world.hurry();
    expect(numbers.next().done).toBe(true);
  });
});

describe('a simulation is stuck', () => {
  it.each([
    [1, 17 * 60_000],
    [60, 135_000],
  ])('when at speed %i no order went on for %i ms', async (speed, mostMs) => {
    const world = begin({ minutes: null, speed });
    await vi.advanceTimersByTimeAsync(mostMs);
    expect(world.isStuck).toBe(false);
    world.moved();
    await vi.advanceTimersByTimeAsync(mostMs);
    expect(world.isStuck).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(world.isStuck).toBe(true);
  });

  it('when people hurry and no order goes on', async () => {
    const world = begin({ minutes: null, speed: 1 });
    await vi.advanceTimersByTimeAsync(60_000);
    world.hurry();
    await vi.advanceTimersByTimeAsync(5000);
    expect(world.isStuck).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(world.isStuck).toBe(true);
  });
});
