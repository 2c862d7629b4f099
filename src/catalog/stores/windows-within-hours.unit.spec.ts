import { describe, expect, it } from 'vitest';
import { type DayHours, type Schedule, windowsWithinHours } from './opening-hours.js';

const daily = (...periods: [opens: string, closes: string][]): DayHours[] =>
  [1, 2, 3, 4, 5, 6, 7].flatMap((weekday) =>
    periods.map(([opens, closes]) => ({ weekday, opens, closes })),
  );
const store = (change: Partial<Schedule>): Schedule => ({
  timeZone: 'Europe/Lisbon',
  openingHours: daily(['00:00', '24:00']),
  holidays: [],
  pause: null,
  ...change,
});

describe('a weekly plan', () => {
  const planned = (schedule: Schedule, plan: DayHours[], from: string, days: number) =>
    windowsWithinHours(schedule, plan, new Date(from), days).map(({ startsAt, endsAt }) =>
      [startsAt, endsAt].map((time) => time.toISOString().slice(0, 16)).join(' to '),
    );
  const lisbon = store({});

  it('becomes the windows of the coming days, by the store’s clock, in order', () => {
    const plan = [
      { weekday: 2, opens: '18:00', closes: '20:00' },
      { weekday: 2, opens: '10:00', closes: '12:00' },
      { weekday: 3, opens: '10:00', closes: '12:00' },
    ];
    // A Monday night in Lisbon's summer, an hour ahead of UTC: it is Tuesday there.
    expect(planned(lisbon, plan, '2026-06-01T23:30Z', 2)).toEqual([
      '2026-06-02T09:00 to 2026-06-02T11:00',
      '2026-06-02T17:00 to 2026-06-02T19:00',
      '2026-06-03T09:00 to 2026-06-03T11:00',
    ]);
  });

  it('has no window that the clocks skip, and a short one where they skip a part', () => {
    const plan = [
      { weekday: 7, opens: '00:00', closes: '01:00' },
      { weekday: 7, opens: '01:00', closes: '02:00' },
      { weekday: 7, opens: '00:30', closes: '02:30' },
    ];
    // On 29 March the clocks go from 01:00 to 02:00.
    expect(planned(lisbon, plan, '2026-03-29T00:00Z', 1)).toEqual([
      '2026-03-29T00:00 to 2026-03-29T01:00',
      '2026-03-29T00:30 to 2026-03-29T01:30',
    ]);
    // On 25 October 01:00 to 02:00 comes twice; the first counts.
    expect(planned(lisbon, plan, '2026-10-25T00:00Z', 1)).toEqual([
      '2026-10-24T23:00 to 2026-10-25T00:00',
      '2026-10-24T23:30 to 2026-10-25T02:30',
      '2026-10-25T00:00 to 2026-10-25T02:00',
    ]);
  });

  it('has only windows in which the store is open, and ignores pauses', () => {
    const plan = daily(
      ['07:00', '09:00'],
      ['08:00', '12:00'],
      ['12:00', '18:00'],
      ['20:00', '23:00'],
    );
    const schedule = store({
      timeZone: 'UTC',
      openingHours: daily(['08:00', '14:00'], ['14:00', '22:00']),
      holidays: [{ date: '2026-03-03', name: 'Carnival', hours: [] }],
      pause: { reason: 'Flooded', until: null },
    });
    expect(planned(schedule, plan, '2026-03-02T10:00Z', 3)).toEqual([
      '2026-03-02T08:00 to 2026-03-02T12:00',
      '2026-03-02T12:00 to 2026-03-02T18:00',
      '2026-03-04T08:00 to 2026-03-04T12:00',
      '2026-03-04T12:00 to 2026-03-04T18:00',
    ]);
  });
});
