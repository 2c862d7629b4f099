// Opening hours of a store: given in its wall-clock time, answered as instants. A time that the
// clocks skip in spring means the moment of the change; a time that comes twice in autumn means the
// first.
import { Temporal } from 'temporal-polyfill';

/** A period of opening, in the store's wall-clock time. */
export interface Period {
  /** `HH:MM`, 00:00 to 23:59. */
  readonly opens: string;
  /** `HH:MM`, up to 24:00. A time before `opens` is on the day after. */
  readonly closes: string;
}

export interface DayHours extends Period {
  /** ISO weekday on which it opens: 1 Monday … 7 Sunday. */
  readonly weekday: number;
}

/** A date with hours of its own instead of its weekday's. */
export interface Holiday {
  /** `YYYY-MM-DD`, in the store's time zone. */
  readonly date: string;
  readonly name: string;
  /** Empty: closed all day. */
  readonly hours: readonly Period[];
}

/** While it holds, the store takes no orders. */
export interface Pause {
  /** Shown to customers. */
  readonly reason: string;
  /** Null: until somebody resumes. */
  readonly until: Date | null;
}

export interface Schedule {
  /** IANA name. */
  readonly timeZone: string;
  readonly openingHours: readonly DayHours[];
  readonly holidays: readonly Holiday[];
  readonly pause: Pause | null;
}

export interface Opening {
  readonly isOpen: boolean;
  readonly reason: 'open' | 'closed' | 'holiday' | 'paused';
  /** The next opening; null while open, and when there is none within a year. */
  readonly opensAt: Date | null;
  /** The next closing; null while closed, and when there is none within a fortnight. */
  readonly closesAt: Date | null;
  /** This answer holds at least until then; null when no change is near. */
  readonly validUntil: Date | null;
}

/** In epoch ms. */
interface Stretch {
  readonly start: number;
  /** Null: not within a fortnight. */
  readonly end: number | null;
}

const lookAheadDays = 400;
const longestStretchMs = 14 * 24 * 60 * 60_000;

export function openingAt(store: Schedule, now: Date): Opening {
  const pause = pauseAt(store, now);
  if (pause) {
    const stretch = pause.until && nextStretch(store, pause.until.getTime());
    const opensAt = stretch && Math.max(stretch.start, pause.until!.getTime());
    return closed('paused', opensAt, pause.until?.getTime() ?? null);
  }
  const stretch = nextStretch(store, now.getTime());
  if (stretch && stretch.start <= now.getTime()) {
    const closesAt = dateOf(stretch.end);
    return { isOpen: true, reason: 'open', opensAt: null, closesAt, validUntil: closesAt };
  }
  const today = localDate(store, now.getTime());
  // Tomorrow may have other hours than today, as a holiday or as none.
  const midnight = today.add({ days: 1 }).toZonedDateTime(store.timeZone).epochMilliseconds;
  const isHoliday = holidayOn(store, today) !== undefined;
  const opensAt = stretch?.start ?? null;
  return closed(isHoliday ? 'holiday' : 'closed', opensAt, Math.min(opensAt ?? midnight, midnight));
}

/** The pause in force at `now`. */
export function pauseAt({ pause }: Pick<Schedule, 'pause'>, now: Date): Pause | null {
  return pause && (pause.until === null || now < pause.until) ? pause : null;
}

/**
 * The windows of a weekly plan as instants, in order: those that begin on the day of `from` or
 * within the following days, and during which the store is open throughout. Pauses do not count.
 */
export function windowsWithinHours<W extends DayHours>(
  store: Schedule,
  plan: readonly W[],
  from: Date,
  days: number,
): { window: W; startsAt: Date; endsAt: Date }[] {
  const today = localDate(store, from.getTime());
  return Array.from({ length: days }, (_, day) => today.add({ days: day }))
    .flatMap((date) =>
      plan
        .filter(({ weekday }) => weekday === date.dayOfWeek)
        .map((window) => ({ window, ...stretchOn(store, date, window) })),
    )
    .filter(({ start, end }) => start < end && isOpenThroughout(store, start, end))
    .toSorted((a, b) => a.start - b.start)
    .map(({ window, start, end }) => ({
      window,
      startsAt: new Date(start),
      endsAt: new Date(end),
    }));
}

