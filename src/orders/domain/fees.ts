import { type Money } from '../../kernel/money.js';
import type { Fee } from './pricing.js';

export interface DeliveryTerms {
  readonly fee: Money;
  /** From this subtotal on delivery is free; null when it never is. */
  readonly freeFrom: Money | null;
}

/** What is charged besides the goods; fees that are nothing are left out. */
export function feesOf(subtotal: Money, { fee, freeFrom }: DeliveryTerms): Fee[] {
  const free = freeFrom !== null && subtotal.amountMinor >= freeFrom.amountMinor;
  return free || fee.amountMinor === 0 ? [] : [{ code: 'delivery', amount: fee }];
}
