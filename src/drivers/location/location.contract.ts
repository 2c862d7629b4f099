import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fix, LocationStore } from './location.port.js';

/** A store under test, and the hands of time for it. */
export interface LocationWorld {
  readonly store: LocationStore;
  /** Lets the driver's position lapse as if `positionTtlMs` had passed; the shift stays. */
  lapsePosition(driverId: string): Promise<void>;
  /** Forgets everything, as a flushed Redis or a restarted process does. */
  loseEverything(): Promise<void>;
  close(): Promise<void>;
}

/** What any LocationStore must do; run by the spec of each adapter. */
export function locationContract(name: string, makeStore: () => Promise<LocationWorld>): void {
  describe(`LocationStore: ${name}`, () => {
    let world: LocationWorld;
    let store: LocationStore;
    let driver: string;

    beforeEach(async () => {
      world = await makeStore();
      store = world.store;
      driver = crypto.randomUUID();
    });

    afterEach(() => world.close());

    const fix = (epoch: number, seq: number, lat = 25.2): Fix => ({
      epoch,
      seq,
      lat,
      lng: 55.27,
      accuracyM: 5,
      headingDeg: null,
      speedMps: 4.5,
      recordedAt: '2026-01-01T10:00:00.000Z',
    });

    it('keeps the exact fix with the time it was received', async () => {
      await store.openShift(driver, 7);
      const exact = fix(7, 0, 25.204849123456);
      expect(await store.record(driver, exact)).toBe('applied');
      const stored = await store.latest(driver);
      expect(stored).toEqual({ ...exact, receivedAt: expect.any(String) });
      expect(Number.isNaN(Date.parse(stored?.receivedAt ?? ''))).toBe(false);
    });

    it('knows nothing of a driver who never sent a fix', async () => {
      expect(await store.latest(driver)).toBeNull();
      await store.openShift(driver, 1);
      expect(await store.latest(driver)).toBeNull();
    });

    it('refuses a fix without an open shift, or of another shift', async () => {
      expect(await store.record(driver, fix(1, 1))).toBe('off-shift');
      await store.openShift(driver, 2);
      expect(await store.record(driver, fix(1, 1))).toBe('off-shift');
      expect(await store.record(driver, fix(3, 1))).toBe('off-shift');
      expect(await store.latest(driver)).toBeNull();
    });

    it('refuses what is repeated or older', async () => {
      await store.openShift(driver, 1);
      expect(await store.record(driver, fix(1, 5, 25.5))).toBe('applied');
      expect(await store.record(driver, fix(1, 5, 25.6))).toBe('stale');
      expect(await store.record(driver, fix(1, 4, 25.4))).toBe('stale');
      expect((await store.latest(driver))?.lat).toBe(25.5);
      expect(await store.record(driver, fix(1, 6, 25.7))).toBe('applied');
    });

    it('tells sequence numbers apart up to 2^53 - 1', async () => {
      const top = Number.MAX_SAFE_INTEGER;
      await store.openShift(driver, 1);
      expect(await store.record(driver, fix(1, top - 1))).toBe('applied');
      expect(await store.record(driver, fix(1, top))).toBe('applied');
      expect(await store.record(driver, fix(1, top - 1))).toBe('stale');
      expect((await store.latest(driver))?.seq).toBe(top);
    });

    it('shows a lapsed position to nobody, and still refuses what is older', async () => {
      await store.openShift(driver, 1);
      await store.record(driver, fix(1, 5));
      await world.lapsePosition(driver);
      expect(await store.latest(driver)).toBeNull();
      expect(await store.record(driver, fix(1, 4))).toBe('stale');
      expect(await store.record(driver, fix(1, 6))).toBe('applied');
    });

    it('forgets the position with the shift, and never opens that shift again', async () => {
      await store.openShift(driver, 1);
      await store.record(driver, fix(1, 1));
      await store.closeShift(driver, 1);
      expect(await store.latest(driver)).toBeNull();
      expect(await store.record(driver, fix(1, 2))).toBe('off-shift');
      await store.openShift(driver, 1);
      expect(await store.record(driver, fix(1, 2))).toBe('off-shift');
    });

    it('closes a shift it never heard of, too', async () => {
      await store.closeShift(driver, 3);
      await store.openShift(driver, 3);
      expect(await store.record(driver, fix(3, 1))).toBe('off-shift');
      await store.openShift(driver, 4);
      expect(await store.record(driver, fix(4, 1))).toBe('applied');
    });

    it('opens an open shift again without losing its place', async () => {
      await store.openShift(driver, 1);
      await store.record(driver, fix(1, 5));
      await store.openShift(driver, 1);
      expect((await store.latest(driver))?.seq).toBe(5);
      expect(await store.record(driver, fix(1, 5))).toBe('stale');
    });

    it('starts a new shift from any sequence number, without the old position', async () => {
      await store.openShift(driver, 1);
      await store.record(driver, fix(1, 900));
      await store.openShift(driver, 2);
      expect(await store.latest(driver)).toBeNull();
      expect(await store.record(driver, fix(2, 0))).toBe('applied');
      expect(await store.record(driver, fix(1, 901))).toBe('off-shift');
    });

    it('lets no late word about an older shift touch the newer one', async () => {
      await store.openShift(driver, 2);
      await store.record(driver, fix(2, 1));
      await store.openShift(driver, 1);
      await store.closeShift(driver, 1);
      expect((await store.latest(driver))?.epoch).toBe(2);
      expect(await store.record(driver, fix(2, 2))).toBe('applied');
    });

    it('heals after losing everything, by opening the shift again', async () => {
      await store.openShift(driver, 1);
      await store.record(driver, fix(1, 5));
      await world.loseEverything();
      expect(await store.latest(driver)).toBeNull();
      expect(await store.record(driver, fix(1, 6))).toBe('off-shift');
      await store.openShift(driver, 1);
      expect(await store.record(driver, fix(1, 6))).toBe('applied');
    });

    it('never goes back, however the pings arrive', async () => {
      await store.openShift(driver, 1);
      const seqs = Array.from({ length: 500 }, (_, n) => ({ n, at: (n * 7919) % 500 }));
      seqs.sort((a, b) => a.at - b.at);
      let last = -1;
      const round = async ({ n }: { n: number }) => {
        const [, seen] = await Promise.all([store.record(driver, fix(1, n)), store.latest(driver)]);
        return seen?.seq ?? -1;
      };
      for (const seq of await Promise.all(seqs.map(round))) {
        expect(seq).toBeGreaterThanOrEqual(last);
        last = seq;
      }
      expect((await store.latest(driver))?.seq).toBe(499);
    });
  });
}
