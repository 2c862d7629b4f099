import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../../platform/index.js';
import type { PaymentStatus } from '../domain/payment-status.js';
import { PaymentEntity } from './payment.entity.js';

export type PaymentChange = Partial<
  Pick<PaymentEntity, 'capturedMinor' | 'refundedMinor' | 'providerReference' | 'token'>
>;

/** Writes payments, always inside a transaction that has locked their order. */
@Injectable()
export class PaymentRepository {
  constructor(private readonly database: Database) {}

  async insert(tx: Transaction, payment: PaymentEntity): Promise<void> {
    await tx.manager.insert(PaymentEntity, payment);
  }

  ofOrder(tx: Transaction, orderId: string): Promise<PaymentEntity> {
    return tx.manager.findOneByOrFail(PaymentEntity, { orderId });
  }

  /** The order of a payment; null when there is no such payment. */
  async orderOf(tx: Transaction, paymentId: string): Promise<string | null> {
    const payment = await tx.manager.findOneBy(PaymentEntity, { id: paymentId });
    return payment?.orderId ?? null;
  }

  /** False when the event was received before; a concurrent repeat waits. */
  async receive(tx: Transaction, eventId: string, type: string, at: Date): Promise<boolean> {
    const heard = await tx.query(
      `INSERT INTO payment_events (id, type, received_at) VALUES ($1, $2, $3)
       ON CONFLICT DO NOTHING RETURNING id`,
      [eventId, type, at],
    );
    return heard.length === 1;
  }

  /** A repeat after that would be received once more, and find its payment moved. */
  async forgetEvents(before: Date): Promise<void> {
    await this.database.query('DELETE FROM payment_events WHERE received_at < $1', [before]);
  }

  /** Moves the payment if it still is what the caller saw; else null, without a change. */
  async move(
    tx: Transaction,
    payment: PaymentEntity,
    to: PaymentStatus,
    change: PaymentChange = {},
  ): Promise<PaymentEntity | null> {
    const next = { ...change, status: to, version: payment.version + 1 };
    const { id, status, version } = payment;
    const moved = await tx.manager.update(PaymentEntity, { id, status, version }, next);
    return moved.affected === 1 ? { ...payment, ...next } : null;
  }
}
