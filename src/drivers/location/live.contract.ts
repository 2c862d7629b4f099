import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { farBack, oddMs, restingMs } from '../domain/fix-order.js';
import { fixEveryMs } from '../domain/fix-rules.js';
import { steadyMs } from '../domain/phone-clock.js';
import { pingBurst } from '../domain/ping-pace.js';
import { positionTtlMs } from '../drivers.cache.js';
import type { LocationWorld } from './location.contract.js';
import type { Fix, LocationStore } from './location.port.js';

const second = 1000;
const hour = 60 * 60 * second;
const year = 365 * 24 * hour;

/** What every LocationStore believes of a phone; run by the spec of each adapter. */
export function liveContract(name: string, makeStore: () => Promise<LocationWorld>): void {
  describe(`LocationStore: ${name}, of a phone that goes on pinging`, () => {
    let world: LocationWorld;
    let store: LocationStore;
    let driver: string;
    /** How far the phone's clock is ahead of ours, in milliseconds. */
    let aheadMs: number;

    beforeEach(async () => {
      world = await makeStore();
      store = world.store;
      driver = crypto.randomUUID();
      aheadMs = 0;
      await store.openShift(driver, { epoch: 1, store: shop });
    });

    afterEach(() => world.close());

    const shop = { id: crypto.randomUUID(), location: { lat: 25.2, lng: 55.27 } };
    const nowMs = () => world.clock.now().getTime();
    const blank = { accuracyM: null, headingDeg: null, speedMps: null };
    const fixAt = (seq: number, recordedAt: string | null, metres = 0, epoch = 1): Fix => ({
      epoch,
      seq,
      lat: shop.location.lat + metres / 111_195,
      lng: shop.location.lng,
      ...blank,
      recordedAt,
    });
    const timeOf = (ageMs: number) => new Date(nowMs() - ageMs + aheadMs).toISOString();
    /** A fix that was made `ageMs` ago. */
    const ping = (seq: number, ageMs = 0, metres = 0) =>
      store.record(driver, fixAt(seq, timeOf(ageMs), metres));
    const timeless = (seq: number) => store.record(driver, fixAt(seq, null));
    const shown = async () => {
      const fix = (await store.latest(driver))!;
      return [fix.seq, nowMs() - fix.madeAtMs, fix.isAgeKnown];
    };
    const learnClock = async () => {
      for (const seq of [1, 2, 3]) {
        await ping(seq);
        world.clock.advance(steadyMs);
      }
    };

    it.each([0, 90 * second, -90 * second, year, -year])(
      'learns a clock that is %i ms ahead',
      async (ahead) => {
        aheadMs = ahead;
        const outcome = ahead > 0 ? 'corrected' : 'applied';
        expect(await ping(1)).toBe(outcome);
        // A time to come is none; one that is past may be right.
        expect(await shown()).toEqual([1, Math.max(0, -ahead), false]);
        world.clock.advance(steadyMs);
        expect(await ping(2)).toBe(ahead === 0 ? 'applied' : 'corrected');
        expect(await shown()).toEqual([2, 0, true]);
        expect(await store.latest(driver)).toMatchObject({
          recordedAt: world.clock.now().toISOString(),
        });
      },
    );

    it('shows what waited for a network with its age, and the live fix at once', async () => {
      await learnClock();
      const metresAfter = (seconds: number) => seconds * 15;
      world.clock.advance(150 * second - steadyMs);
      for (const [seq, ageMs] of [
        [53, 100 * second],
        [103, 50 * second],
        [153, second],
        [154, 0],
      ] as const) {
        world.clock.advance(200);
        expect(await ping(seq, ageMs, metresAfter(150 - ageMs / second))).toBe('applied');
        expect(await shown()).toEqual([seq, ageMs, true]);
      }
    });

    it('does not go back for what waited, when the live fix came first', async () => {
      await learnClock();
      world.clock.advance(150 * second);
      expect(await ping(153, 0, 2250)).toBe('applied');
      expect(await ping(152, second, 2235)).toBe('stale 153');
      expect(await ping(53, 100 * second, 750)).toBe('stale 153');
      world.clock.advance(second);
      expect(await ping(154, 0, 2265)).toBe('applied');
    });

    it('follows one that begins to count anew, by its time', async () => {
      await learnClock();
      expect(await ping(500)).toBe('applied');
      world.clock.advance(second);
      expect(await ping(1)).toBe('applied');
      world.clock.advance(second);
      expect(await ping(2)).toBe('applied');
      expect(await shown()).toEqual([2, 0, true]);
      // What it sent before comes late, or once more.
      expect(await ping(499, 3 * second)).toBe('stale 2');
      expect(await ping(500, 2 * second)).toBe('stale 2');
      expect(await ping(1, second)).toBe('stale 2');
    });

    it('follows one that says no time and counts anew, after some rest', async () => {
      await timeless(500);
      world.clock.advance(restingMs - 1);
      expect(await timeless(500 - farBack - 1)).toBe('stale 500');
      world.clock.advance(restingMs);
      expect(await timeless(500 - farBack)).toBe('stale 500');
      world.clock.advance(restingMs);
      expect(await timeless(500 - farBack - 1)).toBe('applied');
      world.clock.advance(restingMs);
      expect(await timeless(1)).toBe('applied');
      expect(await shown()).toEqual([1, 0, false]);
    });

    it('follows one that says no time and begins anew, though it rests for no time', async () => {
      await timeless(5);
      world.clock.advance(oddMs - 1);
      await timeless(500);
      expect(await timeless(5)).toBe('stale 500');
      world.clock.advance(1);
      expect(await timeless(4)).toBe('stale 500');
      expect(await timeless(5)).toBe('applied');
      expect(await timeless(5)).toBe('stale 5');
      expect(await timeless(6)).toBe('applied');
      expect(await timeless(5)).toBe('stale 6');
    });

    it('shows one that says no time, kept its fixes and sends them last', async () => {
      const kept = (seq: number, metres: number) => store.record(driver, fixAt(seq, null, metres));
      await kept(0, 0);
      world.clock.advance(10 * fixEveryMs);
      const metresEach = (fixEveryMs / second) * 15;
      expect(await kept(5, 5 * metresEach)).toBe('applied');
      expect(await kept(9, 9 * metresEach)).toBe('applied');
      expect(await kept(10, 10 * metresEach)).toBe('applied');
      expect(await kept(4, 4 * metresEach)).toBe('stale 10');
    });

    it('follows one whose clock is set, forward and back', async () => {
      await learnClock();
      for (const [step, seq] of [
        [year, 4],
        [-2 * year, 6],
      ] as const) {
        aheadMs += step;
        expect(await ping(seq)).toMatch(/^(applied|corrected)$/);
        expect((await shown())[2]).toBe(false);
        world.clock.advance(steadyMs);
        expect(await ping(seq + 1)).toBe('corrected');
        expect(await shown()).toEqual([seq + 1, 0, true]);
        world.clock.advance(second);
      }
    });

    it('follows one that lost its counter and its clock, when it has gone on for a while', async () => {
      await learnClock();
      aheadMs = -year;
      expect(await ping(1)).toBe('stale 3');
      world.clock.advance(steadyMs / 2);
      expect(await ping(2)).toBe('stale 3');
      world.clock.advance(steadyMs / 2);
      expect(await ping(3)).toBe('corrected');
      expect(await shown()).toEqual([3, 0, true]);
    });

    it('is followed where it last signed on, and told so where it did not', async () => {
      await ping(500);
      await store.openShift(driver, { epoch: 2, store: shop, isSignOn: true });
      // The position stays until the first fix of the new session.
      expect(await shown()).toEqual([500, 0, false]);
      expect(await ping(501)).toBe('replaced');
      expect(await store.record(driver, fixAt(1, timeOf(0), 40_000, 2))).toBe('applied');
      expect(await ping(502)).toBe('replaced');
      expect(await store.latest(driver)).toMatchObject({ epoch: 2, seq: 1 });
      const sessions = await store.sessionsOf([driver, crypto.randomUUID()]);
      expect([...sessions]).toEqual([[driver, { epoch: 2, lastSeq: 1, heardAtMs: nowMs() }]]);
    });

    it.each<[string, () => Promise<unknown>]>([
      ['stale', () => ping(1, hour)],
      ['implausible', () => ping(600, 0, 50_000)],
      ['out-of-area', () => ping(600, 0, 200_000)],
      ['replaced', () => store.record(driver, fixAt(600, null, 0, 0))],
      ['heard', () => store.hear(driver, 1)],
      ['replaced', () => store.hear(driver, 0)],
      [
        'too soon',
        () => Promise.allSettled(Array.from({ length: 2 * pingBurst }, () => ping(1, hour))),
      ],
    ])('is heard, whatever becomes of its pings: %s', async (outcome, send) => {
      await ping(500);
      for (let beat = 0; beat < 3; beat += 1) {
        world.clock.advance(positionTtlMs - second);
        const said = await send();
        expect(typeof said === 'string' ? said.split(' ')[0] : outcome).toBe(outcome);
        const [near] = await store.nearest({
          storeId: shop.id,
          place: shop.location,
          radiusM: 1000,
          limit: 1,
        });
        expect(near).toMatchObject({ driverId: driver, fix: { seq: 500, heardAtMs: nowMs() } });
        expect((await store.sessionsOf([driver])).get(driver)?.heardAtMs).toBe(nowMs());
      }
      expect((await shown())[1]).toBe(3 * (positionTtlMs - second));
    });

    it('knows nothing of who is off shift', async () => {
      await store.closeShift(driver, 1);
      expect(await store.hear(driver, 1)).toBe('off-shift');
      expect(await store.sessionsOf([driver])).toEqual(new Map());
      await world.loseEverything();
      expect(await store.hear(driver, 1)).toBe('forgotten');
    });
  });
}
