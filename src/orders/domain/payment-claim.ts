export interface ClaimLine {
  readonly lineId: string;
  readonly kind: ClaimKind;
  /** In the unit of the delivered goods: pieces, or grams. */
  readonly quantity: number;
}

export interface Claim {
  readonly id: string;
  readonly note: string | null;
  readonly photoReference: string | null;
  readonly createdAt: Date;
  readonly lines: readonly ClaimLine[];
}

export const claimKinds = ['missing', 'damaged', 'wrong', 'quality'] as const;

export type ClaimKind = (typeof claimKinds)[number];

/** How long after the delivery customers may claim. */
export const claimWindowMs = 48 * 60 * 60_000;

export function claimsClose(deliveredAt: Date): Date {
  return new Date(deliveredAt.getTime() + claimWindowMs);
}
