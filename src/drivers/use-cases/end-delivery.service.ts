import { Injectable } from '@nestjs/common';
import { type Actor, OrderLifecycle } from '../../orders/index.js';
import { UnitOfWork } from '../../platform/index.js';
import type { DeliveryFailure, Handover } from '../domain/delivery-facts.js';
import { hasTaken } from '../domain/delivery-status.js';
import { OrderNotAssigned } from '../drivers.errors.js';
import type { DeliveryEntity } from '../persistence/delivery.entity.js';
import { DeliveryRepository } from '../persistence/delivery.repository.js';
import { DeliveryLifecycle, type DeliveryReport } from './delivery-lifecycle.service.js';

/**
 * Ends deliveries for drivers who cannot: the phone is lost, or the driver had an accident. Repeated,
 * each answers the same.
 */
@Injectable()
export class EndDelivery {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly orders: OrderLifecycle,
    private readonly deliveries: DeliveryRepository,
    private readonly lifecycle: DeliveryLifecycle,
  ) {}

  /**
   * The customer has the goods; `note` says how staff know.
   * @throws order-not-found, order-not-assigned, illegal-delivery-step, age-check-required,
   *   cash-mismatch
   */
  deliver(orderId: string, handover: Handover, note: string, actor: Actor) {
    return this.#end(orderId, 'deliver', actor, { handover, note });
  }

  /**
   * The goods are with the driver, until another one or the store takes them.
   * @throws order-not-found, order-not-assigned, illegal-delivery-step
   */
  fail(orderId: string, failure: DeliveryFailure, actor: Actor) {
    return this.#end(orderId, 'fail', actor, { failure });
  }

  #end(
    orderId: string,
    action: string,
    actor: Actor,
    said: DeliveryReport,
  ): Promise<DeliveryEntity> {
    return this.unitOfWork.run(async (tx) => {
      await this.orders.lock(tx, orderId, actor);
      const delivery = await this.deliveries.latestOfOrder(tx, orderId);
      if (!delivery) throw OrderNotAssigned.because('No driver was ever given this order.');
      if (hasTaken(action, delivery.status)) return delivery;
      return this.lifecycle.move(tx, delivery, action, actor, said);
    });
  }
}
