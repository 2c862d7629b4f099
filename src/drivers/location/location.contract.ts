import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ManualClock } from '../../kernel/clock.js';
import { RateLimited } from '../../platform/index.js';
import { oldMs } from '../domain/fix-order.js';
import { pingBurst, pingIntervalMs } from '../domain/ping-pace.js';
import { steadyMs } from '../domain/phone-clock.js';
import { positionTtlMs } from '../drivers.cache.js';
import type { Fix, LocationStore } from './location.port.js';

/** A store under test that knows no shifts, and control of its time. */
export interface LocationWorld {
  readonly store: LocationStore;
  readonly clock: ManualClock;
  /** Lets the driver's position lapse as if `positionTtlMs` had passed; the shift stays. */
  lapsePosition(driverId: string): Promise<void>;
  /** Forgets everything, as a flushed Redis or a restarted process does. */
  loseEverything(): Promise<void>;
  close(): Promise<void>;
}

/** The rules of every LocationStore; run by the spec of each adapter. */
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

    const location = { lat: 25.2, lng: 55.27 };
    const shop = { id: crypto.randomUUID(), location };
    const open = (epoch: number, driverId = driver) =>
      store.openShift(driverId, { epoch, store: shop });
    const fix = (epoch: number, seq: number, place: object = {}): Fix => ({
      epoch,
      seq,
      ...location,
      ...place,
      accuracyM: 5,
      headingDeg: null,
      speedMps: 4.5,
      recordedAt: '2026-01-01T10:00:00.000Z',
    });

    it('keeps the exact fix with the time it was received', async () => {
      await open(7);
      const exact = fix(7, 0, { lat: 25.204849123456 });
      expect(await store.record(driver, exact)).toBe('applied');
      const stored = await store.latest(driver);
      const now = world.clock.now().getTime();
      const times = { receivedAtMs: now, madeAtMs: now, heardAtMs: now };
      expect(stored).toEqual({ ...exact, ...times, isAgeKnown: false });
    });

    it('knows nothing of a driver who never sent a fix', async () => {
      expect(await store.latest(driver)).toBeNull();
      await open(1);
      expect(await store.latest(driver)).toBeNull();
    });

    it('refuses a fix without an open shift, or of another shift', async () => {
      expect(await store.record(driver, fix(1, 1))).toBe('off-shift');
      await open(2);
      expect(await store.record(driver, fix(1, 1))).toBe('replaced');
      expect(await store.record(driver, fix(3, 1))).toBe('off-shift');
      expect(await store.latest(driver)).toBeNull();
    });

    it('refuses a repeated or older fix', async () => {
      await open(1);
      expect(await store.record(driver, fix(1, 5, { lat: 25.2005 }))).toBe('applied');
      expect(await store.record(driver, fix(1, 5, { lat: 25.2006 }))).toMatch(/^stale /);
      expect(await store.record(driver, fix(1, 4, { lat: 25.2004 }))).toMatch(/^stale /);
      expect((await store.latest(driver))?.lat).toBe(25.2005);
      expect(await store.record(driver, fix(1, 6, { lat: 25.2007 }))).toBe('applied');
    });

    it('tells sequence numbers apart up to 2^53 - 1', async () => {
      const top = Number.MAX_SAFE_INTEGER;
      await open(1);
      expect(await store.record(driver, fix(1, top - 1))).toBe('applied');
      expect(await store.record(driver, fix(1, top))).toBe('applied');
      expect(await store.record(driver, fix(1, top - 1))).toMatch(/^stale /);
      expect((await store.latest(driver))?.seq).toBe(top);
    });

    it('shows a lapsed position to nobody, and still refuses older fixes', async () => {
      await open(1);
      await store.record(driver, fix(1, 5));
      await world.lapsePosition(driver);
      expect(await store.latest(driver)).toBeNull();
      expect(await store.record(driver, fix(1, 4))).toMatch(/^stale /);
      expect(await store.record(driver, fix(1, 6))).toBe('applied');
    });

    it('forgets the position with the shift, and never opens that shift again', async () => {
      await open(1);
      await store.record(driver, fix(1, 1));
      await store.closeShift(driver, 1);
      expect(await store.latest(driver)).toBeNull();
      expect(await store.record(driver, fix(1, 2))).toBe('off-shift');
      await open(1);
      expect(await store.record(driver, fix(1, 2))).toBe('off-shift');
    });

    it('closes a shift it never heard of, too', async () => {
      await store.closeShift(driver, 3);
      await open(3);
      expect(await store.record(driver, fix(3, 1))).toBe('off-shift');
      await open(4);
      expect(await store.record(driver, fix(4, 1))).toBe('applied');
    });

    it('opens an open shift again without losing its place', async () => {
      await open(1);
      await store.record(driver, fix(1, 5));
      await open(1);
      expect((await store.latest(driver))?.seq).toBe(5);
      expect(await store.record(driver, fix(1, 5))).toMatch(/^stale /);
    });

    it('starts a new shift from any sequence number, without the old position', async () => {
      await open(1);
      await store.record(driver, fix(1, 900));
      await open(2);
      expect(await store.latest(driver)).toBeNull();
      expect(await store.record(driver, fix(2, 0))).toBe('applied');
      expect(await store.record(driver, fix(1, 901))).toBe('replaced');
    });

    it('ignores late calls about an older shift', async () => {
      await open(2);
      await store.record(driver, fix(2, 1));
      await open(1);
      await store.closeShift(driver, 1);
      expect((await store.latest(driver))?.epoch).toBe(2);
      expect(await store.record(driver, fix(2, 2))).toBe('applied');
    });

    it('reports that it has lost everything, until it is restored', async () => {
      await open(1);
      await store.record(driver, fix(1, 5));
      await world.loseEverything();
      expect(await store.latest(driver)).toBeNull();
      expect(await store.record(driver, fix(1, 6))).toBe('forgotten');
      const [ended, unheardOf] = [crypto.randomUUID(), crypto.randomUUID()];
      await store.restore([
        { driverId: driver, open: { epoch: 1, store: shop } },
        { driverId: ended, endedEpoch: 1 },
      ]);
      expect(await store.record(driver, fix(1, 6))).toBe('applied');
      expect(await store.record(ended, fix(1, 6))).toBe('off-shift');
      expect(await store.record(unheardOf, fix(1, 6))).toBe('off-shift');
    });

    it('heals after losing everything, by opening the shift again', async () => {
      await open(1);
      await store.record(driver, fix(1, 5));
      await world.loseEverything();
      await open(1);
      expect(await store.record(driver, fix(1, 6))).toBe('applied');
    });

    describe('of a session that was open before it heard of it', () => {
      const resumed = () => store.openShift(driver, { epoch: 1, store: shop, isResumed: true });
      const restored = () => store.restore([{ driverId: driver, open: { epoch: 1, store: shop } }]);
      const ping = (seq: number, ageMs: number) => {
        const recordedAt = new Date(world.clock.now().getTime() - ageMs).toISOString();
        return store.record(driver, { ...fix(1, seq), recordedAt });
      };

      it.each([
        ['restored', restored],
        ['opened again', resumed],
      ])('keeps no old fix as the first: %s', async (_, tell) => {
        await tell();
        expect(await ping(3, oldMs + 1)).toBe('stale -1');
        expect(await ping(4, oldMs + 1)).toBe('stale -1');
        expect(await store.latest(driver)).toBeNull();
        expect(await ping(9, oldMs)).toBe('applied');
        // From here on the sequence decides again, but for what the phone itself calls old.
        expect(await ping(5, oldMs)).toBe('stale 9');
        expect(await ping(10, oldMs)).toBe('applied');
        expect(await ping(11, 2 * oldMs)).toBe('stale 10');
      });

      it('accepts a clock that is behind as soon as live fixes come by it', async () => {
        await restored();
        const day = 24 * 60 * 60_000;
        expect(await ping(3, day)).toBe('stale -1');
        world.clock.advance(steadyMs - 1);
        expect(await ping(4, day)).toBe('stale -1');
        expect(await ping(5, day)).toBe('stale -1');
        world.clock.advance(1);
        expect(await ping(6, day)).toBe('corrected');
        expect(await store.latest(driver)).toMatchObject({ seq: 6, isAgeKnown: true });
      });

      it('accepts a single old fix when newer ones would have lapsed', async () => {
        await restored();
        world.clock.advance(positionTtlMs - 1);
        expect(await ping(3, oldMs + 1)).toBe('stale -1');
        world.clock.advance(1);
        expect(await ping(4, oldMs + 1)).toBe('applied');
      });

      it('needs no clock where it knows the newest fix, or that there is none', async () => {
        await open(1);
        await resumed();
        await restored();
        expect(await ping(3, oldMs + 1)).toBe('applied');
      });
    });

    it('refuses pings faster than the pace, and says when to come again', async () => {
      await open(1);
      for (let seq = 1; seq <= pingBurst; seq += 1) {
        // Fixes that change nothing count like the others.
        const outcome = await store.record(driver, fix(1, seq === 2 ? 1 : seq));
        expect(outcome).toBe(seq === 2 ? 'stale 1' : 'applied');
      }
      const refused = await store.record(driver, fix(1, 100)).catch((error: unknown) => error);
      expect(RateLimited.matches(refused) && refused.extras).toEqual({
        retryAfterSeconds: 1,
        quota: { name: 'pings', requests: pingBurst, windowSeconds: 4 },
      });
      expect((await store.latest(driver))?.seq).toBe(pingBurst);
      world.clock.advance(pingIntervalMs);
      expect(await store.record(driver, fix(1, 100))).toBe('applied');
      await expect(store.record(driver, fix(1, 101))).rejects.toSatisfy(RateLimited.matches);
    });

    it('answers the newest fixes of many at once', async () => {
      const [moving, silent, absent] = [driver, crypto.randomUUID(), crypto.randomUUID()];
      await Promise.all([open(1, moving), open(1, silent)]);
      await store.record(moving, fix(1, 3));
      expect(await store.latestOfMany([])).toEqual(new Map());
      const found = await store.latestOfMany([absent, moving, silent]);
      expect([...found.keys()]).toEqual([moving]);
      expect(found.get(moving)).toEqual(await store.latest(moving));
    });

    it('never goes back, however the pings arrive', async () => {
      await open(1);
      const seqs = Array.from({ length: 500 }, (_, n) => ({ n, at: (n * 7919) % 500 }));
      seqs.sort((a, b) => a.at - b.at);
      let last = -1;
      const round = async ({ n }: { n: number }) => {
        world.clock.advance(pingIntervalMs);
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
