// Laws of every schedule, at every instant, also while the clocks change.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openingAt, pauseAt, type Period, type Schedule } from './opening-hours.js';

const minute = 60_000;
const weekdays = [1, 2, 3, 4, 5, 6, 7];
const at = (instant: string) => new Date(instant);

const zones = [
  'Europe/London',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Dubai',
  'Africa/Cairo',
  'America/Santiago',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'UTC',
];
const time = fc
  .integer({ min: 0, max: 95 })
  .map((quarter) => new Date(quarter * 15 * minute).toISOString().slice(11, 16));
const period = fc
  .record({ opens: time, closes: fc.oneof(time, fc.constant('24:00')) })
  .filter(({ opens, closes }) => opens !== closes);
const date = fc
  .integer({ min: 0, max: 400 })
  .map((day) => new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10));
const someHours = fc.array(period, { maxLength: 2 });
// Days on which the clocks change in one of the zones.
const transitions = [
  '2026-03-08',
  '2026-03-29',
  '2026-04-05',
  '2026-10-04',
  '2026-10-25',
  '2026-11-01',
];
const instants = fc
  .tuple(
    fc.oneof(fc.constantFrom(...transitions), date),
    fc.integer({ min: -36 * 60, max: 36 * 60 }),
  )
  .map(([day, minutes]) => new Date(at(day).getTime() + minutes * minute));
const schedules = fc.record({
  timeZone: fc.constantFrom(...zones),
  openingHours: fc
    .array(fc.record({ weekday: fc.constantFrom(...weekdays), period }), { maxLength: 9 })
    .map((days) => days.map(({ weekday, period: hours }) => ({ weekday, ...hours }))),
  holidays: fc.uniqueArray(fc.record({ date, name: fc.constant('x'), hours: someHours }), {
    maxLength: 4,
    selector: (holiday) => holiday.date,
  }),
  pause: fc.option(
    instants.map((until) => ({ reason: 'x', until })),
    { freq: 3 },
  ),
});

describe('any schedule', () => {
  it('is open by the clock on the wall, except where the clock shows a time twice', () => {
    fc.assert(
      fc.property(schedules, instants, (schedule, now) => {
        fc.pre(!isShownAgain(schedule.timeZone, now));
        expect(openingAt(schedule, now).isOpen).toBe(isOpenByTheWall(schedule, now));
      }),
      { numRuns: 400 },
    );
  });

  it('says nothing that the next answers deny', () => {
    fc.assert(
      fc.property(
        schedules,
        instants,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (schedule, now, share) => {
          const opening = openingAt(schedule, now);
          const { isOpen, opensAt, closesAt, validUntil } = opening;
          expect(isOpen ? opensAt : closesAt).toBeNull();
          const next = isOpen ? closesAt : opensAt;
          fc.pre(next !== null);
          expect(next.getTime()).toBeGreaterThan(now.getTime());
          expect(openingAt(schedule, next).isOpen).toBe(!isOpen);
          const between = new Date(now.getTime() + share * (next.getTime() - 1 - now.getTime()));
          const meanwhile = openingAt(schedule, between);
          expect([meanwhile.isOpen, meanwhile.opensAt, meanwhile.closesAt]).toEqual([
            isOpen,
            opensAt,
            closesAt,
          ]);
          const holds = !validUntil || between < validUntil;
          expect(holds ? meanwhile : opening).toEqual(opening);
        },
      ),
      { numRuns: 400 },
    );
  });
});

/** The date and time on the store's wall clock, by the system's calendar. */
function wall(timeZone: string, now: Date): { date: string; time: string } {
  const text = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
  }).format(now);
  return { date: text.slice(0, 10), time: text.slice(11, 16) };
}

function isShownAgain(timeZone: string, now: Date): boolean {
  const shown = JSON.stringify(wall(timeZone, now));
  return [30, 60].some(
    (minutes) =>
      JSON.stringify(wall(timeZone, new Date(now.getTime() - minutes * minute))) === shown,
  );
}

function isOpenByTheWall(schedule: Schedule, now: Date): boolean {
  const { timeZone, openingHours, holidays } = schedule;
  if (pauseAt(schedule, now)) return false;
  const shown = wall(timeZone, now);
  const hoursOf = (day: string): readonly Period[] =>
    holidays.find((holiday) => holiday.date === day)?.hours ??
    openingHours.filter(({ weekday }) => weekday === (at(day).getUTCDay() || 7));
  const dayBefore = new Date(at(shown.date).getTime() - 24 * 60 * minute);
  return (
    hoursOf(shown.date).some(
      ({ opens, closes }) => opens <= shown.time && (closes < opens || shown.time < closes),
    ) ||
    hoursOf(dayBefore.toISOString().slice(0, 10)).some(
      ({ opens, closes }) => closes < opens && shown.time < closes,
    )
  );
}
