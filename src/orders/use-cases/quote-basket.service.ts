import { Injectable } from '@nestjs/common';
import { AddressBook, type Destination } from '../../accounts/index.js';
import { SellableProducts, StockHolds, StoresService } from '../../catalog/index.js';
import { Clock } from '../../kernel/clock.js';
import { Ids } from '../../kernel/ids.js';
import { missingTo, money, type Money } from '../../kernel/money.js';
import { Scheduled, type Transaction, UnitOfWork } from '../../platform/index.js';
import type { BasketLine } from '../domain/cart.js';
import { feesOf, totalsOf } from '../domain/pricing.js';
import { type Quote, quoteMinutes, type SlotWindow } from '../domain/quote.js';
import {
  cashStepOf,
  DeliveryOffers,
  slotProblem,
  SlotRepository,
} from '../../delivery-options/index.js';
import { CartEmpty, QuoteNotFound, SlotUnavailable, TipTooLarge } from '../orders.errors.js';
import { CartRepository } from '../persistence/cart.repository.js';
import { QuoteRepository } from '../persistence/quote.repository.js';
import { CustomerLimits } from './customer-limits.service.js';
import { productsOf, quotedLines, requireSold, requireStock } from './basket-lines.js';
import { promiseAt, requireMinimum, requireNotPaused, requireReceiver } from './store-rules.js';

export interface Basket {
  readonly customerId: string;
  readonly store: string | undefined;
  /** Undefined: the lines of the customer's cart. */
  readonly lines: readonly BasketLine[] | undefined;
  readonly deliverTo: Destination;
  /** Undefined: as soon as possible. */
  readonly slotId: string | undefined;
  readonly tipMinor: number;
  /** Whether to hold the goods while the quote is good. */
  readonly holdStock: boolean;
}

/** `deliverTo` is a destination, or the id of one of the customer's addresses. */
export interface AskedBasket extends Omit<Basket, 'deliverTo'> {
  readonly deliverTo: Destination | string;
}

interface TakenLines {
  readonly lines: readonly BasketLine[];
  readonly cartVersion: number | null;
}

const keptMs = 24 * 60 * 60_000;

