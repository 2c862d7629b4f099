import type { Role } from '../../accounts/index.js';
import { allowedActions } from '../domain/order-status.js';
import { minimumAgeOf, type Quote, type QuotedLine } from '../domain/quote.js';
import type { Slot } from '../domain/serviceability.js';
import type { OrderSnapshot, OrderSummary } from '../persistence/order-reads.queries.js';
import type {
  LineResponse,
  OrderResponse,
  OrderSummaryResponse,
  QuoteResponse,
  SlotResponse,
} from './orders.responses.js';

export function quoteResponse(quote: Quote): QuoteResponse {
  const { id, expiresAt, lines, slot, totals } = quote;
  return {
    id,
    expiresAt,
    lines: lines.map(lineResponse),
    slot,
    totals,
    minimumAge: minimumAgeOf(lines),
  };
}

export function orderResponse(order: OrderSnapshot, caller: Role): OrderResponse {
  const { id, number, storeId, status, placedAt, slot, deliverTo, paymentMethod, totals } = order;
  return {
    id,
    number,
    storeId,
    status,
    allowedActions: allowedActions(status, caller),
    placedAt,
    slot,
    deliverTo,
    paymentMethod,
    lines: order.lines.map(lineResponse),
    totals,
    timeline: [...order.timeline],
  };
}

export function summaryResponse(order: OrderSummary): OrderSummaryResponse {
  const { id, number, status, placedAt, slot, total, lineCount } = order;
  return { id, number, status, placedAt, slot, total, lineCount };
}

export function slotResponse(slot: Slot): SlotResponse {
  return {
    id: slot.id,
    startsAt: slot.startsAt.toISOString(),
    endsAt: slot.endsAt.toISOString(),
    cutoffAt: slot.cutoffAt.toISOString(),
    left: slot.capacity - slot.taken,
  };
}

function lineResponse(line: QuotedLine): LineResponse {
  const { productId, sku, name, sizeLabel, unit, quantity, price, total } = line;
  return { productId, sku, name, size: sizeLabel, unit, quantity, price, total };
}
