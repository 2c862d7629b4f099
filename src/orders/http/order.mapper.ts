import type { Identity } from '../../accounts/index.js';
import { lineActions } from '../domain/line-step.js';
import { allowedActions } from '../domain/order-facts.js';
import { money } from '../../kernel/money.js';
import type { OrderStatus } from '../domain/order-status.js';
import type {
  OrderLine,
  OrderSnapshot,
  OrderSummary,
  TimelineStep,
} from '../domain/order-snapshot.js';
import type {
  OrderLineResponse,
  OrderResponse,
  OrderSummaryResponse,
  TimelineResponse,
} from './orders.responses.js';
import { lineResponse, totalsResponse } from './quotes.mapper.js';

export function orderResponse(order: OrderSnapshot, caller: Identity): OrderResponse {
  const { id, number, storeId, status, placedAt, slot, deliverTo, totals } = order;
  const { method, status: paymentStatus, hold, captured, refunded } = order.payment;
  return {
    id,
    number,
    storeId,
    status,
    allowedActions: allowedActions(order, caller),
    placedAt,
    slot,
    deliverTo,
    deliveryPin: shownPin(order, caller),
    paymentMethod: method,
    payment: { status: paymentStatus, hold, captured, refunded },
    lines: order.lines.map((line) => orderLineResponse(order, line, caller)),
    totals: totalsResponse(totals),
    timeline: order.timeline.filter(({ machine }) => machine === 'order').map(stepResponse),
  };
}

const pinIsShown: ReadonlySet<OrderStatus> = new Set([
  'ready',
  'out_for_delivery',
  'delivery_failed',
]);

function shownPin({ status, deliverTo, deliveryPin }: OrderSnapshot, caller: Identity) {
  const isShown = caller.role === 'customer' && pinIsShown.has(status) && !deliverTo.leaveAtDoor;
  return isShown ? deliveryPin : null;
}

function stepResponse(step: TimelineStep): TimelineResponse {
  const { action, status, at, by, reason, reasonCode } = step;
  return { action, status: status as OrderStatus, at, by, reason, reasonCode };
}

function orderLineResponse(
  order: OrderSnapshot,
  line: OrderLine,
  caller: Identity,
): OrderLineResponse {
  const { id, status, pickedQuantity, reasonCode, answerBy } = line;
  const { currency } = line.price;
  // A weight that was agreed to is of the line's own goods.
  const substitute = status === 'found' ? null : line.substitute;
  return {
    id,
    ...lineResponse(line),
    status,
    allowedActions: lineActions(order, line, caller),
    pickedQuantity,
    reasonCode,
    substitute: substitute && {
      productId: substitute.productId,
      sku: substitute.sku,
      name: substitute.name,
      size: substitute.sizeLabel,
      unit: substitute.unit,
      quantity: substitute.quantity,
      price: money(substitute.priceMinor, currency),
      isAgreed: substitute.isAgreed,
    },
    answerBy,
  };
}

export function summaryResponse(order: OrderSummary): OrderSummaryResponse {
  const { id, number, status, placedAt, slot, total, lineCount } = order;
  return { id, number, status, placedAt, slot, total, lineCount };
}
