import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { driveSeconds } from './domain/eta.js';
import type { RoutingEngine } from './routing.port.js';
import { TravelTimes } from './travel-times.service.js';

const from = { lat: 25.1, lng: 55.1 };
const to = { lat: 25.2, lng: 55.2 };
const byDistance = { seconds: driveSeconds(from, to), by: 'position' };

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('are by the distance where there is no routing engine', async () => {
  expect(await new TravelTimes(null).between(from, to)).toEqual(byDistance);
});

it('are what the engine says', async () => {
  const driveAlong = vi.fn<RoutingEngine['driveSeconds']>(async () => 321);
  const times = new TravelTimes({ driveSeconds: driveAlong });
  expect(await times.between(from, to)).toEqual({ seconds: 321, by: 'route' });
  expect(driveAlong).toHaveBeenCalledExactlyOnceWith(from, to, expect.any(AbortSignal));
});

it('are by the distance when the engine hangs, which is told to stop', async () => {
  let given: AbortSignal | undefined;
  const times = new TravelTimes({
    driveSeconds: (_from, _to, signal) => {
      given = signal;
      return new Promise(() => {});
    },
  });
  const asked = times.between(from, to);
  await vi.advanceTimersByTimeAsync(250);
  expect(await asked).toEqual(byDistance);
  expect(given!.aborted).toBe(true);
});

it('are by the distance while the engine fails, which is spared until five seconds later', async () => {
  let isBroken = true;
  const driveAlong = vi.fn<RoutingEngine['driveSeconds']>(async () => {
    if (isBroken) throw new Error('no route');
    return 321;
  });
  const times = new TravelTimes({ driveSeconds: driveAlong });
  for (let n = 0; n < 20; n += 1) expect(await times.between(from, to)).toEqual(byDistance);
  expect(driveAlong).toHaveBeenCalledTimes(5);
  isBroken = false;
  await vi.advanceTimersByTimeAsync(5000);
  expect(await times.between(from, to)).toEqual({ seconds: 321, by: 'route' });
});
