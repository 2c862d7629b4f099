import { describe, expect, it } from 'vitest';
import { nextPingDue, pingBurst, pingIntervalMs } from './ping-pace.js';

const now = 1_000_000;

/** The number of pings let through when each comes this long after the one before. */
function letThrough(pings: number, everyMs: number): number {
  let due = 0;
  let count = 0;
  for (let n = 0; n < pings; n += 1) {
    const next = nextPingDue(due, now + n * everyMs);
    if (next < 0) continue;
    due = next;
    count += 1;
  }
  return count;
}

describe('the pace of pings', () => {
  it('lets a burst through, and then one for each interval', () => {
    expect(letThrough(100, 0)).toBe(pingBurst);
    expect(letThrough(100, 10)).toBe(pingBurst + Math.floor(990 / pingIntervalMs));
    expect(letThrough(1000, pingIntervalMs)).toBe(1000);
  });

  it('says exactly how long to wait', () => {
    const full = now + pingBurst * pingIntervalMs;
    expect(nextPingDue(full, now)).toBe(-pingIntervalMs);
    expect(nextPingDue(full, now + pingIntervalMs - 1)).toBe(-1);
    expect(nextPingDue(full, now + pingIntervalMs)).toBe(full + pingIntervalMs);
  });

  it('is not held up by a clock that was ahead', () => {
    expect(nextPingDue(now + 3_600_000, now)).toBe(now + pingIntervalMs);
  });
});
