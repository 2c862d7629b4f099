import { ApiProperty } from '@nestjs/swagger';
import { MoneyResponse } from '../../catalog/index.js';
import { money } from '../../kernel/money.js';
import { type Refund, type RefundStatus, refundStatuses } from '../domain/payment-refund.js';
import type { ClaimsOfOrder } from '../payments/order-claims.service.js';
import { type Claim, type ClaimKind, claimKinds } from '../domain/payment-claim.js';

export class ClaimLineResponse {
  @ApiProperty({ format: 'uuid' })
  lineId: string;

  @ApiProperty({ enum: claimKinds, example: 'damaged' })
  kind: ClaimKind;

  /** Pieces, or grams. @example 1 */
  quantity: number;
}

export class RefundResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;

  /** Null: for the order as a whole. */
  @ApiProperty({ format: 'uuid' })
  lineId: string | null;

  /** Null: a refund by staff, without a claim. */
  @ApiProperty({ format: 'uuid' })
  claimId: string | null;

  /** @example { "amountMinor": 250, "currency": "AED" } */
  amount: MoneyResponse;

  /** `due`: the order was paid at the door, so that staff pay it out. @example pending */
  @ApiProperty({ enum: refundStatuses })
  status: RefundStatus;

  /** @example claim */
  reason: string;

  /** The payment provider’s reason for a refusal. */
  failure: string | null;

  @ApiProperty({ format: 'date-time', example: '2026-12-01T12:02:00.000Z' })
  createdAt: string;
}

export class ClaimResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;

  lines: ClaimLineResponse[];

  /** @example "Two eggs were broken" */
  note: string | null;

  photoReference: string | null;

  @ApiProperty({ format: 'date-time', example: '2026-12-01T12:02:00.000Z' })
  createdAt: string;

  /** The refunds for the claim. */
  refunds: RefundResponse[];
}

export class ClaimsResponse {
  items: ClaimResponse[];
}

export class RefundsResponse {
  items: RefundResponse[];
}

export function refundResponse(refund: Refund, currency: string): RefundResponse {
  const { id, lineId, claimId, amountMinor, status, reason, failure, createdAt } = refund;
  const amount = money(amountMinor, currency);
  return { id, lineId, claimId, amount, status, reason, failure, createdAt: iso(createdAt) };
}

export function claimResponse(claim: Claim, { refunds, currency }: ClaimsOfOrder): ClaimResponse {
  const { id, lines, note, photoReference, createdAt } = claim;
  const own = refunds.filter(({ claimId }) => claimId === id);
  return {
    id,
    lines: [...lines],
    note,
    photoReference,
    createdAt: iso(createdAt),
    refunds: own.map((refund) => refundResponse(refund, currency)),
  };
}

const iso = (at: Date) => at.toISOString();
