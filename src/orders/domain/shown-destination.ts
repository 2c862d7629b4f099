import type { Destination } from '../../accounts/index.js';
import type { Actor } from './order-facts.js';
import { isTerminal, type OrderStatus } from './order-status.js';

/**
 * Where the goods go, with the phone and the notes: for the customer always, for dispatchers and
 * admins while the order lives. Pickers need none of it, and drivers have it with their delivery.
 */
export function shownDestination(
  { status, deliverTo }: { readonly status: OrderStatus; readonly deliverTo: Destination | null },
  { role }: Actor,
): Destination | null {
  if (role === 'customer') return deliverTo;
  const isShown = (role === 'dispatcher' || role === 'admin') && !isTerminal(status);
  return isShown ? deliverTo : null;
}
