// Sums over an order's lines at any moment: goods to charge, goods in the bag, stock reserved.
// Pure: every total and reservation is computed again from the lines, never adjusted.
import { money } from '../../kernel/money.js';
import type { LineStatus } from './line-status.js';
import type { OrderStatus } from './order-status.js';
import { lineTotal, type PricedLine, type Unit } from './pricing.js';
import type { Substitute } from './substitution.js';

export interface LedgerLine {
  readonly productId: string;
  readonly sku: string;
  readonly unit: Unit;
  readonly quantity: number;
  readonly price: PricedLine['price'];
  readonly taxRateBasisPoints: number;
  readonly status: LineStatus;
  readonly pickedQuantity: number | null;
  readonly reasonCode: string | null;
  readonly substitute: Substitute | null;
}

export interface Goods {
  readonly productId: string;
  readonly sku: string;
  /** Pieces, or grams. */
  readonly quantity: number;
}

/** Reasons for less than ordered although the goods were on the shelf. */
const notMissing = new Set(['not_wanted']);

/** What the customer pays a line for; null for nothing. An open line counts as ordered. */
export function charged(line: LedgerLine): PricedLine | null {
  switch (line.status) {
    case 'pending':
    case 'substitute_proposed':
      return line;
    case 'found':
    case 'short':
      return withinConsent(line, { ...line, quantity: line.pickedQuantity! });
    case 'substituted':
      return withinConsent(line, substitutePrice(line));
    case 'refunded':
      return null;
  }
}

/** The goods in the bag, of all lines that are done. */
export function bagOf(lines: readonly LedgerLine[]): Goods[] {
  return lines.flatMap((line): Goods[] => {
    const { status, productId, sku, pickedQuantity, substitute } = line;
    if (status === 'found' || status === 'short') {
      return [{ productId, sku, quantity: pickedQuantity! }];
    }
    return status === 'substituted' ? [goodsOf(substitute!)] : [];
  });
}

/** The minimum age of whoever receives the bag, in years; null: none. */
export function minimumAgeInBag(
  lines: readonly (Pick<LedgerLine, 'status' | 'substitute'> & {
    readonly minimumAge: number | null;
  })[],
): number | null {
  const ages = lines.flatMap(({ status, minimumAge, substitute }) => {
    if (status === 'refunded') return [];
    return (status === 'substituted' ? substitute!.minimumAge : minimumAge) ?? [];
  });
  return ages.length === 0 ? null : Math.max(...ages);
}

const inStoreUnpicked: ReadonlySet<OrderStatus> = new Set([
  'pending_payment',
  'placed',
  'accepted',
  'picking',
]);

/** The stock that an order in this status reserves in its store. */
export function reservedBy(status: OrderStatus, lines: readonly LedgerLine[]): Goods[] {
  if (status === 'ready') return bagOf(lines);
  if (!inStoreUnpicked.has(status)) return [];
  return lines.flatMap((line) => [
    { productId: line.productId, sku: line.sku, quantity: line.quantity },
    ...substituteHeld(line),
  ]);
}

/** The ordered goods that the picker did not find. */
export function missingFrom(lines: readonly LedgerLine[]): (Goods & { damaged: boolean })[] {
  return lines.flatMap(({ productId, sku, quantity, status, pickedQuantity, reasonCode }) => {
    // A weight slightly below the ordered one counts as found.
    const isThere = status === 'found' || (reasonCode !== null && notMissing.has(reasonCode));
    if (isThere) return [];
    const missing = quantity - (status === 'short' ? pickedQuantity! : 0);
    return [{ productId, sku, quantity: missing, damaged: reasonCode === 'damaged' }];
  });
}

/** The substitute of another product that is reserved for the line: none, or one. */
export function substituteHeld({ status, productId, substitute }: LedgerLine): Goods[] {
  if (!substitute || substitute.productId === productId) return [];
  const isHeld = status === 'substitute_proposed' || status === 'substituted';
  return isHeld ? [goodsOf(substitute)] : [];
}

function goodsOf({ productId, sku, quantity }: Substitute): Goods {
  return { productId, sku, quantity };
}

/** Limits the price: a substitute without the customer's consent costs no more than ordered. */
function withinConsent(line: LedgerLine, price: PricedLine): PricedLine {
  return line.substitute && !line.substitute.isAgreed
    ? { ...price, atMost: lineTotal(line) }
    : price;
}

function substitutePrice({ substitute, price }: LedgerLine): PricedLine {
  const { unit, quantity, priceMinor, taxRateBasisPoints } = substitute!;
  return {
    unit,
    quantity,
    price: money(priceMinor, price.currency),
    taxRateBasisPoints,
  };
}
