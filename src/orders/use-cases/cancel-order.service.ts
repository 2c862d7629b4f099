import { Injectable } from '@nestjs/common';
import { worksAt } from '../../accounts/index.js';
import { UnitOfWork } from '../../platform/index.js';
import type { Actor } from '../domain/order-facts.js';
import type { OrderStatus } from '../domain/order-status.js';
import { CancelAlreadyRequested, IllegalTransition, OrderNotFound } from '../orders.errors.js';
import type { OrderSnapshot } from '../domain/order-snapshot.js';
import { OrderReads } from '../persistence/order-reads.queries.js';
import type { TransitionReason } from './order-journal.service.js';
import { OrderLifecycle } from './order-lifecycle.service.js';

/** The status after each action. */
const ends = {
  cancel: 'cancelled',
  reject: 'rejected',
} as const satisfies Record<string, OrderStatus>;

/** Ends orders before they are collected. A repeat gets the same answer. */
@Injectable()
export class CancelOrder {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly lifecycle: OrderLifecycle,
    private readonly reads: OrderReads,
  ) {}

  /** @throws order-not-found (also for somebody else's), illegal-transition */
  async end(
    orderId: string,
    action: keyof typeof ends,
    actor: Actor,
    why: TransitionReason,
  ): Promise<OrderSnapshot> {
    await this.#requireVisible(orderId, actor);
    try {
      await this.unitOfWork.run((tx) => this.lifecycle.move(tx, orderId, action, actor, why));
    } catch (error) {
      if (!IllegalTransition.matches(error)) throw error;
      if (error.extras['orderStatus'] !== ends[action]) throw error;
    }
    return (await this.reads.snapshot(orderId))!;
  }

  /**
   * Records the customer's wish to stop picking; the store decides.
   * @throws order-not-found (also for somebody else's), illegal-transition
   */
  async request(orderId: string, actor: Actor, why: TransitionReason): Promise<OrderSnapshot> {
    await this.#requireVisible(orderId, actor);
    try {
      await this.unitOfWork.run((tx) =>
        this.lifecycle.move(tx, orderId, 'request-cancel', actor, why),
      );
    } catch (error) {
      if (!CancelAlreadyRequested.matches(error)) throw error;
    }
    return (await this.reads.snapshot(orderId))!;
  }

  async #requireVisible(orderId: string, actor: Actor): Promise<void> {
    const owner = actor.role === 'customer' ? actor.accountId : null;
    const order = await this.reads.snapshot(orderId, { owner });
    if (!order || !worksAt(actor, order.storeId))
      throw OrderNotFound.because('There is no order with this id.');
  }
}
