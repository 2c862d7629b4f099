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
  /** Pieces or grams that came (above 0) or went; 0 only for a count without a difference. */
  readonly delta: number;
  readonly reason: StockReason;
  /** The cause, such as an order's id. */
  readonly reference?: string;
  /** The person who made it; left out where no person did. */
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
