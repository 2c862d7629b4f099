import type { Identity } from '../../accounts/index.js';
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
    paymentMethod: method,
    payment: { status: paymentStatus, hold, captured, refunded },
    lines: order.lines.map(orderLineResponse),
    totals: totalsResponse(totals),
    timeline: order.timeline.filter(({ machine }) => machine === 'order').map(stepResponse),
  };
}

function stepResponse(step: TimelineStep): TimelineResponse {
  const { action, status, at, by, reason, reasonCode } = step;
  return { action, status: status as OrderStatus, at, by, reason, reasonCode };
}

function orderLineResponse(line: OrderLine): OrderLineResponse {
  const { id, status, pickedQuantity, reasonCode, substitute, answerBy } = line;
  const { currency } = line.price;
  return {
    id,
    ...lineResponse(line),
    status,
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
    },
    answerBy,
  };
}

export function summaryResponse(order: OrderSummary): OrderSummaryResponse {
  const { id, number, status, placedAt, slot, total, lineCount } = order;
  return { id, number, status, placedAt, slot, total, lineCount };
}