/** Quotes the price of a basket, delivered to this place at this time. */
@Injectable()
export class QuoteBasket {
  constructor(
    private readonly addresses: AddressBook,
    private readonly stores: StoresService,
    private readonly sellables: SellableProducts,
    private readonly offers: DeliveryOffers,
    private readonly slots: SlotRepository,
    private readonly carts: CartRepository,
    private readonly quotes: QuoteRepository,
    private readonly holds: StockHolds,
    private readonly limits: CustomerLimits,
    private readonly unitOfWork: UnitOfWork,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws store-not-found, store-required, address-not-found, store-paused, store-closed,
   *   cart-empty, product-unavailable, over-limit, insufficient-stock, basket-below-minimum,
   *   receiver-required, tip-too-large, out-of-service-area, slot-unavailable, hold-too-large,
   *   hold-used-up
   */
  async quote(asked: AskedBasket): Promise<Quote> {
    const { id: storeId } = await this.stores.resolve(asked.store);
    const basket = { ...asked, store: storeId, deliverTo: await this.#destination(asked) };
    const { lines } = basket;
    const taken = lines ? { lines, cartVersion: null } : await this.#cart(basket, storeId);
    return this.#quote(basket, taken);
  }

  /**
   * A new quote for the basket of an earlier one, at today's prices.
   * @throws quote-not-found, and the failures of a quote
   */
  async again(quoteId: string, customerId: string): Promise<Quote> {
    const quote = await this.quotes.find(null, quoteId, customerId);
    if (!quote) throw QuoteNotFound.because('You have no quote with this id.');
    const basket = {
      customerId,
      store: quote.storeId,
      lines: quote.lines,
      deliverTo: quote.deliverTo,
      slotId: quote.slot?.id,
      tipMinor: quote.tip.amountMinor,
      holdStock: quote.holdsStock,
    };
    return this.#quote(basket, quote);
  }

  /** Deletes quotes a day after their ten minutes; until then questions can be answered. */
  @Scheduled('orders.forget-quotes', '17 * * * *')
  forgetOld(): Promise<void> {
    return this.quotes.forgetExpired(new Date(this.clock.now().getTime() - keptMs));
  }

  async #quote(basket: Basket, { lines: wanted, cartVersion }: TakenLines): Promise<Quote> {
    const { customerId, deliverTo, slotId } = basket;
    const now = this.clock.now();
    const store = await this.stores.resolve(basket.store);
    requireNotPaused(store, now);
    const { storeTerms, ...offer } = await this.offers.require(null, store, deliverTo);
    const slot = slotId === undefined ? null : await this.#slot(store.id, slotId);
    const promise = slot ? null : promiseAt(store, storeTerms, now);
    const products = await this.sellables.find(null, store.id, productsOf(wanted));
    requireSold(wanted, products);
    // A hold checks the stock when it is placed.
    if (!basket.holdStock) requireStock(wanted, products);
    const lines = quotedLines(wanted, products);
    requireReceiver(deliverTo, lines);
    const { subtotal } = totalsOf(store.currency, lines, []);
    requireMinimum(store, subtotal);
    const tip = tipOf(basket, subtotal);
    const quote: Quote = {
      ...offer,
      id: this.ids.next(),
      storeId: store.id,
      storeLocation: store.location,
      customerId,
      lines,
      deliverTo,
      slot,
      promise,
      tip,
      totals: totalsOf(store.currency, lines, feesOf(subtotal, offer.terms, tip)),
      cashStepMinor: cashStepOf(store.currency, storeTerms),
      holdsStock: basket.holdStock,
      cartVersion,
      expiresAt: new Date(now.getTime() + quoteMinutes * 60_000).toISOString(),
    };
    if (quote.holdsStock) return this.unitOfWork.run((tx) => this.#hold(tx, quote));
    await this.quotes.insert(null, quote);
    return quote;
  }

  /** Answers the quote as it is good: no longer than its hold. */
  async #hold(tx: Transaction, asked: Quote): Promise<Quote> {
    this.limits.requireHoldable(asked);
    const { id, storeId, lines } = asked;
    const { former, since } = await this.quotes.holdInstead(tx, asked, this.clock.now());
    const expiresAt = this.limits.holdUntil(asked, since);
    const quote = { ...asked, expiresAt: expiresAt.toISOString() };
    const isHere = former?.storeId === storeId;
    if (former && !isHere) await this.holds.release(tx, former.storeId, former.quoteId);
    await this.holds.place(tx, {
      storeId,
      reference: id,
      demand: lines,
      expiresAt,
      instead: isHere ? former.quoteId : undefined,
    });
    await this.quotes.insert(tx, quote);
    return quote;
  }

  /** Copies the address: later edits must change no quote and no order. */
  async #destination({ customerId, deliverTo }: AskedBasket): Promise<Destination> {
    if (typeof deliverTo !== 'string') return deliverTo;
    const address = await this.addresses.one(customerId, deliverTo);
    const { line1, lat, lng, notes, phone, leaveAtDoor } = address;
    return { line1, lat, lng, notes, phone, leaveAtDoor };
  }

  async #cart({ customerId }: Basket, storeId: string): Promise<TakenLines> {
    const { lines, version } = await this.carts.find(customerId, storeId, this.clock.now());
    if (lines.length === 0) throw CartEmpty.because('You have nothing in the cart of this store.');
    return { lines, cartVersion: version };
  }

  async #slot(storeId: string, slotId: string): Promise<SlotWindow> {
    const slot = await this.slots.slot(storeId, slotId);
    if (!slot) throw SlotUnavailable.because('This store has no such slot.');
    const problem = slotProblem(slot, this.clock.now());
    if (problem === 'full') throw SlotUnavailable.because('The slot is full.');
    if (problem) throw SlotUnavailable.because('The slot cannot be chosen, or not any more.');
    return {
      id: slot.id,
      startsAt: slot.startsAt.toISOString(),
      endsAt: slot.endsAt.toISOString(),
    };
  }
}

/** @throws tip-too-large */
function tipOf({ tipMinor }: Basket, subtotal: Money): Money {
  const tip = money(tipMinor, subtotal.currency);
  if (missingTo(tip, subtotal)) {
    throw TipTooLarge.because('A tip may be as much as the goods are worth, and no more.');
  }
  return tip;
}
