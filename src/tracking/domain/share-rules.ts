const hourMs = 60 * 60_000;
/** People who wait with the customer still see that the order came. */
const shownAfterEndMs = 3 * hourMs;
/** A link that nobody revokes ends by itself, however late the order is. */
const longestLateMs = 24 * hourMs;

/** The most links of an order at once. */
export const mostLinks = 10;

/** The latest end of a link. */
export function linkExpiry(slot: { readonly endsAt: string } | null, now: Date): Date {
  const due = Math.max(now.getTime(), slot ? Date.parse(slot.endsAt) : 0);
  return new Date(due + longestLateMs);
}

export interface SharedOrder {
  readonly isTerminal: boolean;
  readonly timeline: readonly { readonly at: string }[];
}

/** Whether the order ended so long ago that its links have ended too. */
export function isOver({ isTerminal, timeline }: SharedOrder, now: Date): boolean {
  if (!isTerminal) return false;
  return now.getTime() >= Date.parse(timeline.at(-1)!.at) + shownAfterEndMs;
}
