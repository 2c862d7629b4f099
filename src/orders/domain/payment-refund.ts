// Limits of refunds: of a payment, and of one of its lines.
import { type Money, money, shareOfMoney, sumMoney } from '../../kernel/money.js';

export const refundStatuses = ['pending', 'succeeded', 'failed', 'due'] as const;
/** `due`: the order was paid at the door, so that staff pay the refund out. */
export type RefundStatus = (typeof refundStatuses)[number];

/** The captured amount that is neither refunded nor about to be. */
export function refundable(captured: Money, refunded: Money): Money {
  return money(captured.amountMinor - refunded.amountMinor, captured.currency);
}

/**
 * The amounts, in sum no more than is left. Where cash was rounded down to a multiple of `stepMinor`,
 * all that was bought costs less than that more than was paid: the last amounts give way.
 */
export function withinRounding(amounts: readonly Money[], left: Money, stepMinor: number): Money[] {
  const { amountMinor } = sumMoney(left.currency, amounts);
  let over = amountMinor - left.amountMinor;
  if (over <= 0 || over >= stepMinor) return [...amounts];
  return amounts
    .toReversed()
    .map(({ amountMinor: of, currency }) => {
      const less = Math.min(of, over);
      over -= less;
      return money(of - less, currency);
    })
    .toReversed();
}

export interface BoughtLine {
  /** The amount charged for the line. */
  readonly charged: Money;
  /** The quantity in the bag: pieces, or grams. */
  readonly quantity: number;
  /** The amount refunded for the line, or about to be. */
  readonly refunded: Money;
}

/** The price of `quantity` of a line, or the rest of the line's price where that is less. */
export function refundOf({ charged, quantity: bought, refunded }: BoughtLine, quantity: number) {
  const share = shareOfMoney(charged, quantity, bought);
  const left = charged.amountMinor - refunded.amountMinor;
  return money(Math.min(share.amountMinor, left), charged.currency);
}

export interface Refund {
  readonly id: string;
  readonly orderId: string;
  /** Null: for the order as a whole. */
  readonly lineId: string | null;
  readonly claimId: string | null;
  readonly amountMinor: number;
  readonly status: RefundStatus;
  readonly reason: string;
  /** The provider's reason for a refusal. */
  readonly failure: string | null;
  readonly askedBy: string | null;
  readonly createdAt: Date;
}
