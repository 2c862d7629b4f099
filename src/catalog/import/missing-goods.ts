// The rules for goods on sale that a file does not have.
import type { ImportTerms, MissingChoice, Outcome, ReportedRow } from './import-status.js';

/** Goods on sale when an import began. */
export interface GoodsOnSale {
  readonly sku: string;
  readonly productId: string;
  /** Of the price. */
  readonly version: number;
}

/** The same goods when the file has been read. */
export interface GoodsNow {
  readonly sku: string;
  readonly productId: string;
  readonly isOnSale: boolean;
  /** Pieces or grams that nobody has ordered or holds. */
  readonly available: number;
  /** The price, or the stock by anything but orders, since the import began. */
  readonly isEdited: boolean;
}

/** Whether the choice makes a difference to them. */
export function isAffected({ isOnSale, available }: GoodsNow, choice: MissingChoice): boolean {
  return isOnSale && (choice === 'unpublish' || (choice === 'out-of-stock' && available > 0));
}

/** What becomes of missing goods, for the report. An edit is newer than the file, and stays. */
export function settledGoods(goods: GoodsNow, { missing, dryRun }: ImportTerms): ReportedRow {
  const [outcome, reason]: [Outcome, string] = goods.isEdited
    ? ['unchanged', 'It is not in the file, but was edited since the import began: it stays.']
    : ['missing', `It is not in the file: ${dryRun ? would[missing] : was[missing]}.`];
  return { line: null, sku: goods.sku, reasons: [reason], outcome };
}

const was = {
  keep: 'it stays',
  'out-of-stock': 'its stock was set to what is ordered and held',
  unpublish: 'it was unpublished',
};
const would = {
  keep: 'it stays',
  'out-of-stock': 'its stock would be set to what is ordered and held',
  unpublish: 'it would be unpublished',
};

/** For the report, where too many are missing. */
export const keptGoods = ({ sku }: GoodsNow): ReportedRow => ({
  line: null,
  sku,
  reasons: ['It is not in the file; it stays, because too many are missing.'],
  outcome: 'unchanged',
});

/** Why none of the missing goods is changed; null where they are few enough. */
export function tooManyMissing(
  missing: number,
  onSale: number,
  mostPercent: number,
): string | null {
  if (missing * 100 <= onSale * mostPercent) return null;
  const percent = Math.ceil((missing * 100) / onSale);
  return (
    `${missing} of the ${onSale} goods on sale are not in the file, which is more than ` +
    `${mostPercent} %: they stay as they are. If they are to go, import the file again and allow ` +
    `${percent} %.`
  );
}
