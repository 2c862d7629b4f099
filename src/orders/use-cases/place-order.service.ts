import { Injectable } from '@nestjs/common';
import { Sellables, Stock, StoresService } from '../../catalog/index.js';
import { Clock } from '../../kernel/clock.js';
import { Ids } from '../../kernel/ids.js';
import type { PaymentMethod } from '../domain/payment-status.js';
import { AppConfig, type Transaction } from '../../platform/index.js';
import { lineTotal, totalsOf } from '../domain/pricing.js';
import { minimumAgeOf, type Quote, type QuotedLine, repriced } from '../domain/quote.js';
import { acceptDeadline } from '../domain/serviceability.js';
import {
  AgeConfirmationRequired,
  PriceChanged,
  ProductUnavailable,
  QuoteAlreadyOrdered,
  QuoteExpired,
  QuoteNotFound,
  SlotUnavailable,
} from '../orders.errors.js';
import type { OrderEntity } from '../persistence/order.entity.js';
import { type LineInsert, OrderRepository } from '../persistence/order.repository.js';
import { QuoteRepository } from '../persistence/quote.repository.js';
import { SlotRepository } from '../persistence/slot.repository.js';
import { expireUnaccepted } from './expire-unaccepted.job.js';
import { OrderJournal } from './order-journal.service.js';
import { OrderPayments } from './order-payments.service.js';
import { requireMinimum, requireNotPaused } from './store-terms.js';

export interface Placing {
  readonly customerId: string;
  readonly quoteId: string;
  readonly paymentMethod: PaymentMethod;
  readonly ageConfirmed: boolean;
}

/** Makes an order of a quote: slot, stock, order, timeline, outbox and job, or none of them. */
@Injectable()
export class PlaceOrderService {
  constructor(
    private readonly quotes: QuoteRepository,
    private readonly orders: OrderRepository,
    private readonly slots: SlotRepository,
    private readonly stores: StoresService,
    private readonly sellables: Sellables,
    private readonly stock: Stock,
    private readonly payments: OrderPayments,
    private readonly journal: OrderJournal,
    private readonly config: AppConfig,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws quote-not-found, quote-expired, quote-already-ordered, store-paused,
   *   basket-below-minimum, price-changed, product-unavailable, age-confirmation-required,
   *   slot-unavailable, insufficient-stock
   */
  async place(tx: Transaction, placing: Placing): Promise<OrderEntity> {
    const quote = await this.#validQuote(tx, placing);
    const store = await this.stores.byId(tx, quote.storeId);
    requireNotPaused(store, this.clock.now());
    // As it was quoted: a price that has dropped since must not make the basket too small.
    requireMinimum(store, quote.totals.subtotal);
    const priced = await this.#atTodaysPrices(tx, quote);
    if (minimumAgeOf(priced) !== null && !placing.ageConfirmed) {
      throw AgeConfirmationRequired.because(
        `The customer must be ${minimumAgeOf(priced)} or older.`,
      );
    }
    const order = await this.#insert(tx, placing, quote, priced);
    if (quote.slot && !(await this.slots.take(tx, quote.slot.id, this.clock.now()))) {
      throw SlotUnavailable.because('The slot has filled up or closed since the quote.');
    }
    await this.stock.reserve(tx, quote.storeId, priced);
    const actor = { accountId: placing.customerId, role: 'customer' as const };
    await this.payments.open(tx, order, placing.paymentMethod, null);
    const { id: subjectId, status: to } = order;
    const step = { machine: 'order' as const, subjectId, action: 'place', from: null, to };
    await this.journal.record(tx, order, step, actor);
    const slotStart = quote.slot && new Date(quote.slot.startsAt);
    await tx.enqueue(
      expireUnaccepted,
      { orderId: order.id },
      { startAfter: acceptDeadline(order.placedAt, slotStart, this.config.orderAcceptMinutes) },
    );
    return order;
  }

  async #validQuote(tx: Transaction, { quoteId, customerId }: Placing): Promise<Quote> {
    const quote = await this.quotes.find(tx, quoteId, customerId);
    if (!quote) throw QuoteNotFound.because('You have no quote with this id.');
    const order = await this.orders.findByQuote(tx, quoteId);
    if (order) throw alreadyOrdered(order.id);
    if (new Date(quote.expiresAt) <= this.clock.now()) {
      throw QuoteExpired.because(`The quote was good until ${quote.expiresAt}.`);
    }
    return quote;
  }

  async #atTodaysPrices(tx: Transaction, quote: Quote) {
    const ids = [...new Set(quote.lines.map((line) => line.productId))];
    const products = await this.sellables.find(tx, quote.storeId, ids);
    const sold = new Map(
      products
        .filter((product) => product.published)
        .map((product) => [product.productId, product]),
    );
    const errors = quote.lines.flatMap(({ productId }, index) =>
      sold.has(productId)
        ? []
        : [{ pointer: `/lines/${index}`, code: 'product-unavailable', productId }],
    );
    if (errors.length > 0) {
      throw ProductUnavailable.because('Some products are no longer sold.', { errors });
    }
    const { lines, rises } = repriced(quote.lines, (id) => sold.get(id)!.price);
    if (rises.length > 0) {
      throw PriceChanged.because('Some prices have risen since the quote.', { lines: rises });
    }
    return lines;
  }

  async #insert(tx: Transaction, placing: Placing, quote: Quote, lines: Quote['lines']) {
    const { currency } = quote.totals.total;
    // Fees are as quoted, even if a lower price leaves less than makes the delivery free.
    const totals = totalsOf(currency, lines, quote.totals.fees);
    const order = await this.orders.insert(
      tx,
      {
        id: this.ids.next(),
        quoteId: quote.id,
        customerId: placing.customerId,
        storeId: quote.storeId,
        status: 'placed',
        version: 1,
        slotId: quote.slot?.id ?? null,
        deliverTo: quote.deliverTo,
        storeLat: quote.storeLocation.lat,
        storeLng: quote.storeLocation.lng,
        currency,
        subtotalMinor: String(totals.subtotal.amountMinor),
        fees: totals.fees.map(({ code, amount: { amountMinor } }) => ({ code, amountMinor })),
        totalMinor: String(totals.total.amountMinor),
        pickerId: null,
        placedAt: this.clock.now(),
        cancelRequestedAt: null,
        deliveryAttempts: 0,
        deliveredAt: null,
      },
      lines.map(lineOf),
    );
    if (order) return order;
    throw alreadyOrdered((await this.orders.findByQuote(tx, quote.id))?.id ?? null);
  }
}

/** A new line of the order, as it was quoted. */
function lineOf(line: QuotedLine): LineInsert {
  return {
    productId: line.productId,
    sku: line.sku,
    name: line.name,
    sizeLabel: line.sizeLabel,
    unit: line.unit,
    quantity: line.quantity,
    priceMinor: String(line.price.amountMinor),
    lineTotalMinor: String(lineTotal(line).amountMinor),
    taxRateBasisPoints: line.taxRateBasisPoints,
    minimumAge: line.minimumAge,
    note: line.note,
    preference: line.preference,
    preferredProductId: line.preferredProductId,
    fallback: line.fallback,
    status: 'pending',
    version: 1,
    pickedQuantity: null,
    reasonCode: null,
    substitute: null,
    answerBy: null,
  };
}

function alreadyOrdered(orderId: string | null) {
  return QuoteAlreadyOrdered.because('This quote has been ordered.', { orderId });
}
