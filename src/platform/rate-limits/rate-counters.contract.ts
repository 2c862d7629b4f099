// The contract of rate counters, whichever store keeps the counts.
import { expect, it } from 'vitest';
import { type Clock, ManualClock } from '../../kernel/clock.js';
import type { Bucket, RateCounters } from './rate-counters.port.js';

let count = 0;
const fresh = (what: string) => `${what} ${Math.random()} ${(count += 1)}`;

/** `open` makes counters that share their counts with all others it has made. */
export function keepsRates(open: (clock: Clock) => RateCounters): void {
  const bucketOf = (requests: number, windowSeconds = 60): Bucket => ({
    key: fresh('bucket'),
    quota: { name: 'tries', requests, windowSeconds },
  });
  const world = () => {
    const clock = new ManualClock(new Date());
    const counters = open(clock);
    /** The refusal, or null. */
    const take = async (...buckets: Bucket[]) => {
      const taken = await counters.take(fresh('try'), buckets);
      return 'left' in taken ? null : taken;
    };
    return { clock, counters, take };
  };

  it('lets through as many as a bucket holds, and says how long the next must wait', async () => {
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

  it('does not count refused tries: the refusals would never end', async () => {
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

  it('lets through exactly the limit of a crowd', async () => {
    const { take } = world();
    const bucket = bucketOf(5);
    const crowd = await Promise.all(Array.from({ length: 50 }, () => take(bucket)));
    expect(crowd.filter((refusal) => refusal === null)).toHaveLength(5);
  });

  it('gives back one try or all', async () => {
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

  it('exempts remembered callers from refusal, and still counts them', async () => {
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

  it('keeps the counts of other processes', async () => {
    const clock = new ManualClock(new Date());
    const [one, other] = [open(clock), open(clock)];
    const bucket = bucketOf(2);
    const outcomes = [
      await one.take(fresh('try'), [bucket]),
      await other.take(fresh('try'), [bucket]),
      await one.take(fresh('try'), [bucket]),
    ];
    const refusal = { quota: bucket.quota, waitMs: 60_000 };
    expect(outcomes).toEqual([{ left: 1 }, { left: 0 }, refusal]);
  });
}
