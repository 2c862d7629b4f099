import type { Actor } from './order-facts.js';
import type { OrderSnapshot } from './order-snapshot.js';
import type { OrderStatus } from './order-status.js';
import type { Destination } from '../../accounts/index.js';

const pinIsShown: ReadonlySet<OrderStatus> = new Set([
  'ready',
  'out_for_delivery',
  'delivery_failed',
]);

export type PinFacts = Pick<OrderSnapshot, 'status' | 'deliveryPin'> & {
  readonly deliverTo: Pick<Destination, 'leaveAtDoor'> | null;
};

/** The order as caches may keep it: with the PIN only while a driver may ask for it. */
export function withoutEarlyPin<T extends Pick<PinFacts, 'status' | 'deliveryPin'>>(order: T): T {
  return pinIsShown.has(order.status) ? order : { ...order, deliveryPin: null };
}

/** The PIN, only for the customer and only while a driver may ask for it; else null. */
export function shownPin({ status, deliverTo, deliveryPin }: PinFacts, { role }: Actor) {
  const isShown = role === 'customer' && pinIsShown.has(status) && deliverTo?.leaveAtDoor === false;
  return isShown ? deliveryPin : null;
}
