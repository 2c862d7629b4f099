import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Ids } from '../../kernel/ids.js';
import { type Actor, type LockedOrder, OrderLifecycle } from '../../orders/index.js';
import { type Transaction, UnitOfWork } from '../../platform/index.js';
import { hasTaken } from '../domain/delivery-status.js';
import { driverMayTakeAnother, orderMayBeAssigned } from '../domain/dispatch-rules.js';
import {
  DriverAtAnotherStore,
  DriverBusy,
  DriverOffShift,
  OrderAlreadyAssigned,
  OrderNotAssignable,
  OrderNotAssigned,
} from '../drivers.errors.js';
import type { DeliveryEntity } from '../persistence/delivery.entity.js';
import { DeliveryRepository } from '../persistence/delivery.repository.js';
import type { ShiftEntity } from '../persistence/shift.entity.js';
import { ShiftRepository } from '../persistence/shift.repository.js';
import { type Beginning, DeliveryLifecycle } from './delivery-lifecycle.service.js';
import { Dispatches } from './dispatches.service.js';

export interface Assignment {
  readonly orderId: string;
  readonly driverId: string;
  /** The other driver's delivery that this one replaces; null: none. */
  readonly replaces?: string | null;
}

/** An order, and its store. */
interface OfStore {
  readonly orderId: string;
  readonly storeId: string;
}

/**
 * Gives orders to drivers. Every method locks the driver's shift first, then the order, so that the
 * count of the driver's deliveries and the state of the order stay true.
 */
@Injectable()
export class AssignOrder {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly orders: OrderLifecycle,
    private readonly shifts: ShiftRepository,
    private readonly deliveries: DeliveryRepository,
    private readonly lifecycle: DeliveryLifecycle,
    private readonly dispatches: Dispatches,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /**
   * Repeated for the same driver, it answers the same delivery.
   * @throws order-not-found, order-not-assignable, order-already-assigned, driver-off-shift,
   *   driver-at-another-store, driver-busy
   */
  assign(assignment: Assignment, actor: Actor): Promise<DeliveryEntity> {
    return this.unitOfWork.run(async (tx) => {
      const { orderId, driverId, replaces } = assignment;
      const shift = await this.shifts.lockOpen(tx, driverId);
      const order = await this.orders.lock(tx, orderId, actor);
      requireAssignable(order);
      const current = await this.deliveries.activeOfOrder(tx, orderId);
      if (current?.driverId === driverId) return current;
      if (!shift) throw DriverOffShift.because('This driver has no open shift.');
      if (current && current.id === replaces) {
        await this.lifecycle.move(tx, current, 'reassign', actor);
      }
      return this.assignTo(tx, 'assign', actor, shift, { ...order, orderId });
    });
  }

  /**
   * Takes the order from its driver again, before it is collected. Repeated, it answers the same.
   * @throws order-not-found, order-not-assigned, illegal-delivery-step
   */
  unassign(orderId: string, actor: Actor): Promise<DeliveryEntity> {
    return this.unitOfWork.run(async (tx) => {
      await this.orders.lock(tx, orderId, actor);
      const delivery = await this.deliveries.latestOfOrder(tx, orderId);
      if (!delivery) throw OrderNotAssigned.because('No driver was ever given this order.');
      if (hasTaken('unassign', delivery.status)) return delivery;
      return this.lifecycle.move(tx, delivery, 'unassign', actor);
    });
  }

  /**
   * In the caller's transaction, which has locked the shift and the order. Ends the search for a
   * driver.
   * @throws order-already-assigned, driver-at-another-store, driver-busy
   */
  async assignTo(
    tx: Transaction,
    action: 'assign' | 'accept',
    actor: Actor,
    shift: ShiftEntity,
    { orderId, storeId }: OfStore,
  ): Promise<DeliveryEntity> {
    const trip = { orderId, storeId, status: 'assigned' as const, attempt: 1 };
    const delivery = await this.begin(tx, action, actor, shift, trip);
    await this.dispatches.settle(tx, orderId);
    return delivery;
  }

  /**
   * In the caller's transaction, which has locked the shift and the order.
   * @throws order-already-assigned, driver-at-another-store, driver-busy
   */
  async begin(
    tx: Transaction,
    action: Beginning,
    actor: Actor,
    shift: ShiftEntity,
    { storeId, ...trip }: OfStore & Pick<DeliveryEntity, 'status' | 'attempt'>,
  ): Promise<DeliveryEntity> {
    const { id: shiftId, driverId, capacity } = shift;
    if (shift.storeId !== null && shift.storeId !== storeId) {
      throw DriverAtAnotherStore.because('The order is not of the store of this shift.');
    }
    const now = this.clock.now();
    const active = await this.deliveries.countActive(tx, driverId);
    const delivery = await this.lifecycle.begin(tx, action, actor, {
      ...trip,
      id: this.ids.next(),
      driverId,
      shiftId,
      assignedBy: actor.accountId!,
      assignedAt: now,
      collectedAt: trip.status === 'collected' ? now : null,
    });
    // In this order, so that a driver who comes too late learns that, even when busy.
    if (!delivery) {
      throw alreadyAssigned((await this.deliveries.activeOfOrder(tx, trip.orderId))!);
    }
    if (!driverMayTakeAnother(active, capacity)) {
      throw DriverBusy.because(`The driver has ${active} of at most ${capacity} deliveries.`, {
        activeDeliveries: active,
        capacity,
      });
    }
    return delivery;
  }
}

/** The refusal that names the active delivery. */
export function alreadyAssigned({ id: deliveryId, driverId }: DeliveryEntity) {
  return OrderAlreadyAssigned.because('Another delivery of this order is active.', {
    deliveryId,
    driverId,
  });
}

/** @throws order-already-assigned, order-not-assignable */
export function requireAssignable({ status: orderStatus }: LockedOrder): void {
  if (orderStatus === 'out_for_delivery') {
    throw OrderAlreadyAssigned.because('A driver is on the way with this order.');
  }
  if (!orderMayBeAssigned(orderStatus)) {
    throw OrderNotAssignable.because(`The order is ${orderStatus}.`, { orderStatus });
  }
}
