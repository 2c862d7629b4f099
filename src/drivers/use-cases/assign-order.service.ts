import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Ids } from '../../kernel/ids.js';
import { OrderNotFound, OrderReads } from '../../orders/index.js';
import { type Transaction, UnitOfWork } from '../../platform/index.js';
import {
  driverMayTakeAnother,
  maxActiveDeliveries,
  orderMayBeAssigned,
} from '../domain/dispatch-rules.js';
import { deliveryChanged } from '../drivers.cache.js';
import {
  DriverBusy,
  DriverOffShift,
  OrderAlreadyAssigned,
  OrderNotAssignable,
} from '../drivers.errors.js';
import { deliveryEvent } from '../drivers.events.js';
import type { DeliveryEntity } from '../persistence/delivery.entity.js';
import { DeliveryRepository } from '../persistence/delivery.repository.js';
import { ShiftRepository } from '../persistence/shift.repository.js';

export interface Assignment {
  readonly orderId: string;
  readonly driverId: string;
  /** The dispatcher who decides it. */
  readonly assignedBy: string;
}

/** Gives an order to a driver. */
@Injectable()
export class AssignOrderService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly orders: OrderReads,
    private readonly shifts: ShiftRepository,
    private readonly deliveries: DeliveryRepository,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /**
   * @throws order-not-found, order-not-assignable, order-already-assigned, driver-off-shift,
   *   driver-busy
   */
  async assign(assignment: Assignment): Promise<DeliveryEntity> {
    await this.#requireAssignable(assignment.orderId);
    return this.unitOfWork.run((tx) => this.#assign(tx, assignment));
  }

  async #requireAssignable(orderId: string, tx: Transaction | null = null): Promise<void> {
    const order = await this.orders.snapshot(orderId, { tx });
    if (!order) throw OrderNotFound.because('No order has this id.');
    if (order.status === 'out_for_delivery') {
      throw OrderAlreadyAssigned.because('A driver is on the way with this order.');
    }
    if (!orderMayBeAssigned(order.status)) {
      throw OrderNotAssignable.because(`The order is ${order.status}.`, {
        orderStatus: order.status,
      });
    }
  }

  async #assign(tx: Transaction, { orderId, driverId, assignedBy }: Assignment) {
    // Whoever assigns to this driver, or ends the shift, waits here: the count below stays true.
    const shift = await this.shifts.lockOpen(tx, driverId);
    if (!shift) throw DriverOffShift.because('This driver has no open shift.');

    const assignedAt = this.clock.now();
    const id = this.ids.next();
    const shiftId = shift.id;
    const active = await this.deliveries.countActive(tx, driverId);
    const delivery = await this.deliveries.insertAssigned(tx, {
      id,
      orderId,
      driverId,
      shiftId,
      assignedBy,
      assignedAt,
    });
    // Asked in this order so that a repeated request hears what has become of the first one.
    if (!delivery) throw OrderAlreadyAssigned.because('Another delivery of this order is active.');
    if (!driverMayTakeAnother(active)) {
      throw DriverBusy.because(
        `The driver has ${active} of at most ${maxActiveDeliveries} deliveries.`,
        { activeDeliveries: active },
      );
    }
    // Again, now that nobody else can carry it: it may have been delivered since the first look.
    await this.#requireAssignable(orderId, tx);
    await tx.publish(deliveryEvent(delivery));
    await deliveryChanged(tx, orderId);
    return delivery;
  }
}
