import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AccountsService } from '../../accounts/index.js';
import { OrderStock, StockHolds, StoresService } from '../../catalog/index.js';
import { Clock } from '../../kernel/clock.js';
import { Ids } from '../../kernel/ids.js';
import { formatMoney, type Money, money, roundMoney } from '../../kernel/money.js';
import { holdFor } from '../domain/payment-hold.js';
import type { PaymentMethod } from '../domain/payment-status.js';
import type { Transaction } from '../../platform/index.js';
import { lineTotal } from '../domain/pricing.js';
import { minimumAgeOf, type Quote, type QuotedLine } from '../domain/quote.js';
import {
  AgeConfirmationRequired,
  ChangeNotPossible,
  QuoteAlreadyOrdered,
  QuoteExpired,
  QuoteNotFound,
  SlotUnavailable,
} from '../orders.errors.js';
import type { OrderEntity } from '../persistence/order.entity.js';
import { type LineInsert, OrderRepository } from '../persistence/order.repository.js';
import { CartRepository } from '../persistence/cart.repository.js';
import { QuoteRepository } from '../persistence/quote.repository.js';
import { SlotRepository } from '../../delivery-options/index.js';
import { CustomerLimits } from './customer-limits.service.js';
import { type ConfirmedQuote, ConfirmQuote } from './confirm-quote.service.js';
import { AwaitAcceptance } from './await-acceptance.service.js';
import { OrderJournal } from './order-journal.service.js';
import { OrderPayments } from './order-payments.service.js';
import { requireReceiver } from './store-rules.js';

export interface Placing {
  readonly customerId: string;
  readonly quoteId: string;
  readonly paymentMethod: PaymentMethod;
  /** The provider's token for the card; only for the method `card`. */
  readonly paymentToken: string | null;
  readonly ageConfirmed: boolean;
  /** The total that the customer was shown; null accepts the quoted total or less. */
  readonly expectedTotal: Money | null;
  /** The money that the customer pays with in cash, in minor units; null: nothing said. */
  readonly changeForMinor: number | null;
}

/** Turns a quote into an order: writes slot, stock, order, timeline, outbox and job, or nothing. */
@Injectable()
export class PlaceOrder {
  constructor(
    private readonly quotes: QuoteRepository,
    private readonly orders: OrderRepository,
    private readonly slots: SlotRepository,
    private readonly stores: StoresService,
    private readonly carts: CartRepository,
    private readonly confirming: ConfirmQuote,
    private readonly limits: CustomerLimits,
    private readonly stock: OrderStock,
    private readonly holds: StockHolds,
    private readonly payments: OrderPayments,
    private readonly journal: OrderJournal,
    private readonly acceptance: AwaitAcceptance,
    private readonly accounts: AccountsService,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws session-ended, cards-not-taken, quote-not-found, quote-expired, quote-already-ordered,
   *   too-many-open-orders, age-confirmation-required, receiver-required, change-not-possible,
   *   slot-unavailable, insufficient-stock, and the failures of confirming a quote
   */
  async place(tx: Transaction, placing: Placing): Promise<OrderEntity> {
    const { paymentMethod: method, paymentToken: token } = placing;
    this.payments.requireTaken(method);
    await this.accounts.keep(tx, placing.customerId);
    const quote = await this.#validQuote(tx, placing);
    await this.limits.requireFewOpenOrders(tx, placing.customerId);
    const store = await this.stores.byId(tx, quote.storeId);
    const confirmed = await this.confirming.confirm(tx, store, quote, placing.expectedTotal);
    const { lines } = confirmed;
    const minimumAge = minimumAgeOf(lines);
    if (minimumAge !== null && !placing.ageConfirmed) {
      throw AgeConfirmationRequired.because(`The customer must be ${minimumAge} or older.`);
    }
    requireReceiver(quote.deliverTo, lines);
    requireChange(placing, confirmed);
    await this.#takeSlot(tx, quote);
    const order = await this.#insert(tx, placing, quote, confirmed);
    await this.#takeStock(tx, quote, lines);
    const actor = { accountId: placing.customerId, role: 'customer' as const };
    const total = money(Number(order.totalMinor), order.currency);
    await this.payments.open(tx, order, { method, token, hold: holdFor(total, lines) });
    const { id: subjectId, status: to } = order;
    const step = { machine: 'order' as const, subjectId, action: 'place', from: null, to };
    await this.journal.record(tx, order, step, actor);
    await this.#emptyCart(tx, quote);
    if (order.status === 'pending_payment') return order;
    return this.acceptance.begin(tx, order, quote.slot && new Date(quote.slot.startsAt));
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

  /** Must come before the order refers to the slot: a slot without orders may be deleted. */
  async #takeSlot(tx: Transaction, { slot }: Quote): Promise<void> {
    if (!slot || (await this.slots.take(tx, slot.id, this.clock.now()))) return;
    throw SlotUnavailable.because('The slot has filled up or closed since the quote.');
  }

  async #takeStock(tx: Transaction, quote: Quote, lines: readonly QuotedLine[]): Promise<void> {
    const { id, storeId, holdsStock } = quote;
    if (!holdsStock) return this.stock.reserve(tx, storeId, lines);
    await this.holds.consume(tx, storeId, id, lines);
    await this.quotes.endHolds(tx, quote);
  }

