import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../platform/index.js';
import type { Actor } from '../domain/order-facts.js';
import { refundEvent, refundFacts } from '../orders.events.js';
import { OrderReads } from '../persistence/order-reads.queries.js';
import { OrderRepository } from '../persistence/order.repository.js';
import { PaymentRefundRepository } from '../persistence/payment-refund.repository.js';
import { PaymentRepository } from '../persistence/payment.repository.js';
import { AwaitAcceptance } from '../use-cases/await-acceptance.service.js';
import { OrderLifecycle } from '../use-cases/order-lifecycle.service.js';
import { OrderPayments } from '../use-cases/order-payments.service.js';
import { OrderRefunds } from './order-refunds.service.js';
import { voidPayment } from '../use-cases/payment-jobs.js';
import type { Refund } from '../domain/payment-refund.js';

const system: Actor = { accountId: null, role: 'system' };

/**
 * Applies an answer of the payment provider to the order, whether a job, a webhook or the
 * customer's app brings it. The order's row is locked first, so that only the first of several
 * equal answers moves the order; the others find it moved and change nothing.
 */
@Injectable()
export class PaymentOutcomes {
  constructor(
    private readonly orders: OrderRepository,
    private readonly payments: PaymentRepository,
    private readonly refunds: PaymentRefundRepository,
    private readonly reads: OrderReads,
    private readonly lifecycle: OrderLifecycle,
    private readonly orderPayments: OrderPayments,
    private readonly acceptance: AwaitAcceptance,
    private readonly orderRefunds: OrderRefunds,
  ) {}

  /** Places the order; voids the hold where the order has ended or the hold is too small. */
  async authorized(
    tx: Transaction,
    orderId: string,
    authorization: string,
    heldMinor: number,
  ): Promise<void> {
    const { order, payment } = await this.#locked(tx, orderId);
    if (payment.status !== 'pending') {
      const isOurs = payment.providerReference === authorization;
      const isKept = isOurs && !['void_pending', 'voided', 'failed'].includes(payment.status);
      if (!isKept) await tx.enqueue(voidPayment, { orderId, authorization });
      return;
    }
    if (heldMinor < Number(payment.holdMinor)) {
      await tx.enqueue(voidPayment, { orderId, authorization });
      return this.declined(tx, orderId);
    }
    await this.orderPayments.move(tx, order, payment, {
      action: 'authorize',
      by: 'provider',
      actor: system,
      change: { providerReference: authorization, token: null },
    });
    const placed = await this.lifecycle.move(tx, orderId, 'authorize', system);
    const { slot } = (await this.reads.snapshot(orderId, { tx }))!;
    await this.acceptance.begin(tx, placed, slot && new Date(slot.startsAt));
  }

  /** Cancels the order. */
  async declined(tx: Transaction, orderId: string): Promise<void> {
    const { order, payment } = await this.#locked(tx, orderId);
    if (payment.status !== 'pending') return;
    const why = { reason: 'the card was declined', reasonCode: 'payment_declined' };
    await this.orderPayments.move(tx, order, payment, {
      action: 'decline',
      by: 'provider',
      actor: system,
      change: { token: null },
      why,
    });
    await this.lifecycle.move(tx, orderId, 'decline', system, why);
  }

  /** Also pays the refunds that were promised before the charge. */
  async captured(tx: Transaction, orderId: string, capturedMinor: number): Promise<void> {
    const { order, payment } = await this.#locked(tx, orderId);
    if (payment.status !== 'capture_pending') return;
    const counted = await this.orderPayments.move(tx, order, payment, {
      action: 'confirm-capture',
      by: 'provider',
      actor: system,
      change: { capturedMinor: String(capturedMinor) },
    });
    await this.orderRefunds.payPromised(tx, counted, system);
  }

  async voided(tx: Transaction, orderId: string): Promise<void> {
    const { order, payment } = await this.#locked(tx, orderId);
    if (payment.status !== 'void_pending') return;
    await this.orderPayments.move(tx, order, payment, {
      action: 'confirm-void',
      by: 'provider',
      actor: system,
      change: { token: null },
    });
  }

  async refunded(tx: Transaction, refund: Refund, reference: string): Promise<void> {
    const { order } = await this.#locked(tx, refund.orderId);
    if (!(await this.refunds.succeed(tx, refund.id, reference))) return;
    await tx.publish(refundEvent('refund.succeeded', refundFacts(order, refund)));
  }

  /** Counts the amount of the failed refund as charged again. */
  async refundFailed(tx: Transaction, refund: Refund, failure: string): Promise<void> {
    const { order, payment } = await this.#locked(tx, refund.orderId);
    if (!(await this.refunds.fail(tx, refund.id, failure))) return;
    const refundedMinor = Number(payment.refundedMinor) - refund.amountMinor;
    await this.orderPayments.move(tx, order, payment, {
      action: 'refund-failed',
      by: 'provider',
      actor: system,
      change: { refundedMinor: String(refundedMinor) },
      holds: (guard) => (guard === 'some_refunded') === refundedMinor > 0,
      why: { reasonCode: failure },
    });
  }

  async #locked(tx: Transaction, orderId: string) {
    const order = await this.orders.lock(tx, orderId, system);
    if (!order) throw new Error(`There is no order ${orderId} to pay`);
    return { order, payment: await this.payments.ofOrder(tx, orderId) };
  }
}
