import type { Identity } from '../../accounts/index.js';
import { allowedActions } from '../domain/order-facts.js';
import { minimumAgeOf, type Quote, type QuotedLine } from '../domain/quote.js';
import { money } from '../../kernel/money.js';
import type { OrderStatus } from '../domain/order-status.js';
import type { Totals } from '../domain/pricing.js';
import type { Slot } from '../domain/serviceability.js';
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
import type {
  LineResponse,
  QuoteResponse,
  SlotResponse,
  TotalsResponse,
} from './quotes.responses.js';

export function quoteResponse(quote: Quote): QuoteResponse {
  const { id, expiresAt, lines, slot, totals } = quote;
  return {
    id,
    expiresAt,
    lines: lines.map(lineResponse),
    slot,
    totals: totalsResponse(totals),
    minimumAge: minimumAgeOf(lines),
  };
}

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

function totalsResponse({ subtotal, fees, taxes, total }: Totals): TotalsResponse {
  return { subtotal, fees: [...fees], taxes: [...taxes], total };
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
  const { note, preference, preferredProductId, fallback } = line;
  const wishes = { note, preference, preferredProductId, fallback };
  return { productId, sku, name, size: sizeLabel, unit, quantity, price, total, ...wishes };
}
