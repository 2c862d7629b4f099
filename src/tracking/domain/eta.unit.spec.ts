import { describe, expect, it } from 'vitest';
import { etaOf, type EtaQuestion } from './eta.js';

const now = new Date('2026-03-01T09:00:00.000Z');
const minutesFromNow = (minutes: number) =>
  new Date(now.getTime() + minutes * 60_000).toISOString();
const door = { lat: 25.2, lng: 55.27 };
/** About a kilometre north of the door. */
const near = { lat: door.lat + 1 / 111.195, lng: door.lng };

const question = (given: Partial<EtaQuestion>): EtaQuestion => ({
  status: 'picking',
  placedAt: minutesFromNow(-10),
  slot: null,
  deliverTo: door,
  position: null,
  ...given,
});

describe('the time of arrival', () => {
  it('follows the position: distance with a detour, plus the handover', () => {
    const shared = { status: 'out_for_delivery', position: { ...near, stale: false } } as const;
    const eta = etaOf(question(shared), now);
    expect(eta).toMatchObject({ source: 'position', confidence: 'medium' });
    expect(eta?.seconds).toBeCloseTo((1000 * 1.35) / 6 + 60, -1);
  });

  it('trusts a stale position less', () => {
    const shared = { status: 'out_for_delivery', position: { ...near, stale: true } } as const;
    expect(etaOf(question(shared), now)?.confidence).toBe('low');
  });

  it('is the slot before there is a position: its begin, then its end', () => {
    const ahead = { startsAt: minutesFromNow(30), endsAt: minutesFromNow(90) };
    const low = { source: 'slot', confidence: 'low' };
    expect(etaOf(question({ slot: ahead }), now)).toEqual({ seconds: 1800, ...low });
    const begun = { startsAt: minutesFromNow(-30), endsAt: minutesFromNow(30) };
    expect(etaOf(question({ slot: begun }), now)).toEqual({ seconds: 1800, ...low });
  });

  it('is an hour from placing when there is no slot', () => {
    expect(etaOf(question({}), now)).toEqual({
      seconds: 3000,
      source: 'promise',
      confidence: 'low',
    });
  });

  it('is not guessed once the promised time has passed', () => {
    expect(etaOf(question({ placedAt: minutesFromNow(-60) }), now)).toBeNull();
    const past = { startsAt: minutesFromNow(-90), endsAt: minutesFromNow(0) };
    expect(etaOf(question({ slot: past }), now)).toBeNull();
  });

  it('is nothing for an order that is not coming any more', () => {
    expect(etaOf(question({ status: 'delivered' }), now)).toBeNull();
    expect(etaOf(question({ status: 'expired' }), now)).toBeNull();
  });
});
