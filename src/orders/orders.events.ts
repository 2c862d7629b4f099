import type { NewEvent } from '../kernel/domain-event.js';
import type { LineStatus } from './domain/line-status.js';
import type { OrderStatus } from './domain/order-status.js';
import type { PaymentStatus } from './domain/payment-status.js';

/** Every move of an order, of one of its lines and of its payment: `order.placed`, … */
export type OrderEventType =
  `order.${OrderStatus}` | `order_line.${LineStatus}` | `payment.${PaymentStatus}`;

export interface OrderMoved {
  readonly orderId: string;
  readonly number: number;
  readonly storeId: string;
  readonly customerId: string;
  /** The order's; of a line's or a payment's fact too. */
  readonly status: OrderStatus;
  /** What was done, as in the table of transitions. */
  readonly action: string;
  /** Counts all that happens to the order and its parts from 1, without gaps. */
  readonly version: number;
  /** A line's or a payment's id; the order's own for its moves. */
  readonly subjectId: string;
}

export function orderMoved(type: OrderEventType, payload: OrderMoved): NewEvent<OrderMoved> {
  return { type, version: 1, aggregateType: 'order', aggregateId: payload.orderId, payload };
}