/** The places of the first two periods that overlap. */
export function overlapOf(hours: readonly DayHours[]): [number, number] | undefined {
  const spans = hours
    .map(({ weekday, opens, closes }, place) => {
      const start = weekday * dayMinutes + minutesOf(opens);
      return { place, start, end: start + minutesBetween(opens, closes) };
    })
    .toSorted((a, b) => a.start - b.start);
  const [first] = spans;
  if (!first) return undefined;
  // The week begins again: Sunday night may overlap Monday.
  const around = [...spans, { ...first, start: first.start + 7 * dayMinutes }];
  const index = spans.findIndex(({ end }, at) => end > around[at + 1]!.start);
  return index < 0 ? undefined : [spans[index]!.place, around[index + 1]!.place];
}

/** Whether this system knows the IANA time zone. */
export function isTimeZone(name: string): boolean {
  // Temporal would accept an offset, too, but an offset has no daylight saving.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** The period of opening at `from`, or else the next one; adjoining periods are one. */
function nextStretch(store: Schedule, from: number): Stretch | null {
  const yesterday = localDate(store, from).subtract({ days: 1 });
  let found: { start: number; end: number } | undefined;
  for (let day = 0; day < lookAheadDays; day += 1) {
    for (const { start, end } of stretchesOn(store, yesterday.add({ days: day }))) {
      if (end <= from) continue;
      if (found && start > found.end) return found;
      found = { start: found?.start ?? start, end: Math.max(found?.end ?? end, end) };
      if (found.end - from > longestStretchMs) return { start: found.start, end: null };
    }
  }
  return found ?? null;
}

/** The periods that begin on the date, in order, without those that the clocks skip whole. */
function stretchesOn(store: Schedule, date: Temporal.PlainDate) {
  const hours =
    holidayOn(store, date)?.hours ??
    store.openingHours.filter(({ weekday }) => weekday === date.dayOfWeek);
  return hours
    .map((period) => stretchOn(store, date, period))
    .filter(({ start, end }) => start < end)
    .toSorted((a, b) => a.start - b.start);
}

/** The period that begins on the date; it is empty or negative where the clocks skip it. */
function stretchOn({ timeZone }: Schedule, date: Temporal.PlainDate, { opens, closes }: Period) {
  return {
    start: instantOf(date, opens, timeZone),
    end: instantOf(closes > opens ? date : date.add({ days: 1 }), closes, timeZone),
  };
}

function isOpenThroughout(store: Schedule, start: number, end: number): boolean {
  const stretch = nextStretch(store, start);
  return stretch !== null && stretch.start <= start && (stretch.end === null || end <= stretch.end);
}

/** In epoch ms. */
function instantOf(date: Temporal.PlainDate, time: string, timeZone: string): number {
  const local =
    time === '24:00' ? date.add({ days: 1 }).toPlainDateTime() : date.toPlainDateTime(time);
  const earlier = local.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
  if (earlier.toPlainDateTime().equals(local)) return earlier.epochMilliseconds;
  return earlier.getTimeZoneTransition('next')!.epochMilliseconds;
}

function localDate({ timeZone }: Schedule, instant: number): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone).toPlainDate();
}

function holidayOn({ holidays }: Schedule, date: Temporal.PlainDate): Holiday | undefined {
  const text = date.toString();
  return holidays.find((holiday) => holiday.date === text);
}

const dayMinutes = 24 * 60;
const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
const minutesBetween = (opens: string, closes: string) =>
  minutesOf(closes) - minutesOf(opens) + (closes > opens ? 0 : dayMinutes);

const dateOf = (instant: number | null) => (instant === null ? null : new Date(instant));

function closed(
  reason: Opening['reason'],
  opensAt: number | null,
  validUntil: number | null,
): Opening {
  return {
    isOpen: false,
    reason,
    opensAt: dateOf(opensAt),
    closesAt: null,
    validUntil: dateOf(validUntil),
  };
}
