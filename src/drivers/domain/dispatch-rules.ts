import type { OrderStatus } from '../../orders/index.js';

const assignable: readonly OrderStatus[] = ['accepted', 'picking', 'ready'];

export function orderMayBeAssigned(status: OrderStatus): boolean {
  return assignable.includes(status);
}

/** `capacity`: the most deliveries at a time, as the driver's shift says. */
export function driverMayTakeAnother(activeDeliveries: number, capacity: number): boolean {
  return activeDeliveries < capacity;
}
