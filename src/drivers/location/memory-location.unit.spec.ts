import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../kernel/clock.js';
import { positionTtlMs, shiftTtlMs } from '../drivers.cache.js';
import { liveContract } from './live.contract.js';
import { locationContract, type LocationWorld } from './location.contract.js';
import type { LocationStore } from './location.port.js';
import { MemoryLocationStore } from './memory.location.js';
import { nearestContract } from './nearest.contract.js';
import { placesContract } from './places.contract.js';

async function makeWorld(): Promise<LocationWorld> {
  const clock = new ManualClock('2026-01-01T10:00:00Z');
  let current: LocationStore = new MemoryLocationStore(clock);
  const store: LocationStore = {
    openShift: (...shift) => current.openShift(...shift),
    closeShift: (...shift) => current.closeShift(...shift),
    restore: (shifts) => current.restore(shifts),
    record: (...fix) => current.record(...fix),
    hear: (...ping) => current.hear(...ping),
    sessionsOf: (drivers) => current.sessionsOf(drivers),
    latest: (driver) => current.latest(driver),
    latestOfMany: (drivers) => current.latestOfMany(drivers),
    nearest: (search) => current.nearest(search),
  };
  await store.restore([]);
  return {
    store,
    clock,
    lapsePosition: async () => clock.advance(positionTtlMs),
    loseEverything: async () => {
      current = new MemoryLocationStore(clock);
    },
    close: async () => {},
  };
}

locationContract('memory', makeWorld);
nearestContract('memory', makeWorld);
placesContract('memory', makeWorld);
liveContract('memory', makeWorld);

describe('MemoryLocationStore', () => {
  const fix = { epoch: 1, seq: 1, lat: 25.2, lng: 55.27 };
  const blank = { accuracyM: null, headingDeg: null, speedMps: null, recordedAt: null };

  it('ends a shift that was not opened again in time', async () => {
    const clock = new ManualClock('2026-01-01T10:00:00Z');
    const store = new MemoryLocationStore(clock);
    await store.restore([]);
    await store.openShift('d', { epoch: 1, store: null });
    clock.advance(shiftTtlMs - 1);
    expect(await store.record('d', { ...fix, ...blank })).toBe('applied');
    clock.advance(1);
    expect(await store.record('d', { ...fix, ...blank, seq: 2 })).toBe('off-shift');
  });
});
