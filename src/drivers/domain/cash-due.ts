import type { Money } from '../../kernel/money.js';
import type { OrderSnapshot } from '../../orders/index.js';

/** What the driver collects at the door. Every order is paid there, and in cash. */
export function cashDue(order: Pick<OrderSnapshot, 'totals'>): Money {
  return order.totals.total;
}
