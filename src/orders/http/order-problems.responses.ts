import { ApiProperty } from '@nestjs/swagger';
import { MoneyResponse } from '../../catalog/index.js';
import { ProblemMembers } from '../../platform/index.js';
import { type LineStatus, lineStatuses } from '../domain/line-status.js';
import { type OrderStatus, orderStatuses } from '../domain/order-status.js';
import type { FeeCode } from '../domain/pricing.js';
import { QuoteResponse } from './quotes.responses.js';

export class RisenFeeResponse {
  code: FeeCode;

  quoted: MoneyResponse;

  now: MoneyResponse;
}

@ProblemMembers()
export class OrderProblemMembers {
  /** `price-changed`: the same basket, quoted again; order this one. */
  quote?: QuoteResponse;

  /** `price-changed`: the fees that have risen. */
  fees?: RisenFeeResponse[];

  /** `price-changed`: the `expectedTotal` that you sent; `cash-mismatch`: the cash that is due. */
  expected?: MoneyResponse;

  /** `price-changed`, `hold-exceeded`: the total now. */
  total?: MoneyResponse;

  /** `hold-exceeded`: the amount held on the card. */
  hold?: MoneyResponse | null;

  /** `basket-below-minimum`: the store’s minimum. */
  minimum?: MoneyResponse;

  /** `basket-below-minimum`: how much more it needs. */
  missing?: MoneyResponse;

  /** `refund-too-large`: the most that can still be paid back. */
  refundable?: MoneyResponse;

  /** `store-paused`: the store’s own words. @example "We have a power cut" */
  reason?: string;

  /** `store-paused`: null until somebody resumes it; `claim-window-closed`: the end of it. */
  @ApiProperty({ format: 'date-time' })
  until?: string | null;

  /** `store-closed`: null where no opening is known. */
  @ApiProperty({ format: 'date-time' })
  opensAt?: string | null;

  /** `quote-already-ordered`: the order that has the quote. */
  @ApiProperty({ format: 'uuid' })
  orderId?: string;

  /** `line-not-found`, `claim-too-large`: the line that it is about. */
  @ApiProperty({ format: 'uuid' })
  lineId?: string;

  /** `claim-too-large`: how much can still be claimed. @example 1 */
  left?: number;

  /** `illegal-transition`, `illegal-line-step`, `order-not-assignable`: where the order is now. */
  @ApiProperty({ enum: orderStatuses })
  orderStatus?: OrderStatus;

  /** `illegal-line-step`: where the line is now. */
  @ApiProperty({ enum: lineStatuses })
  lineStatus?: LineStatus;

  /**
   * `illegal-transition`, `illegal-line-step`, `illegal-delivery-step`: what you may do instead.
   * @example ["cancel"]
   */
  allowed?: string[];

  /** `amount-does-not-fit`: in the line’s unit. @example 2 */
  ordered?: number;

  /** `amount-does-not-fit`: in the line’s unit; null: nothing was said. @example 3 */
  picked?: number | null;

  /** `amount-does-not-fit`: how far a weight may differ. @example 15 */
  tolerancePercent?: number;

  /** `substitute-unsuitable`: why the goods may not go in. */
  reasons?: string[];

  /** `substitute-unsuitable`: allergens that the ordered goods do not have. @example ["milk"] */
  addedAllergens?: string[];
}
