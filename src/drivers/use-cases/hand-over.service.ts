import { Injectable } from '@nestjs/common';
import { type Actor, OrderLifecycle } from '../../orders/index.js';
import { UnitOfWork } from '../../platform/index.js';
import type { HandOverReason } from '../domain/delivery-facts.js';
import { DriverOffShift, OrderNotAssigned } from '../drivers.errors.js';
import type { DeliveryEntity } from '../persistence/delivery.entity.js';
import { DeliveryRepository } from '../persistence/delivery.repository.js';
import { ShiftRepository } from '../persistence/shift.repository.js';
import { alreadyAssigned, AssignOrder } from './assign-order.service.js';
import { DeliveryLifecycle } from './delivery-lifecycle.service.js';

export interface HandOver {
  readonly orderId: string;
  /** The driver who takes the goods over. */
  readonly driverId: string;
  /** The delivery of the driver who has them. */
  readonly replaces: string;
  readonly reasonCode: HandOverReason;
  readonly note: string | null;
}

/** Has another driver take over goods that are under way. */
@Injectable()
export class HandOverDelivery {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly orders: OrderLifecycle,
    private readonly shifts: ShiftRepository,
    private readonly deliveries: DeliveryRepository,
    private readonly lifecycle: DeliveryLifecycle,
    private readonly assigning: AssignOrder,
  ) {}

  /**
   * Repeated for the same driver, it answers the same delivery.
   * @throws order-not-found, order-not-assigned, order-already-assigned (another delivery than
   *   `replaces` has the goods by now), illegal-delivery-step, driver-off-shift, driver-busy
   */
  handOver(
    { orderId, driverId, replaces, reasonCode, note }: HandOver,
    actor: Actor,
  ): Promise<DeliveryEntity> {
    return this.unitOfWork.run(async (tx) => {
      const shift = await this.shifts.lockOpen(tx, driverId);
      const { storeId } = await this.orders.lock(tx, orderId, actor);
      const current = await this.deliveries.activeOfOrder(tx, orderId);
      if (!current) throw OrderNotAssigned.because('No delivery of this order is under way.');
      if (current.id !== replaces) {
        if (current.driverId === driverId) return current;
        throw alreadyAssigned(current);
      }
      if (!shift) throw DriverOffShift.because('This driver has no open shift.');
      const failure = { reasonCode, note, photoReference: null };
      await this.lifecycle.move(tx, current, 'hand-over', actor, { failure });
      // The customer has not been tried once more: the number of the attempt stays.
      return this.assigning.begin(tx, 'hand-over', actor, shift, {
        orderId,
        storeId,
        status: 'collected',
        attempt: current.attempt,
      });
    });
  }
}
