import { Injectable } from '@nestjs/common';
import { SellableProducts, type Store } from '../../catalog/index.js';
import { Clock } from '../../kernel/clock.js';
import type { Money } from '../../kernel/money.js';
import type { Transaction } from '../../platform/index.js';
import { soldProduct } from '../domain/cart.js';
import { feesOf, type Totals, totalsOf } from '../domain/pricing.js';
import { feeRises, type Quote, type QuotedLine, repriced } from '../domain/quote.js';
import { CurrencyMismatch, PriceChanged } from '../orders.errors.js';
import { requireSold } from './basket-lines.js';
import { cashStepOf, DeliveryOffers } from '../../delivery-options/index.js';
import { promiseAt, requireMinimum, requireNotPaused } from './store-rules.js';

/** A quote as it is ordered, with prices that have dropped since. */
export interface ConfirmedQuote {
  readonly lines: readonly QuotedLine[];
  readonly totals: Totals;
  /** Cash is rounded to multiples of this, in minor units. */
  readonly cashStepMinor: number;
}

/** Repeats the checks of a quote when it is placed. */
@Injectable()
export class ConfirmQuote {
  constructor(
    private readonly sellables: SellableProducts,
    private readonly offers: DeliveryOffers,
    private readonly clock: Clock,
  ) {}

  /**
   * `expected`: the total that the customer was shown; null when it was not sent. Stock and slot
   * are not checked here: they are checked when they are taken.
   * @throws store-paused, store-closed, out-of-service-area, basket-below-minimum,
   *   product-unavailable, over-limit, price-changed, currency-mismatch
   */
  async confirm(
    tx: Transaction,
    store: Store,
    quote: Quote,
    expected: Money | null,
  ): Promise<ConfirmedQuote> {
    const now = this.clock.now();
    requireNotPaused(store, now);
    const { terms, storeTerms } = await this.offers.require(tx, store, quote.deliverTo);
    if (!quote.slot) promiseAt(store, storeTerms, now);
    // The quoted subtotal: a price that has dropped must not make the basket too small.
    const { subtotal } = quote.totals;
    requireMinimum(store, subtotal);
    const lines = await this.#lines(tx, quote);
    // Nor may it add fees that the quote does not have.
    const fees = feesOf(subtotal, terms, quote.tip);
    const rises = feeRises(quote.totals.fees, fees);
    if (rises.length > 0) {
      throw PriceChanged.because('Some fees have risen since the quote.', { fees: rises });
    }
    const totals = totalsOf(store.currency, lines, fees);
    requireExpected(expected, totals.total);
    return { lines, totals, cashStepMinor: cashStepOf(store.currency, storeTerms) };
  }

  async #lines(tx: Transaction, quote: Quote): Promise<QuotedLine[]> {
    const ordered = quote.lines.map((line) => ({ ...line, preferredProductId: null }));
    const ids = [...new Set(ordered.map(({ productId }) => productId))];
    const products = await this.sellables.find(tx, quote.storeId, ids);
    // Substitutes are not checked: their stock counts only when they are needed.
    requireSold(ordered, products);
    const { lines, rises } = repriced(quote.lines, (id) => soldProduct(products, id)!.price);
    if (rises.length > 0) {
      throw PriceChanged.because('Some prices have risen since the quote.', { lines: rises });
    }
    return lines;
  }
}

/** @throws price-changed, currency-mismatch */
function requireExpected(expected: Money | null, total: Money): void {
  if (!expected) return;
  if (expected.currency !== total.currency) {
    throw CurrencyMismatch.because(`The quote is in ${total.currency}.`, {
      errors: [{ pointer: '/expectedTotal/currency', code: 'currency-mismatch' }],
    });
  }
  if (expected.amountMinor !== total.amountMinor) {
    throw PriceChanged.because('The total is not the expected one.', { expected, total });
  }
}
