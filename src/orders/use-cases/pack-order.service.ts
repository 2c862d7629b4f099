import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../platform/index.js';
import type { Bags } from '../domain/bags.js';
import type { Actor } from '../domain/order-facts.js';
import { OrderRepository } from '../persistence/order.repository.js';
import { OrderLifecycle } from './order-lifecycle.service.js';

/** Finishes the picking of orders. */
@Injectable()
export class PackOrder {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly orders: OrderRepository,
    private readonly lifecycle: OrderLifecycle,
  ) {}

  /**
   * `bags` null: not said. Sent again, the picker's newer count holds, until the driver has them.
   * @throws order-not-found, illegal-transition, not-your-pick, lines-open, hold-exceeded
   */
  ready(orderId: string, bags: Bags | null, actor: Actor): Promise<void> {
    return this.unitOfWork.run(async (tx) => {
      await this.lifecycle.moveOnce(tx, orderId, 'ready', actor);
      if (bags) await this.orders.noteBags(tx, orderId, bags);
    });
  }
}
