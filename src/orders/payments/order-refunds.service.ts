import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Ids } from '../../kernel/ids.js';
import { type Money, money, sumMoney } from '../../kernel/money.js';
import { Audit, type Transaction } from '../../platform/index.js';
import type { Actor } from '../domain/order-facts.js';
import { bagOf, charged, type LedgerLine } from '../domain/order-ledger.js';
import {
  type BoughtLine,
  type Refund,
  refundable,
  withinRounding,
} from '../domain/payment-refund.js';
import { lineTotal } from '../domain/pricing.js';
import { LineNotFound, OrderNotFound, RefundTooLarge } from '../orders.errors.js';
import { refundEvent, refundFacts } from '../orders.events.js';
import type { OrderEntity, OrderLineEntity } from '../persistence/order.entity.js';
import { OrderRepository } from '../persistence/order.repository.js';
import { PaymentRefundRepository } from '../persistence/payment-refund.repository.js';
import type { PaymentEntity } from '../persistence/payment.entity.js';
import { PaymentRepository } from '../persistence/payment.repository.js';
import { ledgerLine } from '../use-cases/order-effects.service.js';
import { OrderPayments } from '../use-cases/order-payments.service.js';
import { refundPayment } from '../use-cases/payment-jobs.js';

export interface RefundPart {
  /** Null: for the order as a whole. */
  readonly lineId: string | null;
  readonly amount: Money;
}

export interface RefundGrounds {
  readonly claimId: string | null;
  readonly reason: string;
}

/** Refunds never exceed the captured amount, nor a line's price. */
@Injectable()
export class OrderRefunds {
  constructor(
    private readonly orders: OrderRepository,
    private readonly payments: PaymentRepository,
    private readonly refunds: PaymentRefundRepository,
    private readonly orderPayments: OrderPayments,
    private readonly audit: Audit,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /** @throws order-not-found, line-not-found, refund-too-large, illegal-payment-step */
  async byStaff(
    tx: Transaction,
    orderId: string,
    { lineId, amountMinor }: { lineId: string | null; amountMinor: number },
    reason: string,
    actor: Actor,
  ): Promise<Refund> {
    const order = await this.orders.lock(tx, orderId, actor);
    if (!order) throw OrderNotFound.because('There is no order with this id.');
    const amount = money(amountMinor, order.currency);
    if (lineId) {
      const line = (await this.bought(tx, order)).get(lineId);
      if (!line) throw LineNotFound.because('The order has no line with this id.');
      requireWithin(amount, refundable(line.charged, line.refunded));
    }
    const grounds = { claimId: null, reason };
    const [refund] = await this.ask(tx, order, [{ lineId, amount }], grounds, actor);
    await this.audit.note(tx, {
      action: 'order.refund',
      subject: { type: 'order', id: orderId },
      storeId: order.storeId,
      after: { amountMinor, lineId },
    });
    return refund!;
  }

  /**
   * Records refunds and lets the provider pay them, at once or after the charge; staff pay out
   * orders paid at the door. The caller locks the order and checks the limits of lines. Of lines
   * that were paid in coins no more is refunded than was paid.
   * @throws refund-too-large, illegal-payment-step (nothing has been charged yet)
   */
  async ask(
    tx: Transaction,
    order: OrderEntity,
    asked: readonly RefundPart[],
    { claimId, reason }: RefundGrounds,
    actor: Actor,
  ): Promise<Refund[]> {
    const payment = await this.payments.ofOrder(tx, order.id);
    const parts = ofLines(asked) ? paidParts(asked, order, payment) : asked;
    const sum = sumMoney(
      order.currency,
      parts.map((part) => part.amount),
    );
    const isCharged = payment.status !== 'capture_pending';
    if (isCharged) await this.#count(tx, order, payment, sum, actor, reason);
    else requireWithin(sum, await this.#promisable(tx, order));
    const isCard = payment.method === 'card';
    const made = parts.map((part): Refund => {
      const { lineId, amount: of } = part;
      return {
        id: this.ids.next(),
        orderId: order.id,
        lineId,
        claimId,
        amountMinor: of.amountMinor,
        status: isCard ? 'pending' : 'due',
        reason,
        failure: null,
        askedBy: actor.accountId,
        createdAt: this.clock.now(),
      };
    });
    for (const refund of made) {
      await this.refunds.insert(tx, refund);
      if (isCard && isCharged) await this.#pay(tx, refund);
      if (!isCard) await tx.publish(refundEvent('refund.due', refundFacts(order, refund)));
    }
    return made;
  }

  /** Pays the refunds that were promised before the charge. The caller locks the order. */
  async payPromised(tx: Transaction, order: OrderEntity, actor: Actor): Promise<void> {
    const payment = await this.payments.ofOrder(tx, order.id);
    const promised = (await this.refunds.ofOrder(tx, order.id)).filter(
      ({ status }) => status === 'pending',
    );
    let sum = 0;
    for (const refund of promised) {
      // The provider may have charged less than requested.
      if (sum + refund.amountMinor > Number(payment.capturedMinor)) {
        await this.refunds.fail(tx, refund.id, 'above_what_was_captured');
        continue;
      }
      sum += refund.amountMinor;
      await this.#pay(tx, refund);
    }
    if (sum === 0) return;
    await this.#count(tx, order, payment, money(sum, order.currency), actor, 'promised');
  }

  /** @throws refund-too-large, illegal-payment-step */
  async #count(
    tx: Transaction,
    order: OrderEntity,
    payment: PaymentEntity,
    sum: Money,
    actor: Actor,
    reason: string,
  ): Promise<void> {
    const refunded = money(Number(payment.refundedMinor), order.currency);
    const left = leftOf(payment);
    const isPaid = payment.capturedMinor !== '0';
    if (isPaid) requireWithin(sum, left);
    await this.orderPayments.move(tx, order, payment, {
      action: 'refund',
      by: 'order',
      actor,
      change: { refundedMinor: String(refunded.amountMinor + sum.amountMinor) },
      holds: (guard) => (guard === 'none_left') === (sum.amountMinor === left.amountMinor),
      why: { reason },
    });
  }

  /** The part of the total that no refund is promised from, while the charge is pending. */
  async #promisable(tx: Transaction, order: OrderEntity): Promise<Money> {
    const promised = (await this.refunds.ofOrder(tx, order.id)).map(({ amountMinor }) =>
      money(amountMinor, order.currency),
    );
    const total = money(Number(order.totalMinor), order.currency);
    return refundable(total, sumMoney(order.currency, promised));
  }

