// What limits may rely on, whatever keeps the counts.
import { expect, it } from 'vitest';
import { type Clock, ManualClock } from '../../kernel/clock.js';
import type { Bucket, RateCounters } from './rate-counters.port.js';

let count = 0;
const fresh = (what: string) => `${what} ${Math.random()} ${(count += 1)}`;

/** `open` makes counters that share what they count with all others that it has made. */
export function keepsRates(open: (clock: Clock) => RateCounters): void {
  const bucketOf = (requests: number, windowSeconds = 60): Bucket => ({
    key: fresh('bucket'),
    quota: { name: 'tries', requests, windowSeconds },
  });
  const world = () => {
    const clock = new ManualClock(new Date());
    const counters = open(clock);
    const take = (...buckets: Bucket[]) => counters.take(fresh('try'), buckets);
    return { clock, counters, take };
  };

  it('lets as many through as a bucket holds, and says how long the next must wait', async () => {
    const { clock, take } = world();
    const bucket = bucketOf(2);
    expect(await take(bucket)).toBeNull();
    clock.advance(10_000);
    expect(await take(bucket)).toBeNull();
    clock.advance(20_000);
    expect(await take(bucket)).toEqual({ quota: bucket.quota, waitMs: 30_000 });
    expect(await take(bucketOf(2))).toBeNull();
  });

  it('never lets more through in any window, whenever it begins', async () => {
    const { clock, take } = world();
    const bucket = bucketOf(2);
    expect(await take(bucket)).toBeNull();
    clock.advance(59_000);
    expect(await take(bucket)).toBeNull();
    clock.advance(1000);
    expect(await take(bucket)).toBeNull();
    expect(await take(bucket)).toEqual({ quota: bucket.quota, waitMs: 59_000 });
  });

  it('does not count what was refused: it would never end', async () => {
    const { clock, take } = world();
    const bucket = bucketOf(1);
    await take(bucket);
    for (let second = 1; second < 60; second += 1) {
      clock.advance(1000);
      expect(await take(bucket)).toMatchObject({ waitMs: (60 - second) * 1000 });
    }
    clock.advance(1000);
    expect(await take(bucket)).toBeNull();
  });

  it('counts in all buckets or in none, and names the one that is full longest', async () => {
    const { clock, take } = world();
    const [short, long, free] = [bucketOf(1, 30), bucketOf(1, 90), bucketOf(1)];
    await take(short, long);
    expect(await take(short, long, free)).toEqual({ quota: long.quota, waitMs: 90_000 });
    expect(await take(free)).toBeNull();
    clock.advance(30_000);
    expect(await take(short)).toBeNull();
    expect(await take(long)).toEqual({ quota: long.quota, waitMs: 60_000 });
  });

  it('lets exactly as many through of a crowd', async () => {
    const { take } = world();
    const bucket = bucketOf(5);
    const crowd = await Promise.all(Array.from({ length: 50 }, () => take(bucket)));
    expect(crowd.filter((refusal) => refusal === null)).toHaveLength(5);
  });

  it('gives one try back, or all, as it is told', async () => {
    const { counters, take } = world();
    const [one, all] = [bucketOf(2), bucketOf(2)];
    await counters.take('first', [one, all]);
    await counters.take('second', [one, all]);
    await counters.settle('first', { giveBack: [one.key], empty: [all.key] });
    expect(await take(one)).toBeNull();
    expect(await take(one)).not.toBeNull();
    expect([await take(all), await take(all)]).toEqual([null, null]);
    expect(await take(all)).not.toBeNull();
  });

  it('lets those through who are remembered, and counts them all the same', async () => {
    const { counters, take } = world();
    const bucket = bucketOf(1);
    const exempt = { ...bucket, unless: fresh('known') };
    await take(bucket);
    expect(await take(exempt)).not.toBeNull();
    await counters.settle('try', {
      giveBack: [],
      remember: { key: exempt.unless, forMs: 60_000 },
    });
    expect([await take(exempt), await take(exempt)]).toEqual([null, null]);
    expect(await take(bucket)).toMatchObject({ waitMs: 60_000 });
  });

  it('forgets nothing of what others counted', async () => {
    const clock = new ManualClock(new Date());
    const [one, other] = [open(clock), open(clock)];
    const bucket = bucketOf(2);
    const outcomes = [
      await one.take(fresh('try'), [bucket]),
      await other.take(fresh('try'), [bucket]),
      await one.take(fresh('try'), [bucket]),
    ];
    expect(outcomes).toEqual([null, null, { quota: bucket.quota, waitMs: 60_000 }]);
  });
}
