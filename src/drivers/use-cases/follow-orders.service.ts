import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { DomainEvent } from '../../kernel/domain-event.js';
import { type OrderEventType, OrderLifecycle, type OrderMoved } from '../../orders/index.js';
import { Outbox, type Transaction, UnitOfWork } from '../../platform/index.js';
import { DeliveryRepository } from '../persistence/delivery.repository.js';
import { DeliveryLifecycle } from './delivery-lifecycle.service.js';
import { Dispatches } from './dispatches.service.js';

/** Acts on the facts about orders. A repeated fact changes nothing. */
@Injectable()
export class FollowOrders implements OnModuleInit {
  readonly #followed: Partial<
    Record<OrderEventType, (tx: Transaction, orderId: string) => Promise<void>>
  > = {
    'order.accepted': (tx, orderId) => this.dispatches.begin(tx, orderId),
    'order.cancelled': async (tx, orderId) => {
      await this.dispatches.settle(tx, orderId);
      await this.#end(tx, orderId, 'cancel');
    },
    'order.returned': (tx, orderId) => this.#end(tx, orderId, 'take-back'),
  };

  constructor(
    private readonly outbox: Outbox,
    private readonly unitOfWork: UnitOfWork,
    private readonly orders: OrderLifecycle,
    private readonly deliveries: DeliveryRepository,
    private readonly lifecycle: DeliveryLifecycle,
    private readonly dispatches: Dispatches,
  ) {}

  onModuleInit(): void {
    this.outbox.subscribe({
      name: 'drivers.follow-orders',
      types: Object.keys(this.#followed),
      forever: true,
      handle: (event) => this.follow(event as DomainEvent<OrderMoved>),
    });
  }

  follow({ type, payload: { orderId } }: DomainEvent<OrderMoved>): Promise<void> {
    return this.unitOfWork.run(async (tx) => {
      await this.orders.lock(tx, orderId, { role: 'system' });
      await this.#followed[type as OrderEventType]!(tx, orderId);
    });
  }

  /** Ends the active delivery, if any, of an order that has ended without the driver. */
  async #end(tx: Transaction, orderId: string, action: string): Promise<void> {
    const delivery = await this.deliveries.activeOfOrder(tx, orderId);
    if (!delivery) return;
    await this.lifecycle.move(tx, delivery, action, { accountId: null, role: 'system' });
  }
}
