/** Why goods came or went. */
export const stockReasons = [
  'initial',
  'received',
  'sold',
  'returned',
  'counted',
  'damaged',
  'correction',
] as const;

export type StockReason = (typeof stockReasons)[number];

export interface NewMovement {
  readonly productId: string;
  /** Pieces or grams that came (above 0) or went; 0 only for a count that found no difference. */
  readonly delta: number;
  readonly reason: StockReason;
  /** What it belongs to, such as an order's id. */
  readonly reference?: string;
  /** Who said so; left out where nobody in person did. */
  readonly accountId?: string;
  readonly note?: string;
}

export interface Movement {
  readonly id: string;
  readonly delta: number;
  readonly reason: StockReason;
  readonly reference: string | null;
  readonly accountId: string | null;
  readonly note: string | null;
  readonly at: Date;
}
