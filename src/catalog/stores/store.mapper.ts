import type { AdminStoreResponse, StoreResponse } from './store.responses.js';
import { openingAt, type Pause, pauseAt } from './opening-hours.js';
import type { Store } from './stores.service.js';

/** The store as customers see it at `now`. */
export function storeResponse(store: Store, now: Date): StoreResponse {
  const { isOpen, reason, opensAt, closesAt, validUntil } = openingAt(store, now);
  return {
    ...factsOf(store),
    pause: pauseOf(pauseAt(store, now)),
    opening: {
      isOpen,
      reason,
      opensAt: opensAt?.toISOString() ?? null,
      closesAt: closesAt?.toISOString() ?? null,
      validUntil: validUntil?.toISOString() ?? null,
    },
  };
}

/** The store as admins edit it: equal for equal versions. */
export function adminStoreResponse(store: Store): AdminStoreResponse {
  return { ...factsOf(store), pause: pauseOf(store.pause), version: store.version };
}

function factsOf(store: Store) {
  return {
    id: store.id,
    slug: store.slug,
    name: store.name,
    currency: store.currency,
    timeZone: store.timeZone,
    language: store.language,
    location: store.location,
    openingHours: [...store.openingHours],
    holidays: store.holidays.map((holiday) => ({ ...holiday, hours: [...holiday.hours] })),
    minimumBasket: store.minimumBasket,
  };
}

const pauseOf = (pause: Pause | null) =>
  pause && { reason: pause.reason, until: pause.until?.toISOString() ?? null };
