// The store's rules for every order, checked for a quote, and again when it is placed.
import { openingAt, pauseAt, type Store } from '../../catalog/index.js';
import { formatMoney, missingTo, type Money } from '../../kernel/money.js';
import type { StoreTerms } from '../../delivery-options/index.js';
import type { Destination } from '../../accounts/index.js';
import {
  minimumAgeOf,
  needsReceiver,
  type PromiseWindow,
  type QuotedLine,
} from '../domain/quote.js';
import {
  BasketBelowMinimum,
  ReceiverRequired,
  StoreClosed,
  StorePaused,
} from '../orders.errors.js';

/** @throws store-paused */
export function requireNotPaused(store: Store, now: Date): void {
  const pause = pauseAt(store, now);
  if (!pause) return;
  throw StorePaused.because(`${store.name} takes no orders for now.`, {
    reason: pause.reason,
    until: pause.until?.toISOString() ?? null,
  });
}

/** @throws receiver-required */
export function requireReceiver(
  deliverTo: Pick<Destination, 'leaveAtDoor'>,
  lines: readonly QuotedLine[],
): void {
  if (!needsReceiver(deliverTo, lines)) return;
  const minimumAge = minimumAgeOf(lines);
  throw ReceiverRequired.because(`Whoever receives them must be ${minimumAge} or older.`, {
    minimumAge,
  });
}

/** `subtotal`: of the goods only. @throws basket-below-minimum */
export function requireMinimum({ name, minimumBasket }: Store, subtotal: Money): void {
  const missing = missingTo(minimumBasket, subtotal);
  if (!missing) return;
  throw BasketBelowMinimum.because(`${name} delivers from ${formatMoney(minimumBasket)} on.`, {
    minimum: minimumBasket,
    missing,
  });
}

/**
 * The delivery time of goods that are ordered now without a slot.
 * @throws store-closed if the store closes before the goods leave
 */
export function promiseAt(store: Store, { asap }: StoreTerms, now: Date): PromiseWindow {
  const [from, until] = [asap.fromMinutes, asap.untilMinutes].map(
    (minutes) => new Date(now.getTime() + minutes * 60_000),
  );
  const { isOpen, opensAt, closesAt } = openingAt(store, now);
  if (isOpen && (closesAt === null || from! <= closesAt)) {
    return { from: from!.toISOString(), until: until!.toISOString() };
  }
  const next = isOpen ? openingAt(store, from!).opensAt : opensAt;
  const when = next ? `opens at ${next.toISOString()}` : 'does not open in the coming year';
  throw StoreClosed.because(`${store.name} is closed, or is about to close, and ${when}.`, {
    opensAt: next?.toISOString() ?? null,
  });
}
