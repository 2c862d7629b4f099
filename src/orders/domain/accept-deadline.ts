const minute = 60_000;
/** Picking and the way take this long: an unaccepted slot order is hopeless from then on. */
const leadBeforeSlotMs = 30 * minute;

/** When an order that nobody has accepted is given up. */
export function acceptDeadline(
  placedAt: Date,
  slotStart: Date | null,
  acceptMinutes: number,
): Date {
  const soonest = placedAt.getTime() + acceptMinutes * minute;
  const latest = slotStart === null ? soonest : slotStart.getTime() - leadBeforeSlotMs;
  return new Date(Math.max(soonest, latest));
}
