import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../platform/index.js';
import type { Refund } from '../domain/payment-refund.js';

const columns = `id, order_id AS "orderId", order_line_id AS "lineId", claim_id AS "claimId",
  amount_minor::float8 AS "amountMinor", status, reason, failure, asked_by AS "askedBy",
  created_at AS "createdAt"`;

/** Writes refunds, always inside a transaction that has locked the order. */
@Injectable()
export class PaymentRefundRepository {
  async insert(tx: Transaction, refund: Refund): Promise<void> {
    await tx.query(
      `INSERT INTO payment_refunds (id, order_id, order_line_id, claim_id, amount_minor, status,
         reason, failure, asked_by, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        refund.id,
        refund.orderId,
        refund.lineId,
        refund.claimId,
        refund.amountMinor,
        refund.status,
        refund.reason,
        refund.failure,
        refund.askedBy,
        refund.createdAt,
      ],
    );
  }

  async find(tx: Transaction, refundId: string): Promise<Refund | null> {
    const [refund] = await tx.query<Refund>(
      `SELECT ${columns} FROM payment_refunds WHERE id = $1`,
      [refundId],
    );
    return refund ?? null;
  }

  /** Oldest first. */
  ofOrder(tx: Transaction, orderId: string): Promise<Refund[]> {
    return tx.query<Refund>(
      `SELECT ${columns} FROM payment_refunds WHERE order_id = $1 ORDER BY created_at, id`,
      [orderId],
    );
  }

  /** False when the refund was no longer pending. */
  async succeed(tx: Transaction, refundId: string, reference: string): Promise<boolean> {
    const paid = await tx.query(
      `UPDATE payment_refunds SET status = 'succeeded', provider_reference = $2
       WHERE id = $1 AND status = 'pending' RETURNING id`,
      [refundId, reference],
    );
    return paid.length === 1;
  }

  /** False when the refund was no longer pending. */
  async fail(tx: Transaction, refundId: string, failure: string): Promise<boolean> {
    const failed = await tx.query(
      `UPDATE payment_refunds SET status = 'failed', failure = $2
       WHERE id = $1 AND status = 'pending' RETURNING id`,
      [refundId, failure],
    );
    return failed.length === 1;
  }
}
