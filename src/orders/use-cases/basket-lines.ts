// Checks of basket lines: for a cart, for a quote, and again when the quote is placed.
import { InsufficientStock, type SellableProduct, toldStock } from '../../catalog/index.js';
import { type BasketLine, mergedLines, soldProduct, unitOf, wantedOf } from '../domain/cart.js';
import { lineTotal } from '../domain/pricing.js';
import type { QuotedLine } from '../domain/quote.js';
import { OverLimit, ProductUnavailable } from '../orders.errors.js';

type Products = readonly SellableProduct[];

/** The products of the lines, with the preferred substitutes. */
export function productsOf(lines: readonly BasketLine[]): string[] {
  const ids = lines.flatMap(({ productId, preferredProductId }) => [
    productId,
    ...(preferredProductId === null ? [] : [preferredProductId]),
  ]);
  return [...new Set(ids)];
}

/** @throws product-unavailable, over-limit */
export function requireSold(lines: readonly BasketLine[], products: Products): void {
  const isSold = (id: string) => soldProduct(products, id) !== null;
  const errors = lines.flatMap(({ productId, preferredProductId }, index) => {
    const gone = (field: string) => ({
      pointer: `/lines/${index}/${field}`,
      code: 'product-unavailable',
    });
    return [
      ...(isSold(productId) ? [] : [gone('productId')]),
      ...(preferredProductId === null || isSold(preferredProductId)
        ? []
        : [gone('preferredProductId')]),
    ];
  });
  if (errors.length > 0) {
    throw ProductUnavailable.because('The store does not sell some of these products.', { errors });
  }
  requireWithinLimits(lines, products);
}

/** @throws over-limit */
function requireWithinLimits(lines: readonly BasketLine[], products: Products): void {
  const errors = lines.flatMap(({ productId }, index) => {
    const limit = soldProduct(products, productId)?.limitPerOrder ?? null;
    const isOver = limit !== null && wantedOf(lines, productId) > limit;
    const pointer = `/lines/${index}/quantity`;
    return isOver ? [{ pointer, code: 'over-limit', productId, limit }] : [];
  });
  if (errors.length > 0) {
    throw OverLimit.because('One order may not have that much of some products.', { errors });
  }
}

/** @throws insufficient-stock */
export function requireStock(lines: readonly BasketLine[], products: Products): void {
  const short = products.flatMap(({ productId, sku, available, soldBy }) => {
    const requested = wantedOf(lines, productId);
    if (requested <= available) return [];
    return [{ productId, sku, requested, available: toldStock(available, soldBy) }];
  });
  if (short.length > 0) {
    throw InsufficientStock.because('Some goods are short.', { lines: short });
  }
}

/** Quotes lines at today's prices, equal ones as one; all their products must be sold. */
export function quotedLines(lines: readonly BasketLine[], products: Products): QuotedLine[] {
  return mergedLines(lines).map(
    ({ productId, quantity, note, preference, preferredProductId, fallback }) => {
      const product = soldProduct(products, productId)!;
      const { sku, name, sizeLabel, price, taxRateBasisPoints, minimumAge } = product;
      const wishes = { note, preference, preferredProductId, fallback };
      const priced = { unit: unitOf(product), quantity, price };
      const facts = { productId, sku, name, sizeLabel, taxRateBasisPoints, minimumAge };
      return { ...facts, ...priced, ...wishes, total: lineTotal(priced) };
    },
  );
}
