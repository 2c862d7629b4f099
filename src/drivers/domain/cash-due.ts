import { type Money, money } from '../../kernel/money.js';
import type { OrderSnapshot } from '../../orders/index.js';

/** What the driver collects in cash: nothing of an order that is paid by card. */
export function cashDue({ totals, payment }: Pick<OrderSnapshot, 'totals' | 'payment'>): Money {
  const { total } = totals;
  return payment.method === 'cash_on_delivery' ? total : money(0, total.currency);
}
