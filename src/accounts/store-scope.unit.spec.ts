import { describe, expect, it } from 'vitest';
import { type InStores, reachesAll, storesFor, worksAt } from './store-scope.js';

const who = (role: InStores['role'], stores?: InStores['stores']): InStores => ({ role, stores });

describe('the stores of whoever asks', () => {
  it('are one’s own, every one, or none', () => {
    const at = (stores: InStores['stores']) => worksAt(who('picker', stores), 'a');
    expect([at(['a', 'b']), at(['b']), at([]), at('all')]).toEqual([true, false, false, true]);
  });

  it('are none for staff of whom nobody has asked', () => {
    for (const role of ['picker', 'dispatcher', 'admin'] as const) {
      expect([worksAt(who(role), 'a'), storesFor(who(role))]).toEqual([false, []]);
    }
  });

  it('do not bind customers, the system, and drivers with deliveries of their own', () => {
    for (const role of ['customer', 'driver', 'system'] as const) {
      expect([worksAt(who(role), 'a'), storesFor(who(role))]).toEqual([true, null]);
    }
  });

  it('bind drivers whose stores were asked', () => {
    expect([worksAt(who('driver', ['b']), 'a'), storesFor(who('driver', ['b']))]).toEqual([
      false,
      ['b'],
    ]);
  });

  it('reach people who work nowhere else', () => {
    const reaches = (own: InStores['stores'], other: 'all' | string[]) =>
      reachesAll(who('admin', own), other);
    expect([reaches(['a', 'b'], ['a']), reaches(['a', 'b'], [])]).toEqual([true, true]);
    expect([reaches(['a'], ['a', 'b']), reaches(['a'], 'all')]).toEqual([false, false]);
    expect([reaches('all', 'all'), reaches('all', ['a'])]).toEqual([true, true]);
  });
});
