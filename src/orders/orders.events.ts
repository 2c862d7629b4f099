import type { NewEvent } from '../kernel/domain-event.js';
import type { LineStatus } from './domain/line-status.js';
import type { OrderStatus } from './domain/order-status.js';
import type { PaymentStatus } from './domain/payment-status.js';

/** Types of all moves of an order, its lines and its payment: `order.placed`, … */
export type OrderEventType =
  `order.${OrderStatus}` | `order_line.${LineStatus}` | `payment.${PaymentStatus}`;

export interface OrderMoved {
  readonly orderId: string;
  readonly number: number;
  readonly storeId: string;
  readonly customerId: string;
  /** The status of the order, also for events of a line or a payment. */
  readonly status: OrderStatus;
  /** The action, as in the table of transitions. */
  readonly action: string;
  /** Counts all events of the order and its parts from 1, without gaps. */
  readonly version: number;
  /** The id of the line or payment; for moves of the order, the order's own. */
  readonly subjectId: string;
}

export function orderMoved(type: OrderEventType, payload: OrderMoved): NewEvent<OrderMoved> {
  return { type, version: 1, aggregateType: 'order', aggregateId: payload.orderId, payload };
}
