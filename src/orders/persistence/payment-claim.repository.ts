import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../platform/index.js';
import type { Claim } from '../domain/payment-claim.js';

/** Writes claims of customers, inside a transaction that has locked the order. */
@Injectable()
export class PaymentClaimRepository {
  async insert(tx: Transaction, orderId: string, claim: Claim): Promise<void> {
    const { id, note, photoReference, createdAt, lines } = claim;
    await tx.query(
      `INSERT INTO order_claims (id, order_id, note, photo, created_at)
       VALUES ($1, $2, $3, $4, $5)`,
      [id, orderId, note, photoReference, createdAt],
    );
    await tx.query(
      `INSERT INTO order_claim_lines (claim_id, position, order_line_id, kind, quantity)
       SELECT $1, position, "lineId", kind, quantity
       FROM ROWS FROM (jsonb_to_recordset($2::jsonb)
         AS ("lineId" uuid, kind text, quantity int)) WITH ORDINALITY
         AS line ("lineId", kind, quantity, position)`,
      [id, JSON.stringify(lines)],
    );
  }

  /** Oldest first. */
  ofOrder(tx: Transaction, orderId: string): Promise<Claim[]> {
    return tx.query<Claim>(
      `SELECT id, note, photo AS "photoReference", created_at AS "createdAt",
         (SELECT jsonb_agg(jsonb_build_object('lineId', order_line_id, 'kind', kind,
             'quantity', quantity) ORDER BY position)
          FROM order_claim_lines WHERE claim_id = claim.id) AS lines
       FROM order_claims claim WHERE order_id = $1 ORDER BY created_at, id`,
      [orderId],
    );
  }
}
