import type { NewEvent } from '../kernel/domain-event.js';
import type { OrderStatus } from './domain/order-status.js';

/** Every move of an order: `order.placed`, `order.accepted`, … */
export type OrderEventType = `order.${OrderStatus}`;

export interface OrderMoved {
  readonly orderId: string;
  readonly number: number;
  readonly storeId: string;
  readonly customerId: string;
  readonly status: OrderStatus;
  /** Counts the order's moves from 1, without gaps. */
  readonly version: number;
}

export function orderMoved(payload: OrderMoved): NewEvent<OrderMoved> {
  const type: OrderEventType = `order.${payload.status}`;
  return { type, version: 1, aggregateType: 'order', aggregateId: payload.orderId, payload };
}
