// The cash that changes hands at the door.
import { addMoney, type Money, money } from '../../kernel/money.js';
import type { OrderSnapshot } from './order-snapshot.js';

type Paid = Pick<OrderSnapshot, 'totals' | 'payment'>;

/** The cash to take at the door: the total, rounded to what coins can pay; 0 where a card pays. */
export function cashToCollect({ totals: { total, rounding }, payment }: Paid): Money {
  const isCash = payment.method === 'cash_on_delivery';
  return isCash ? addMoney(total, rounding) : money(0, total.currency);
}

/**
 * The change to bring for the money that the customer pays with; null where the customer has not
 * said. 0 also where it does not suffice any more: the goods have become dearer while picking.
 */
export function changeToBring(order: Paid & Pick<OrderSnapshot, 'changeFor'>): Money | null {
  const { changeFor } = order;
  if (!changeFor) return null;
  const { amountMinor, currency } = cashToCollect(order);
  return money(Math.max(0, changeFor.amountMinor - amountMinor), currency);
}
