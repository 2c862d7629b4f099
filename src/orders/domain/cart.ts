// Carts, and the changes since their lines were put in. Pure: prices and stock are read again with
// each cart; of those only the price at the time of adding is kept.
import type { SellableProduct } from '../../catalog/index.js';
import type { DeliveryTerms } from '../../delivery-options/index.js';
import { missingTo, type Money, sumMoney } from '../../kernel/money.js';
import { lineTotal, type Unit } from './pricing.js';
import type { LineWishes } from './quote.js';

export const cartDays = 7;

/** A product in a basket, with the customer's wishes. */
export interface BasketLine extends LineWishes {
  readonly productId: string;
  /** Pieces, or grams of goods sold by weight. */
  readonly quantity: number;
}

export interface CartLine extends BasketLine {
  readonly name: string;
  /** The price when the line was put in. */
  readonly priceMinor: number;
}

export interface Cart {
  /** Counts changes; 0 before the first. */
  readonly version: number;
  readonly lines: readonly CartLine[];
  /** Null while the cart is empty. */
  readonly expiresAt: Date | null;
}

export const cartChanges = ['price_up', 'price_down', 'gone', 'short', 'over_limit'] as const;
export type CartChange = (typeof cartChanges)[number];

export interface CartLineNow extends BasketLine {
  readonly name: string;
  /** Null when the store no longer sells the product. */
  readonly product: SellableProduct | null;
  readonly total: Money | null;
  readonly changes: readonly CartChange[];
}

export interface CartNow {
  readonly lines: readonly CartLineNow[];
  /** Of the products that are still sold. */
  readonly subtotal: Money;
  /** The amounts missing to each threshold of the store; null: none. */
  readonly missing: {
    readonly minimumBasket: Money | null;
    readonly smallBasket: Money | null;
    readonly freeDelivery: Money | null;
  };
  readonly terms: DeliveryTerms;
}

/** The cart at today's prices; `products`: those of its products that the store sells. */
export function cartNow(
  cart: Cart,
  products: readonly SellableProduct[],
  store: { readonly minimumBasket: Money },
  terms: DeliveryTerms,
): CartNow {
  const lines = cart.lines.map(({ priceMinor, ...line }) => {
    const product = soldProduct(products, line.productId);
    const wanted = wantedOf(cart.lines, line.productId);
    return {
      ...line,
      product,
      total: product && lineTotal({ ...product, ...line, unit: unitOf(product) }),
      changes: changesOf(product, priceMinor, wanted),
    };
  });
  const { currency } = store.minimumBasket;
  const subtotal = sumMoney(
    currency,
    lines.flatMap(({ total }) => total ?? []),
  );
  const { smallBasket, freeFrom } = terms;
  return {
    lines,
    subtotal,
    terms,
    missing: {
      minimumBasket: missingTo(store.minimumBasket, subtotal),
      smallBasket: smallBasket && missingTo(smallBasket.below, subtotal),
      freeDelivery: freeFrom && missingTo(freeFrom, subtotal),
    },
  };
}

export function soldProduct(
  products: readonly SellableProduct[],
  productId: string,
): SellableProduct | null {
  const found = products.find((product) => product.productId === productId);
  return found?.published ? found : null;
}

/**
 * Lines of one product with the same wishes are one line: their quantities add, at the place of the
 * first. With different wishes, such as another note, they stay apart, as the picker needs both.
 */
export function mergedLines<Line extends BasketLine>(lines: readonly Line[]): Line[] {
  const merged = new Map<string, Line>();
  for (const line of lines) {
    const { productId, note, preference, preferredProductId, fallback } = line;
    const same = JSON.stringify([productId, note, preference, preferredProductId, fallback]);
    const before = merged.get(same);
    merged.set(same, before ? { ...before, quantity: before.quantity + line.quantity } : line);
  }
  return [...merged.values()];
}

/** The total quantity of a product over all lines. */
export function wantedOf(lines: readonly BasketLine[], productId: string): number {
  return lines
    .filter((line) => line.productId === productId)
    .reduce((sum, { quantity }) => sum + quantity, 0);
}

export const unitOf = ({ soldBy }: SellableProduct): Unit => (soldBy === 'weight' ? 'g' : soldBy);

function changesOf(
  product: SellableProduct | null,
  priceMinor: number,
  wanted: number,
): CartChange[] {
  if (!product) return ['gone'];
  const { price, available, limitPerOrder } = product;
  const changes: [CartChange, boolean][] = [
    ['price_up', price.amountMinor > priceMinor],
    ['price_down', price.amountMinor < priceMinor],
    ['short', wanted > available],
    ['over_limit', limitPerOrder !== null && wanted > limitPerOrder],
  ];
  return changes.flatMap(([change, holds]) => (holds ? [change] : []));
}
