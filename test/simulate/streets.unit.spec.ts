import { describe, expect, it } from 'vitest';
import { isWithinReach } from '../../src/drivers/domain/fix-rules.js';
import { metresBetween, onTheWay, placeAt, rideOn, type Route } from './streets.mjs';

const store = { lat: 25.08, lng: 55.14 };
/** Three kilometres to the north at eight metres a second. */
const route: Route = [
  { seconds: 0, ...store },
  { seconds: 375, ...placeAt(store, 3000, 0) },
];

describe('riding on', () => {
  it('goes as far as the time allows, and no further than the door', () => {
    expect(rideOn(route, 100, 15, onTheWay(route, 100), 400)).toBe(115);
    expect(rideOn(route, 370, 15, onTheWay(route, 370), 400)).toBe(375);
    expect(rideOn(route, 375, 15, onTheWay(route, 375), 400)).toBe(375);
  });

  it('stays within the limit around the last known place', () => {
    const at = rideOn(route, 100, 200, onTheWay(route, 90), 400);
    const metres = metresBetween(onTheWay(route, 90), onTheWay(route, at));
    expect(metres).toBeLessThanOrEqual(400);
    expect(metres).toBeGreaterThan(200);
  });

  it('is believed by Larder at sixty times the pace, also after pings were lost', () => {
    expect(leapsOf((quietMs) => 400 + 0.05 * quietMs)).toBe(0);
    expect(leapsOf(() => Infinity)).toBe(3);
  });
});

/** The number of a ride's pings that Larder finds implausible, where one in ten arrives. */
function leapsOf(mostM: (quietMs: number) => number): number {
  const times = (receivedMs: number) => ({ seq: 0, recordedMs: null, receivedMs });
  let told = { ...store, ...times(0) };
  let leaps = 0;
  for (let ping = 1, ridden = 0; ridden < 375; ping += 1) {
    const nowMs = ping * 250;
    ridden = rideOn(route, ridden, 15, told, mostM(nowMs - told.receivedMs));
    if (ping % 10 > 0 && ridden < 375) continue;
    const fix = { ...onTheWay(route, ridden), ...times(nowMs) };
    if (!isWithinReach(told, fix)) leaps += 1;
    told = fix;
  }
  return leaps;
}
