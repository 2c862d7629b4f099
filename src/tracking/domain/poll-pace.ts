import type { OrderStatus } from '../../orders/index.js';

const seconds = 1000;

/** Statuses that are missing here are final: nothing is left to ask for. */
const pace: Partial<Record<OrderStatus, number>> = {
  pending_payment: 5 * seconds,
  placed: 60 * seconds,
  accepted: 60 * seconds,
  picking: 20 * seconds,
  ready: 20 * seconds,
  out_for_delivery: 5 * seconds,
  delivery_failed: 60 * seconds,
};

/** How long to wait before the next poll, in milliseconds; null: no more polls. */
export function pollAfterMs(status: OrderStatus): number | null {
  return pace[status] ?? null;
}
