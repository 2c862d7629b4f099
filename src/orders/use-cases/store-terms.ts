// What a store asks of every order; asked for a quote, and again when it is placed.
import { pauseAt, type Store } from '../../catalog/index.js';
import { formatMoney, type Money, money } from '../../kernel/money.js';
import { BasketBelowMinimum, StorePaused } from '../orders.errors.js';

/** @throws store-paused */
export function requireNotPaused(store: Store, now: Date): void {
  const pause = pauseAt(store, now);
  if (!pause) return;
  throw StorePaused.because(`${store.name} takes no orders for now.`, {
    reason: pause.reason,
    until: pause.until?.toISOString() ?? null,
  });
}

/** `subtotal`: of the goods, without delivery. @throws basket-below-minimum */
export function requireMinimum({ name, minimumBasket }: Store, subtotal: Money): void {
  const missing = minimumBasket.amountMinor - subtotal.amountMinor;
  if (missing <= 0) return;
  throw BasketBelowMinimum.because(`${name} delivers from ${formatMoney(minimumBasket)} on.`, {
    minimum: minimumBasket,
    missing: money(missing, minimumBasket.currency),
  });
}