  async #pay(tx: Transaction, { id: refundId, orderId }: Refund): Promise<void> {
    await tx.enqueue(refundPayment, { orderId, refundId });
  }

  /** Price, quantity and refunds of each line; lines without goods in the bag, too. */
  async bought(tx: Transaction, order: OrderEntity): Promise<Map<string, BoughtLine>> {
    const refunds = await this.refunds.ofOrder(tx, order.id);
    const lines = await this.orders.linesOf(tx, order.id);
    const { currency } = order;
    return new Map(
      lines.map((line) => {
        const of = refunds.filter(
          ({ lineId, status }) => lineId === line.id && status !== 'failed',
        );
        const refunded = of.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
        return [line.id, { ...boughtBy(currency, line), refunded: money(refunded, currency) }];
      }),
    );
  }
}

function leftOf({ capturedMinor, refundedMinor, currency }: PaymentEntity): Money {
  const amount = (minor: string) => money(Number(minor), currency);
  return refundable(amount(capturedMinor), amount(refundedMinor));
}

const ofLines = (parts: readonly RefundPart[]) => parts.every(({ lineId }) => lineId !== null);

/** The parts without what was not paid, as coins could not pay it. */
function paidParts(
  parts: readonly RefundPart[],
  { cashStepMinor }: OrderEntity,
  payment: PaymentEntity,
): RefundPart[] {
  const left = leftOf(payment);
  if (left.amountMinor <= 0) return [...parts];
  const amounts = withinRounding(
    parts.map((part) => part.amount),
    left,
    cashStepMinor,
  );
  return parts
    .map(({ lineId }, index) => ({ lineId, amount: amounts[index]! }))
    .filter(({ amount }) => amount.amountMinor > 0);
}

function boughtBy(currency: string, line: OrderLineEntity) {
  const ledger: LedgerLine = ledgerLine(currency, line);
  const priced = charged(ledger);
  const [goods] = bagOf([ledger]);
  return {
    charged: priced ? lineTotal(priced) : money(0, currency),
    quantity: goods?.quantity ?? 0,
  };
}

/** @throws refund-too-large */
function requireWithin(amount: Money, left: Money): void {
  if (amount.amountMinor <= left.amountMinor) return;
  throw RefundTooLarge.because('That is more than is left.', { refundable: left });
}
