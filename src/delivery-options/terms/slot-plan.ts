import type { DayHours } from '../../catalog/index.js';

/** A slot of every week; `opens` and `closes` are by the store's clock. */
export interface PlannedSlot extends DayHours {
  /** Minutes from the cut-off to the start. */
  readonly cutoffMinutes: number;
  /** Number of orders. */
  readonly capacity: number;
}

/** Windows of two hours, one after the other, every day. */
export function slotsAllDay(
  fromHour: number,
  untilHour: number,
  each: Pick<PlannedSlot, 'cutoffMinutes' | 'capacity'>,
): PlannedSlot[] {
  const hours = (hour: number) => `${String(hour).padStart(2, '0')}:00`;
  return [1, 2, 3, 4, 5, 6, 7].flatMap((weekday) =>
    Array.from({ length: (untilHour - fromHour) / 2 }, (_, index) => {
      const hour = fromHour + 2 * index;
      return { weekday, opens: hours(hour), closes: hours(hour + 2), ...each };
    }),
  );
}
