import { termsResponse } from '../../delivery-options/index.js';
import { roundMoney } from '../../kernel/money.js';
import { minimumAgeOf, type Quote, type QuotedLine } from '../domain/quote.js';
import type { Totals } from '../domain/pricing.js';
import type { BasketLine } from '../domain/cart.js';
import type { BasketLine as BasketLineRequest } from './quotes.requests.js';
import type { LineResponse, QuoteResponse, TotalsResponse } from './quotes.responses.js';

export function quoteResponse(quote: Quote): QuoteResponse {
  const { id, expiresAt, lines, slot, promise, totals, zone, distanceMetres, terms } = quote;
  return {
    id,
    expiresAt,
    lines: lines.map(lineResponse),
    slot,
    promise,
    delivery: { zone: zone.name, distanceM: distanceMetres, ...termsResponse(terms) },
    totals: totalsResponse(totals),
    cashToCollect: roundMoney(totals.total, quote.cashStepMinor),
    minimumAge: minimumAgeOf(lines),
    holdsStock: quote.holdsStock,
  };
}

/** Fills in the defaults of fields that the client has left out. */
export function basketLine(line: BasketLineRequest): BasketLine {
  const { productId, quantity, note, preference, preferredProductId, fallback } = line;
  return {
    productId,
    quantity,
    note: note ?? null,
    preference: preference ?? 'refund',
    preferredProductId: preferredProductId ?? null,
    fallback: fallback ?? 'refund',
  };
}

export function totalsResponse(totals: Totals): TotalsResponse {
  const { subtotal, fees, taxes, total, rounding } = totals;
  return { subtotal, fees: [...fees], taxes: [...taxes], total, rounding };
}

export function lineResponse(line: QuotedLine): LineResponse {
  const { productId, sku, name, sizeLabel, unit, quantity, price, total } = line;
  const { note, preference, preferredProductId, fallback } = line;
  const wishes = { note, preference, preferredProductId, fallback };
  return { productId, sku, name, size: sizeLabel, unit, quantity, price, total, ...wishes };
}
