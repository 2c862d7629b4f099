import { Injectable } from '@nestjs/common';
import { touch } from '../../cache/index.js';
import { Clock } from '../../kernel/clock.js';
import type { Transaction } from '../../platform/index.js';
import type { LineStatus } from '../domain/line-status.js';
import type { Actor } from '../domain/order-facts.js';
import type { OrderStatus } from '../domain/order-status.js';
import type { PaymentStatus } from '../domain/payment-status.js';
import { orderTag, ordersOfTag } from '../orders.cache.js';
import { type OrderEventType, orderMoved } from '../orders.events.js';
import type { OrderEntity } from '../persistence/order.entity.js';
import { OrderRepository } from '../persistence/order.repository.js';

/** A step of one of the lifecycles. */
export type Step = {
  readonly subjectId: string;
  readonly action: string;
} & (
  | { readonly machine: 'order'; readonly from: OrderStatus | null; readonly to: OrderStatus }
  | { readonly machine: 'line'; readonly from: LineStatus; readonly to: LineStatus }
  | { readonly machine: 'payment'; readonly from: PaymentStatus; readonly to: PaymentStatus }
);

export interface TransitionReason {
  /** Text for people. */
  readonly reason?: string | null | undefined;
  /** Code for programs. */
  readonly reasonCode?: string | null | undefined;
}

/** Records every change of an order or its parts, in the timeline and the outbox. */
@Injectable()
export class OrderJournal {
  constructor(
    private readonly orders: OrderRepository,
    private readonly clock: Clock,
  ) {}

  /** `order`: after the step, with its new version. */
  async record(
    tx: Transaction,
    order: OrderEntity,
    step: Step,
    actor: Actor,
    { reason = null, reasonCode = null }: TransitionReason = {},
  ): Promise<void> {
    const { id: orderId, version, status, storeId, customerId } = order;
    const { subjectId, action } = step;
    await this.orders.appendTimeline(tx, {
      ...step,
      orderId,
      version,
      actorId: actor.accountId,
      actorRole: actor.role,
      reason,
      reasonCode,
      at: this.clock.now(),
    });
    const number = Number(order.number);
    const facts = { orderId, number, storeId, customerId, status, action, version, subjectId };
    await tx.publish(orderMoved(typeOf(step), facts));
    await touch(tx, orderTag(orderId), ordersOfTag(customerId));
  }
}

function typeOf(step: Step): OrderEventType {
  switch (step.machine) {
    case 'order':
      return `order.${step.to}`;
    case 'line':
      return `order_line.${step.to}`;
    case 'payment':
      return `payment.${step.to}`;
  }
}
