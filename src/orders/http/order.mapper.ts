import type { Identity } from '../../accounts/index.js';
import { cashToCollect } from '../domain/cash.js';
import { shownPin } from '../domain/delivery-pin.js';
import { lineActions } from '../domain/line-step.js';
import { allowedActions } from '../domain/order-facts.js';
import { money } from '../../kernel/money.js';
import type { OrderStatus } from '../domain/order-status.js';
import { shownDestination } from '../domain/shown-destination.js';
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
  SubstituteResponse,
  TimelineResponse,
} from './orders.responses.js';
import { lineResponse, totalsResponse } from './quotes.mapper.js';

export function orderResponse(order: OrderSnapshot, caller: Identity): OrderResponse {
  const { id, number, storeId, status, placedAt, slot, promise, totals } = order;
  const { method, status: paymentStatus, hold, captured, refunded } = order.payment;
  return {
    id,
    number,
    storeId,
    status,
    allowedActions: allowedActions(order, caller),
    placedAt,
    slot,
    promise,
    deliverTo: shownDestination(order, caller),
    deliveryPin: shownPin(order, caller),
    paymentMethod: method,
    payment: { status: paymentStatus, hold, captured, refunded },
    cashToCollect: cashToCollect(order),
    changeFor: order.changeFor,
    lines: order.lines.map((line) => orderLineResponse(order, line, caller)),
    totals: totalsResponse(totals),
    timeline: order.timeline.filter(({ machine }) => machine === 'order').map(stepResponse),
  };
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
  return {
    id,
    ...lineResponse(line),
    status,
    allowedActions: lineActions(order, line, caller),
    pickedQuantity,
    reasonCode,
    substitute: substituteResponse(line),
    answerBy,
  };
}

/** The substitute, or the proposed one. An agreed weight of the line's own goods is none. */
export function substituteResponse(
  line: Pick<OrderLine, 'status' | 'substitute' | 'price'>,
): SubstituteResponse | null {
  const { status, substitute, price } = line;
  if (!substitute || status === 'found') return null;
  return {
    productId: substitute.productId,
    sku: substitute.sku,
    name: substitute.name,
    size: substitute.sizeLabel,
    unit: substitute.unit,
    quantity: substitute.quantity,
    price: money(substitute.priceMinor, price.currency),
    isAgreed: substitute.isAgreed,
  };
}

export function summaryResponse(order: OrderSummary): OrderSummaryResponse {
  const { id, number, status, placedAt, slot, promise, total, lineCount } = order;
  return { id, number, status, placedAt, slot, promise, total, lineCount };
}
