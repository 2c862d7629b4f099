import { describe, expect, it } from 'vitest';
import { etaOf, type EtaQuestion } from './eta.js';

const now = new Date('2026-03-01T09:00:00.000Z');
const minutesFromNow = (minutes: number) =>
  new Date(now.getTime() + minutes * 60_000).toISOString();
const door = { lat: 25.2, lng: 55.27 };
/** A kilometre north of the door: 225 seconds by scooter, at 1.35 times the distance. */
const near = { lat: door.lat + 1 / 111.195, lng: door.lng };

const question = (given: Partial<EtaQuestion>): EtaQuestion => ({
  status: 'picking',
  placedAt: minutesFromNow(-10),
  slot: null,
  promise: { until: minutesFromNow(25) },
  driver: null,
  door,
  ...given,
});

describe('the time of arrival', () => {
  it.each([
    [false, 'medium'],
    [true, 'low'],
  ] as const)('of a drive counts the handover, stale: %s', (stale, confidence) => {
    const eta = etaOf(
      question({ status: 'out_for_delivery', driver: { ...near, stale, ageSeconds: 0 } }),
      now,
    );
    expect(eta).toEqual({ seconds: 285, source: 'position', confidence });
  });

  it.each([
    [100, 185],
    [1200, 60],
  ])('counts from when the driver was there, %i seconds ago', (ageSeconds, seconds) => {
    const driver = { ...near, stale: true, ageSeconds };
    const eta = etaOf(question({ status: 'out_for_delivery', driver }), now);
    expect(eta).toEqual({ seconds, source: 'position', confidence: 'low' });
  });

  it('is the slot before there is a position: its begin, then its end', () => {
    const ahead = { startsAt: minutesFromNow(30), endsAt: minutesFromNow(90) };
    const low = { source: 'slot', confidence: 'low' };
    expect(etaOf(question({ slot: ahead }), now)).toEqual({ seconds: 1800, ...low });
    const begun = { startsAt: minutesFromNow(-30), endsAt: minutesFromNow(30) };
    expect(etaOf(question({ slot: begun }), now)).toEqual({ seconds: 1800, ...low });
  });

  it('is what was promised when there is no slot; an hour from placing, if nobody knows', () => {
    const low = { source: 'promise', confidence: 'low' };
    expect(etaOf(question({}), now)).toEqual({ seconds: 1500, ...low });
    expect(etaOf(question({ promise: null }), now)).toEqual({ seconds: 3000, ...low });
  });

  it('is not guessed once the promised time has passed', () => {
    expect(etaOf(question({ promise: { until: minutesFromNow(0) } }), now)).toBeNull();
    const past = { startsAt: minutesFromNow(-90), endsAt: minutesFromNow(0) };
    expect(etaOf(question({ slot: past }), now)).toBeNull();
  });

  it('is nothing for an order that is not coming any more', () => {
    expect(etaOf(question({ status: 'delivered' }), now)).toBeNull();
    expect(etaOf(question({ status: 'expired' }), now)).toBeNull();
  });
});