  /** Keeps a cart that has changed since the quote: its new lines must stay. */
  async #emptyCart(tx: Transaction, { customerId, storeId, cartVersion }: Quote): Promise<void> {
    if (cartVersion === null) return;
    await this.carts.empty(tx, customerId, storeId, cartVersion);
  }

  async #insert(
    tx: Transaction,
    placing: Placing,
    quote: Quote,
    { lines, totals, cashStepMinor }: ConfirmedQuote,
  ): Promise<OrderEntity> {
    const order = await this.orders.insert(
      tx,
      {
        id: this.ids.next(),
        quoteId: quote.id,
        customerId: placing.customerId,
        storeId: quote.storeId,
        status: placing.paymentMethod === 'card' ? 'pending_payment' : 'placed',
        version: 1,
        slotId: quote.slot?.id ?? null,
        promisedFrom: quote.promise && new Date(quote.promise.from),
        promisedUntil: quote.promise && new Date(quote.promise.until),
        deliverTo: quote.deliverTo,
        deliveryPin: String(randomInt(10_000)).padStart(4, '0'),
        storeLat: quote.storeLocation.lat,
        storeLng: quote.storeLocation.lng,
        currency: totals.total.currency,
        subtotalMinor: String(totals.subtotal.amountMinor),
        fees: totals.fees.map(({ code, amount: { amountMinor } }) => ({ code, amountMinor })),
        totalMinor: String(totals.total.amountMinor),
        cashStepMinor: placing.paymentMethod === 'cash_on_delivery' ? cashStepMinor : 1,
        changeForMinor: placing.changeForMinor === null ? null : String(placing.changeForMinor),
        bags: null,
        pickerId: null,
        placedAt: this.clock.now(),
        cancelRequestedAt: null,
        needsDispatchAt: null,
        deliveryAttempts: 0,
        deliveredAt: null,
      },
      lines.map(lineOf),
    );
    if (order) return order;
    throw alreadyOrdered((await this.orders.findByQuote(tx, quote.id))?.id ?? null);
  }
}

/** @throws change-not-possible */
function requireChange(
  { paymentMethod, changeForMinor }: Placing,
  { totals: { total }, cashStepMinor }: ConfirmedQuote,
): void {
  if (changeForMinor === null) return;
  if (paymentMethod !== 'cash_on_delivery') {
    throw ChangeNotPossible.because('The order is not paid in cash.', { cashToCollect: null });
  }
  const cashToCollect = roundMoney(total, cashStepMinor);
  if (changeForMinor >= cashToCollect.amountMinor) return;
  throw ChangeNotPossible.because(`${formatMoney(cashToCollect)} is due.`, { cashToCollect });
}

/** A new order's line, as quoted. */
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
