import { Injectable } from '@nestjs/common';
import {
  InsufficientStock,
  type SellableProduct,
  Sellables,
  type Store,
  StoresService,
} from '../../catalog/index.js';
import { Clock } from '../../kernel/clock.js';
import { Ids } from '../../kernel/ids.js';
import { money } from '../../kernel/money.js';
import { type DeliveryTerms, feesOf } from '../domain/fees.js';
import { lineTotal, totalsOf } from '../domain/pricing.js';
import {
  type Destination,
  type LineWishes,
  type Quote,
  type QuotedLine,
  quoteMinutes,
  type SlotWindow,
} from '../domain/quote.js';
import { slotProblem, zoneOf } from '../domain/serviceability.js';
import { OutOfServiceArea, ProductUnavailable, SlotUnavailable } from '../orders.errors.js';
import { QuoteRepository } from '../persistence/quote.repository.js';
import { SlotRepository } from '../persistence/slot.repository.js';
import { requireMinimum, requireNotPaused } from './store-terms.js';

export interface BasketLine extends LineWishes {
  readonly productId: string;
  readonly quantity: number;
}

export interface Basket {
  readonly customerId: string;
  readonly store: string | undefined;
  readonly lines: readonly BasketLine[];
  readonly deliverTo: Destination;
  /** Undefined: as soon as possible. */
  readonly slotId: string | undefined;
}

/** Says what a basket costs, delivered to this place at this time. Reserves nothing. */
@Injectable()
export class QuoteBasketService {
  constructor(
    private readonly stores: StoresService,
    private readonly sellables: Sellables,
    private readonly slots: SlotRepository,
    private readonly quotes: QuoteRepository,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws store-not-found, store-required, store-paused, product-unavailable,
   *   insufficient-stock, basket-below-minimum, out-of-service-area, slot-unavailable
   */
  async quote(basket: Basket): Promise<Quote> {
    const store = await this.stores.resolve(basket.store);
    requireNotPaused(store, this.clock.now());
    const terms = await this.#terms(store, basket.deliverTo);
    const slot = basket.slotId === undefined ? null : await this.#slot(store.id, basket.slotId);
    const productIds = [...new Set(basket.lines.map((line) => line.productId))];
    const products = await this.sellables.find(null, store.id, productIds);
    const lines = quotedLines(basket, products);
    requireStock(lines, products);
    const { subtotal } = totalsOf(store.currency, lines, []);
    requireMinimum(store, subtotal);
    const totals = totalsOf(store.currency, lines, feesOf(subtotal, terms));

    const now = this.clock.now().getTime();
    const quote: Quote = {
      id: this.ids.next(),
      storeId: store.id,
      storeLocation: store.location,
      customerId: basket.customerId,
      lines,
      deliverTo: basket.deliverTo,
      slot,
      terms,
      totals,
      expiresAt: new Date(now + quoteMinutes * 60_000).toISOString(),
    };
    await this.quotes.insert(quote);
    return quote;
  }

  async #terms(store: Store, place: Destination): Promise<DeliveryTerms> {
    const zone = zoneOf(place, await this.slots.zones(store.id));
    if (!zone) throw OutOfServiceArea.because(`${store.name} does not deliver to that place.`);
    return {
      fee: money(zone.feeMinor, store.currency),
      freeFrom: zone.freeFromMinor === null ? null : money(zone.freeFromMinor, store.currency),
    };
  }

  async #slot(storeId: string, slotId: string): Promise<SlotWindow> {
    const slot = await this.slots.slot(storeId, slotId);
    if (!slot) throw SlotUnavailable.because('This store has no such slot.');
    const problem = slotProblem(slot, this.clock.now());
    if (problem === 'full') throw SlotUnavailable.because('The slot is full.');
    if (problem) throw SlotUnavailable.because('The slot can no longer be chosen.');
    return {
      id: slot.id,
      startsAt: slot.startsAt.toISOString(),
      endsAt: slot.endsAt.toISOString(),
    };
  }
}

function quotedLines(basket: Basket, products: readonly SellableProduct[]): QuotedLine[] {
  const byId = new Map(products.map((product) => [product.productId, product]));
  const errors = basket.lines.flatMap(({ productId }, index) =>
    byId.get(productId)?.published
      ? []
      : [{ pointer: `/lines/${index}/productId`, code: 'product-unavailable' }],
  );
  if (errors.length > 0) {
    throw ProductUnavailable.because('The store does not sell some of these products.', { errors });
  }
  return basket.lines.map((wanted) => {
    const { published: _, available: __, soldBy, ...product } = byId.get(wanted.productId)!;
    const unit = soldBy === 'weight' ? ('g' as const) : soldBy;
    const line = { ...product, ...wanted, unit };
    return { ...line, total: lineTotal(line) };
  });
}

function requireStock(lines: readonly QuotedLine[], products: readonly SellableProduct[]): void {
  const short = products.flatMap(({ productId, sku, available }) => {
    const requested = lines
      .filter((line) => line.productId === productId)
      .reduce((sum, line) => sum + line.quantity, 0);
    return requested > available ? [{ productId, sku, requested, available }] : [];
  });
  if (short.length > 0) {
    throw InsufficientStock.because('Some goods are short.', { lines: short });
  }
}
