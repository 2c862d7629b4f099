// Keys and times of the cached reads of stores.
import { defineRoutePolicy } from '../../cache/index.js';
import { handleIn, storesTag } from '../catalog.cache.js';
import type { StoreResponse, StoresResponse } from './store.responses.js';

const fiveMinutes = 5 * 60_000;

// An answer says whether stores are open: it may live only until that changes.
export const storesPolicy = defineRoutePolicy({
  name: 'catalog.stores',
  scope: 'public',
  ttlMs: fiveMinutes,
  trueUntil: (answer) => firstEnd((answer as StoresResponse).items),
  key: () => ({}),
  tags: () => [storesTag],
});

export const storePolicy = defineRoutePolicy({
  name: 'catalog.store',
  scope: 'public',
  ttlMs: fiveMinutes,
  notFoundTtlMs: 5000,
  trueUntil: (answer) => firstEnd([answer as StoreResponse]),
  key: ({ params }) => ({ store: handleIn(params) }),
  tags: () => [storesTag],
});

/** The earliest moment at which the answer of one of the stores changes. */
function firstEnd(stores: readonly StoreResponse[]): Date | null {
  const ends = stores.flatMap(({ opening }) => opening.validUntil ?? []);
  return ends.length === 0 ? null : new Date(ends.toSorted()[0]!);
}
