// How much may be paid back: of a payment, and of one of its lines.
import { type Money, money, shareOfMoney } from '../../kernel/money.js';

export const refundStatuses = ['pending', 'succeeded', 'failed', 'due'] as const;
/** `due`: paid at the door, so staff pays it out. */
export type RefundStatus = (typeof refundStatuses)[number];

/** What of the payment has not been paid back, nor is about to be. */
export function refundable(captured: Money, refunded: Money): Money {
  return money(captured.amountMinor - refunded.amountMinor, captured.currency);
}

export interface BoughtLine {
  /** What was charged for it. */
  readonly charged: Money;
  /** What went into the bag: pieces, or grams. */
  readonly quantity: number;
  /** What has been refunded for it, or is about to be. */
  readonly refunded: Money;
}

/** What `quantity` of a line cost, or what is left of the line's price where that is less. */
export function refundOf({ charged, quantity: bought, refunded }: BoughtLine, quantity: number) {
  const share = shareOfMoney(charged, quantity, bought);
  const left = charged.amountMinor - refunded.amountMinor;
  return money(Math.min(share.amountMinor, left), charged.currency);
}

export interface Refund {
  readonly id: string;
  readonly orderId: string;
  /** Null: of the order as a whole. */
  readonly lineId: string | null;
  readonly claimId: string | null;
  readonly amountMinor: number;
  readonly status: RefundStatus;
  readonly reason: string;
  /** What the provider said against it. */
  readonly failure: string | null;
  readonly askedBy: string | null;
  readonly createdAt: Date;
}
