import type { OrderStatus } from '../../orders/index.js';

const seconds = 1000;

/** Statuses that are not here are the end of the story: nothing is left to ask for. */
const pace: Partial<Record<OrderStatus, number>> = {
  pending_payment: 5 * seconds,
  placed: 60 * seconds,
  accepted: 60 * seconds,
  picking: 20 * seconds,
  ready: 20 * seconds,
  out_for_delivery: 5 * seconds,
  delivery_failed: 60 * seconds,
};

/** How long to wait before asking again, in milliseconds; null for never. */
export function pollAfterMs(status: OrderStatus): number | null {
  return pace[status] ?? null;
}
