import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { DomainEvent } from '../../kernel/domain-event.js';
import { type OrderEventType, OrderLifecycle, type OrderMoved } from '../../orders/index.js';
import { Outbox, UnitOfWork } from '../../platform/index.js';
import { DeliveryRepository } from '../persistence/delivery.repository.js';
import { DeliveryLifecycle } from './delivery-lifecycle.service.js';

/** What the end of an order means for the delivery that is under way. */
const actions: Partial<Record<OrderEventType, string>> = {
  'order.cancelled': 'cancel',
  'order.returned': 'take-back',
};

/** Ends deliveries whose order has come to its end without the driver. Hearing it twice is once. */
@Injectable()
export class FollowOrdersService implements OnModuleInit {
  constructor(
    private readonly outbox: Outbox,
    private readonly unitOfWork: UnitOfWork,
    private readonly orders: OrderLifecycle,
    private readonly deliveries: DeliveryRepository,
    private readonly lifecycle: DeliveryLifecycle,
  ) {}

  onModuleInit(): void {
    this.outbox.subscribe({
      name: 'drivers.follow-orders',
      types: Object.keys(actions),
      forever: true,
      handle: (event) => this.follow(event as DomainEvent<OrderMoved>),
    });
  }

  follow({ type, payload: { orderId } }: DomainEvent<OrderMoved>): Promise<void> {
    const action = actions[type as OrderEventType]!;
    return this.unitOfWork.run(async (tx) => {
      await this.orders.lock(tx, orderId);
      const delivery = await this.deliveries.activeOfOrder(tx, orderId);
      if (!delivery) return;
      await this.lifecycle.move(tx, delivery, action, { accountId: null, role: 'system' });
    });
  }
}
