import type { OrderStatus } from '../../orders/index.js';

/** What one driver carries at a time. */
export const maxActiveDeliveries = 2;

const assignable: readonly OrderStatus[] = ['accepted', 'picking', 'ready'];

export function orderMayBeAssigned(status: OrderStatus): boolean {
  return assignable.includes(status);
}

export function driverMayTakeAnother(activeDeliveries: number): boolean {
  return activeDeliveries < maxActiveDeliveries;
}
