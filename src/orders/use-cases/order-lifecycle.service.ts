import { Injectable, type OnModuleInit } from '@nestjs/common';
import { touch } from '../../cache/index.js';
import { Stock } from '../../catalog/index.js';
import { Clock } from '../../kernel/clock.js';
import type { ExpectedFailure } from '../../kernel/failure.js';
import type { Transaction } from '../../platform/index.js';
import {
  type ActorRole,
  allowedActions,
  checkLifecycle,
  type OrderStatus,
  transitionBetween,
} from '../domain/order-status.js';
import { orderTag } from '../orders.cache.js';
import { IllegalTransition, NotYourPick, OrderNotFound } from '../orders.errors.js';
import { orderMoved } from '../orders.events.js';
import type { OrderEntity } from '../persistence/order.entity.js';
import { OrderRepository } from '../persistence/order.repository.js';
import { SlotRepository } from '../persistence/slot.repository.js';

export interface Actor {
  /** Null for the system. */
  readonly accountId: string | null;
  readonly role: ActorRole;
}

/**
 * Moves orders along the table of transitions, and nowhere else: one conditional update, one
 * timeline row and one outbox row in the caller's transaction.
 */
@Injectable()
export class OrderLifecycle implements OnModuleInit {
  constructor(
    private readonly orders: OrderRepository,
    private readonly slots: SlotRepository,
    private readonly stock: Stock,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    checkLifecycle();
  }

  /**
   * @throws order-not-found, illegal-transition (also when somebody else was faster),
   *   not-your-pick
   */
  async move(
    tx: Transaction,
    orderId: string,
    to: OrderStatus,
    actor: Actor,
    reason: string | null = null,
  ): Promise<OrderEntity> {
    const order = await this.orders.find(tx, orderId);
    if (!order) throw OrderNotFound.because('There is no order with this id.');
    const transition = transitionBetween(order.status, to);
    if (!transition?.by.includes(actor.role)) throw illegal(order.status, to, actor.role);
    if (to === 'ready' && actor.role === 'picker' && order.pickerId !== actor.accountId) {
      throw NotYourPick.because('Another picker has started this order.');
    }

    const pickerId = to === 'picking' ? actor.accountId : order.pickerId;
    const moved = await this.orders.move(tx, order, to, pickerId);
    if (!moved) {
      const now = await this.orders.find(tx, orderId);
      throw illegal(now?.status ?? order.status, to, actor.role);
    }
    await this.#takeEffect(tx, moved);
    await this.record(tx, moved, order.status, actor, reason);
    return moved;
  }

  /** What every change of an order leaves behind, its placing included. */
  async record(
    tx: Transaction,
    order: OrderEntity,
    from: OrderStatus | null,
    actor: Actor,
    reason: string | null = null,
  ): Promise<void> {
    const { id: orderId, version, status, storeId, customerId } = order;
    await this.orders.appendTimeline(tx, {
      orderId,
      version,
      from,
      to: status,
      actorId: actor.accountId,
      actorRole: actor.role,
      reason,
      at: this.clock.now(),
    });
    const number = Number(order.number);
    await tx.publish(orderMoved({ orderId, number, storeId, customerId, status, version }));
    await touch(tx, orderTag(orderId));
  }

  async #takeEffect(tx: Transaction, order: OrderEntity): Promise<void> {
    if (order.status === 'out_for_delivery') {
      await this.stock.ship(tx, order.storeId, await this.orders.linesOf(tx, order.id), order.id);
    }
    if (order.status === 'expired') {
      // The slot before the stock, as placing takes them: the two then never deadlock.
      if (order.slotId) await this.slots.giveBack(tx, order.slotId);
      await this.stock.release(tx, order.storeId, await this.orders.linesOf(tx, order.id));
    }
  }
}

function illegal(status: OrderStatus, to: OrderStatus, role: ActorRole): ExpectedFailure {
  const allowed = allowedActions(status, role);
  return IllegalTransition.because(
    `The order is ${status}; it cannot become ${to} by a ${role} now.`,
    { orderStatus: status, allowed },
  );
}
