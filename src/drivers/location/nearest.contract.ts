import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { circleAround } from '../../kernel/geo.js';
import type { LocationWorld } from './location.contract.js';
import type { Fix, LocationStore } from './location.port.js';

/** How every LocationStore finds the nearest drivers; run by the spec of each adapter. */
export function nearestContract(name: string, makeStore: () => Promise<LocationWorld>): void {
  describe(`LocationStore: ${name}, looking for the nearest`, () => {
    let world: LocationWorld;
    let store: LocationStore;

    beforeEach(async () => {
      world = await makeStore();
      store = world.store;
    });

    afterEach(() => world.close());

    const location = { lat: 25.2, lng: 55.27 };
    const shop = { id: crypto.randomUUID(), location };
    const away = (metres: number) => circleAround(location, metres)[6]!;
    const blank = { accuracyM: null, headingDeg: null, speedMps: null, recordedAt: null };
    const fix = (epoch: number, seq: number, place: { lat: number; lng: number }): Fix => ({
      epoch,
      seq,
      ...place,
      ...blank,
    });
    const near = async (metres: number, storeOf = shop) => {
      const driverId = crypto.randomUUID();
      await store.openShift(driverId, { epoch: 1, store: storeOf });
      await store.record(driverId, fix(1, 1, away(metres)));
      return driverId;
    };
    const search = { storeId: shop.id, place: location, radiusM: 5000, limit: 10 };
    const found = async (more: object = {}) =>
      (await store.nearest({ ...search, ...more })).map(({ driverId }) => driverId);

    it('answers those within the radius by distance, as many as wanted', async () => {
      expect(await found()).toEqual([]);
      const [c, a, b] = [await near(3000), await near(10), await near(900)];
      const out = await near(5010);
      expect(await found()).toEqual([a, b, c]);
      expect(await found({ limit: 2 })).toEqual([a, b]);
      expect(await found({ radiusM: 1000 })).toEqual([a, b]);
      expect(await found({ radiusM: 6000 })).toEqual([a, b, c, out]);
      const [first] = await store.nearest(search);
      expect(Math.round(first!.distanceM)).toBe(10);
      expect(first!.fix).toEqual(await store.latest(a));
    });

    it('leaves out the drivers that the caller excludes', async () => {
      const [a, b, c] = [await near(10), await near(20), await near(3000)];
      expect(await found({ limit: 1, exclude: new Set([a, b]) })).toEqual([c]);
    });

    it('finds only drivers of the store, on shift and online', async () => {
      const elsewhere = { ...shop, id: crypto.randomUUID() };
      const [stays, leaves, lapses] = [await near(10), await near(20), await near(30)];
      const other = await near(5, elsewhere);
      const silent = crypto.randomUUID();
      await store.openShift(silent, { epoch: 1, store: shop });
      expect(await found()).toEqual([stays, leaves, lapses]);
      expect(await found({ storeId: elsewhere.id })).toEqual([other]);
      await store.closeShift(leaves, 1);
      await world.lapsePosition(lapses);
      await store.openShift(other, { epoch: 2, store: shop });
      expect(await found({ storeId: elsewhere.id })).toEqual([]);
      await store.record(stays, fix(1, 2, away(10)));
      await store.record(other, fix(2, 1, away(40)));
      expect(await found()).toEqual([stays, other]);
    });
  });
}
