import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Ids } from '../../kernel/ids.js';
import { type Money, money, roundMoney } from '../../kernel/money.js';
import type { Transaction } from '../../platform/index.js';
import type { Actor } from '../domain/order-facts.js';
import {
  type PaymentActor,
  type PaymentEffect,
  type PaymentGuard,
  paymentMachine,
  type PaymentMethod,
} from '../domain/payment-status.js';
import {
  authorizePayment,
  capturePayment,
  expireUnpaid,
  payWithinMs,
  voidPayment,
} from './payment-jobs.js';
import { PaymentProvider } from '../domain/payment-provider.port.js';
import { CardsNotTaken, IllegalPaymentStep } from '../orders.errors.js';
import type { OrderEntity } from '../persistence/order.entity.js';
import type { PaymentEntity } from '../persistence/payment.entity.js';
import { type PaymentChange, PaymentRepository } from '../persistence/payment.repository.js';
import { OrderRepository } from '../persistence/order.repository.js';
import { OrderJournal, type TransitionReason } from './order-journal.service.js';

export interface PaymentStep {
  readonly action: string;
  readonly by: PaymentActor;
  readonly actor: Actor;
  readonly change?: PaymentChange;
  readonly holds?: (guard: PaymentGuard) => boolean;
  readonly why?: TransitionReason;
}

export interface PaymentTerms {
  readonly method: PaymentMethod;
  /** The provider's token for the card; null when paid at the door. */
  readonly token: string | null;
  /** The amount to hold on the card. */
  readonly hold: Money;
}

const jobOf: Record<PaymentEffect, string> = {
  ask_capture: capturePayment,
  ask_void: voidPayment,
};

/** Moves an order's payment together with the order, in one transaction. */
@Injectable()
export class OrderPayments {
  constructor(
    private readonly orders: OrderRepository,
    private readonly payments: PaymentRepository,
    private readonly journal: OrderJournal,
    private readonly provider: PaymentProvider,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** @throws cards-not-taken */
  requireTaken(method: PaymentMethod): void {
    if (method === 'card' && !this.provider.takesCards) {
      throw CardsNotTaken.because('No payment provider is configured here.');
    }
  }

  /** Opens the payment of an order. A card is authorized after the commit, within ten minutes. */
  async open(
    tx: Transaction,
    order: OrderEntity,
    { method, token, hold }: PaymentTerms,
  ): Promise<void> {
    const isCard = method === 'card';
    const payment: PaymentEntity = {
      id: this.ids.next(),
      orderId: order.id,
      method,
      status: isCard ? 'pending' : 'due_on_delivery',
      version: 1,
      currency: order.currency,
      holdMinor: isCard ? String(hold.amountMinor) : null,
      capturedMinor: '0',
      refundedMinor: '0',
      providerReference: null,
      token: isCard ? token : null,
    };
    await this.payments.insert(tx, payment);
    if (!isCard) return;
    const orderId = order.id;
    await tx.enqueue(authorizePayment, { orderId });
    const startAfter = new Date(this.clock.now().getTime() + payWithinMs);
    await tx.enqueue(expireUnpaid, { orderId }, { startAfter });
  }

  /** Takes the payment of a delivered order: the door pays at once, a card as soon as possible. */
  async take(tx: Transaction, order: OrderEntity, actor: Actor): Promise<OrderEntity> {
    const payment = await this.payments.ofOrder(tx, order.id);
    const isAtTheDoor = payment.status === 'due_on_delivery';
    return this.move(tx, order, payment, {
      action: 'capture',
      by: 'order',
      actor,
      ...(isAtTheDoor && { change: { capturedMinor: paidAtTheDoor(order) } }),
    });
  }

  /** Releases the hold: nothing will be charged. */
  async release(tx: Transaction, order: OrderEntity, actor: Actor): Promise<OrderEntity> {
    const payment = await this.payments.ofOrder(tx, order.id);
    // The provider declined the card: there is no hold.
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
    const { to, effects = [] } = found.transition;
    const moved = await this.payments.move(tx, payment, to, change);
    const counted = moved && (await this.orders.recount(tx, order));
    if (!counted) throw new Error(`The payment of ${order.id} changed under the order's lock`);
    const from = payment.status;
    const step = { machine: 'payment' as const, subjectId: payment.id, action, from, to };
    await this.journal.record(tx, counted, step, actor, why);
    for (const effect of effects) await tx.enqueue(jobOf[effect], { orderId: order.id });
    return counted;
  }
}

/** The total, rounded to what coins can pay where it is paid in cash. */
function paidAtTheDoor({ totalMinor, currency, cashStepMinor }: OrderEntity): string {
  return String(roundMoney(money(Number(totalMinor), currency), cashStepMinor).amountMinor);
}
