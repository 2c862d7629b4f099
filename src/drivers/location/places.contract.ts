import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { circleAround } from '../../kernel/geo.js';
import { jumpM, topSpeedMps, workAreaM } from '../domain/fix-rules.js';
import type { LocationWorld } from './location.contract.js';
import type { Fix, LocationStore } from './location.port.js';

/** Which places every LocationStore believes; run by the spec of each adapter. */
export function placesContract(name: string, makeStore: () => Promise<LocationWorld>): void {
  describe(`LocationStore: ${name}, of places`, () => {
    let world: LocationWorld;
    let store: LocationStore;
    let driver: string;

    beforeEach(async () => {
      world = await makeStore();
      store = world.store;
      driver = crypto.randomUUID();
    });

    afterEach(() => world.close());

    const location = { lat: 25.2, lng: 55.27 };
    const shop = { id: crypto.randomUUID(), location };
    const open = (epoch: number) => store.openShift(driver, { epoch, store: shop });
    const away = (metres: number) => circleAround(location, metres)[6]!;
    const blank = { accuracyM: null, headingDeg: null, speedMps: null, recordedAt: null };
    const fix = (epoch: number, seq: number, place: object = {}): Fix => ({
      epoch,
      seq,
      ...location,
      ...place,
      ...blank,
    });

    it('refuses a jump until there was time for it', async () => {
      await open(1);
      expect(await store.record(driver, fix(1, 1))).toBe('applied');
      expect(await store.record(driver, fix(1, 2, away(jumpM + 5)))).toBe('implausible');
      expect(await store.record(driver, fix(1, 3, away(jumpM - 5)))).toBe('applied');
      world.clock.advance(10_000);
      const far = jumpM - 5 + jumpM + 10 * topSpeedMps;
      expect(await store.record(driver, fix(1, 4, away(far + 5)))).toBe('implausible');
      // A fix that was not believed does not count as the newest: an older one may still be kept.
      expect(await store.record(driver, fix(1, 4, away(far - 5)))).toBe('applied');
      await world.lapsePosition(driver);
      expect(await store.record(driver, fix(1, 5, away(50_000)))).toBe('applied');
    });

    it('believes a jump that lasts: the third fix that agrees with the two before', async () => {
      await open(1);
      expect(await store.record(driver, fix(1, 1))).toBe('applied');
      const there = (seq: number, metres: number) =>
        store.record(driver, fix(1, seq, away(metres)));
      expect(await there(2, 20_000)).toBe('implausible');
      // The same again is no other fix, and elsewhere is another jump.
      expect(await there(2, 20_000)).toBe('implausible');
      expect(await there(3, 20_100)).toBe('implausible');
      expect(await there(4, 40_000)).toBe('implausible');
      expect(await there(5, 40_100)).toBe('implausible');
      expect(await there(6, 40_200)).toBe('applied');
      expect(await there(7, 40_300)).toBe('applied');
      // One that was broken off begins anew.
      expect(await there(8, 1000)).toBe('implausible');
      expect(await there(9, 1000)).toBe('implausible');
      expect(await there(10, 40_300)).toBe('applied');
      expect(await there(11, 1000)).toBe('implausible');
    });

    it.each([
      ['the equator', 0, 0],
      ['Oslo', 59.91, 10.75],
      ['far north', 84, -40],
      ['the date line', -17.8, 180],
    ])('measures jumps alike in all directions: %s', async (_where, lat, lng) => {
      const here = { lat, lng };
      const onGlobe = (place: { lat: number; lng: number }) =>
        place.lng > 180 ? { ...place, lng: place.lng - 360 } : place;
      const circle = (metres: number) => circleAround(here, metres).map(onGlobe);
      for (const [metres, outcome] of [
        [jumpM - 5, 'applied'],
        [jumpM + 5, 'implausible'],
      ] as const) {
        const outcomes = await Promise.all(
          circle(metres).map(async (place) => {
            const someone = crypto.randomUUID();
            await store.openShift(someone, { epoch: 1, store: { id: shop.id, location: here } });
            await store.record(someone, fix(1, 1, here));
            return store.record(someone, fix(1, 2, place));
          }),
        );
        expect(outcomes).toEqual(outcomes.map(() => outcome));
      }
    });

    it('does not follow a driver out of the area of the store', async () => {
      await open(1);
      expect(await store.record(driver, fix(1, 1, away(workAreaM + 50)))).toBe('out-of-area');
      expect(await store.latest(driver)).toBeNull();
      expect(await store.record(driver, fix(1, 1, away(workAreaM - 50)))).toBe('applied');
      const nomad = crypto.randomUUID();
      await store.openShift(nomad, { epoch: 1, store: null });
      expect(await store.record(nomad, fix(1, 1, away(workAreaM + 50)))).toBe('applied');
    });
  });
}
