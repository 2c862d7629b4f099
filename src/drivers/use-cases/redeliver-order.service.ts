import { Injectable } from '@nestjs/common';
import type { InStores } from '../../accounts/index.js';
import { type Actor, OrderLifecycle } from '../../orders/index.js';
import { Audit, UnitOfWork } from '../../platform/index.js';
import { DriverOffShift, OrderNotAssigned } from '../drivers.errors.js';
import type { DeliveryEntity } from '../persistence/delivery.entity.js';
import { DeliveryRepository } from '../persistence/delivery.repository.js';
import { ShiftRepository } from '../persistence/shift.repository.js';
import { AssignOrder } from './assign-order.service.js';
import { DeliveryLifecycle } from './delivery-lifecycle.service.js';

/** A dispatcher's help when a driver stands at the door and cannot go on. */
@Injectable()
export class RedeliverOrder {
  constructor(
    private readonly audit: Audit,
    private readonly unitOfWork: UnitOfWork,
    private readonly orders: OrderLifecycle,
    private readonly shifts: ShiftRepository,
    private readonly deliveries: DeliveryRepository,
    private readonly lifecycle: DeliveryLifecycle,
    private readonly assigning: AssignOrder,
  ) {}

  /**
   * Delivers a failed order once more: a new delivery, of goods that have left the store.
   * `driverId` null: by the driver who has them.
   * @throws order-not-found, illegal-transition, driver-off-shift, driver-busy
   */
  redeliver(orderId: string, driverId: string | null, actor: Actor): Promise<DeliveryEntity> {
    return this.unitOfWork.run(async (tx) => {
      const before = await this.deliveries.latestOfOrder(tx, orderId);
      const by = driverId ?? before?.driverId;
      const shift = by ? await this.shifts.lockOpen(tx, by) : null;
      const order = await this.orders.move(tx, orderId, 'redeliver', actor);
      if (!shift) throw DriverOffShift.because('This driver has no open shift.');
      // Read again: nobody else can change it from here on.
      const failed = await this.deliveries.activeOfOrder(tx, orderId);
      if (failed) await this.lifecycle.move(tx, failed, 'redeliver', actor);
      return this.assigning.begin(tx, 'redeliver', actor, shift, {
        orderId,
        storeId: order.storeId,
        status: 'collected',
        attempt: order.deliveryAttempts,
      });
    });
  }

  /**
   * Allows five more tries of the customer's PIN.
   * @throws order-not-found, order-not-assigned
   */
  unlockPin(orderId: string, who: InStores): Promise<DeliveryEntity> {
    return this.unitOfWork.run(async (tx) => {
      const { storeId } = await this.orders.lock(tx, orderId, who);
      const delivery = await this.deliveries.activeOfOrder(tx, orderId);
      if (!delivery) throw OrderNotAssigned.because('No delivery of this order is under way.');
      await this.deliveries.forgetWrongPins(tx, delivery.id);
      await this.audit.note(tx, {
        action: 'pin.unlock',
        subject: { type: 'order', id: orderId },
        storeId,
        before: { wrongTries: delivery.pinFailures },
        after: { wrongTries: 0 },
      });
      return delivery;
    });
  }
}
