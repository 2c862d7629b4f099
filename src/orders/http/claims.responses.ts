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

  /** Null: of the order as a whole. */
  @ApiProperty({ format: 'uuid' })
  lineId: string | null;

  /** Null: of the store’s own accord. */
  @ApiProperty({ format: 'uuid' })
  claimId: string | null;

  /** @example { "amountMinor": 250, "currency": "AED" } */
  amount: MoneyResponse;

  /** `due`: it was paid at the door, so staff pays it out. @example pending */
  @ApiProperty({ enum: refundStatuses })
  status: RefundStatus;

  /** @example claim */
  reason: string;

  /** What the payment provider said against it. */
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

  photo: string | null;

  @ApiProperty({ format: 'date-time', example: '2026-12-01T12:02:00.000Z' })
  createdAt: string;

  /** What is paid back for it. */
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
  const { id, lines, note, photo, createdAt } = claim;
  const own = refunds.filter(({ claimId }) => claimId === id);
  return {
    id,
    lines: [...lines],
    note,
    photo,
    createdAt: iso(createdAt),
    refunds: own.map((refund) => refundResponse(refund, currency)),
  };
}

const iso = (at: Date) => at.toISOString();
