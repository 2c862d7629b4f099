import type { Destination } from '../../accounts/index.js';
import type { OrderSnapshot } from './order-snapshot.js';

/** Where an order goes that is under way: only orders that are over forget it. */
export function doorOf({ id, deliverTo }: Pick<OrderSnapshot, 'id' | 'deliverTo'>): Destination {
  if (!deliverTo) throw new Error(`Order ${id} has forgotten where it goes.`);
  return deliverTo;
}
