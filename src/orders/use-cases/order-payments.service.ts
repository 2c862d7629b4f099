import { Injectable } from '@nestjs/common';
import { Ids } from '../../kernel/ids.js';
import type { Transaction } from '../../platform/index.js';
import type { Actor } from '../domain/order-facts.js';
import {
  type PaymentActor,
  type PaymentGuard,
  paymentMachine,
  type PaymentMethod,
} from '../domain/payment-status.js';
import { IllegalPaymentStep } from '../orders.errors.js';
import type { OrderEntity } from '../persistence/order.entity.js';
import type { PaymentEntity } from '../persistence/payment.entity.js';
import { type PaymentChange, PaymentRepository } from '../persistence/payment.repository.js';
import { OrderRepository } from '../persistence/order.repository.js';
import { OrderJournal, type Why } from './order-journal.service.js';

export interface PaymentStep {
  readonly action: string;
  readonly by: PaymentActor;
  readonly actor: Actor;
  readonly change?: PaymentChange;
  readonly holds?: (guard: PaymentGuard) => boolean;
  readonly why?: Why;
}

/** An order's payment, moved with the order in one transaction. */
@Injectable()
export class OrderPayments {
  constructor(
    private readonly orders: OrderRepository,
    private readonly payments: PaymentRepository,
    private readonly journal: OrderJournal,
    private readonly ids: Ids,
  ) {}

  /** The payment of a new order; `holdMinor`: what the card is to be held for. */
  async open(
    tx: Transaction,
    order: OrderEntity,
    method: PaymentMethod,
    holdMinor: number | null,
  ): Promise<PaymentEntity> {
    const payment: PaymentEntity = {
      id: this.ids.next(),
      orderId: order.id,
      method,
      status: method === 'card' ? 'pending' : 'due_on_delivery',
      version: 1,
      currency: order.currency,
      holdMinor: holdMinor === null ? null : String(holdMinor),
      capturedMinor: '0',
      refundedMinor: '0',
      providerReference: null,
    };
    await this.payments.insert(tx, payment);
    return payment;
  }

  /** The order has been delivered: what was picked is paid, or will be as soon as it can be. */
  async take(tx: Transaction, order: OrderEntity, actor: Actor): Promise<OrderEntity> {
    const payment = await this.payments.ofOrder(tx, order.id);
    const isAtTheDoor = payment.status === 'due_on_delivery';
    return this.move(tx, order, payment, {
      action: 'capture',
      by: 'order',
      actor,
      ...(isAtTheDoor && { change: { capturedMinor: order.totalMinor } }),
    });
  }

  /** Nothing will be charged: the card's hold goes back. */
  async release(tx: Transaction, order: OrderEntity, actor: Actor): Promise<OrderEntity> {
    const payment = await this.payments.ofOrder(tx, order.id);
    // Declined by the provider: nothing is held.
    if (payment.status === 'failed') return order;
    return this.move(tx, order, payment, { action: 'void', by: 'order', actor });
  }

  /** @throws illegal-payment-step */
  async move(
    tx: Transaction,
    order: OrderEntity,
    payment: PaymentEntity,
    { action, by, actor, change, holds = () => true, why }: PaymentStep,
  ): Promise<OrderEntity> {
    const found = paymentMachine.find(payment.status, action, by, holds);
    if ('refusal' in found) {
      throw IllegalPaymentStep.because(`The payment is ${payment.status}: no ${action} now.`);
    }
    const { to } = found.transition;
    const moved = await this.payments.move(tx, payment, to, change);
    const counted = moved && (await this.orders.recount(tx, order));
    if (!counted) throw new Error(`The payment of ${order.id} changed under the order's lock`);
    const from = payment.status;
    const step = { machine: 'payment' as const, subjectId: payment.id, action, from, to };
    await this.journal.record(tx, counted, step, actor, why);
    return counted;
  }
}
