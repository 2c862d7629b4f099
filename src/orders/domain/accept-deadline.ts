const minute = 60_000;
/** Time for picking and delivery: an order that is not accepted by then cannot make its slot. */
const leadBeforeSlotMs = 30 * minute;

/** The time at which an order expires that nobody has accepted. */
export function acceptDeadline(
  placedAt: Date,
  slotStart: Date | null,
  acceptMinutes: number,
): Date {
  const soonest = placedAt.getTime() + acceptMinutes * minute;
  const latest = slotStart === null ? soonest : slotStart.getTime() - leadBeforeSlotMs;
  return new Date(Math.max(soonest, latest));
}
