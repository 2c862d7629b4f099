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

/** An order was not at the door when it was promised; once per order. */
const orderLate = 'order.late';

export interface OrderLate {
  readonly orderId: string;
  readonly number: number;
  readonly storeId: string;
  readonly customerId: string;
  readonly status: OrderStatus;
  /** The end of the promised time. */
  readonly dueAt: string;
}

export function orderLateEvent(payload: OrderLate): NewEvent<OrderLate> {
  return {
    type: orderLate,
    version: 1,
    aggregateType: 'order',
    aggregateId: payload.orderId,
    payload,
  };
}

/**
 * `refund.succeeded`: the provider has paid it to the card. `refund.due`: the order was paid at the
 * door, and the store pays it out.
 */
export type RefundEventType = 'refund.succeeded' | 'refund.due';

export interface RefundMade {
  readonly refundId: string;
  readonly orderId: string;
  readonly storeId: string;
  readonly customerId: string;
  readonly amountMinor: number;
  readonly currency: string;
}

interface OfOrder {
  readonly id: string;
  readonly storeId: string;
  readonly customerId: string;
  readonly currency: string;
}

/** What the facts about a refund say of it. */
export function refundFacts(
  { id: orderId, storeId, customerId, currency }: OfOrder,
  { id: refundId, amountMinor }: { readonly id: string; readonly amountMinor: number },
): RefundMade {
  return { refundId, orderId, storeId, customerId, amountMinor, currency };
}

export function refundEvent(type: RefundEventType, payload: RefundMade): NewEvent<RefundMade> {
  return { type, version: 1, aggregateType: 'order', aggregateId: payload.orderId, payload };
}
