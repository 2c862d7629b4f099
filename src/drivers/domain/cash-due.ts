import { type Money, money } from '../../kernel/money.js';
import type { OrderSnapshot } from '../../orders/index.js';

/** The cash to take at the door: the whole total, or nothing where a card pays. */
export function cashDue({ totals, payment }: Pick<OrderSnapshot, 'totals' | 'payment'>): Money {
  const { total } = totals;
  return payment.method === 'cash_on_delivery' ? total : money(0, total.currency);
}
