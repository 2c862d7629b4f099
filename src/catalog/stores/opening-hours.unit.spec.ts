import { describe, expect, it } from 'vitest';
import {
  type DayHours,
  type Holiday,
  isTimeZone,
  openingAt,
  overlapOf,
  type Schedule,
} from './opening-hours.js';

const weekdays = [1, 2, 3, 4, 5, 6, 7];
const daily = (...periods: [opens: string, closes: string][]): DayHours[] =>
  weekdays.flatMap((weekday) => periods.map(([opens, closes]) => ({ weekday, opens, closes })));
const store = (change: Partial<Schedule>): Schedule => ({
  timeZone: 'Asia/Dubai',
  openingHours: daily(['08:00', '22:00']),
  holidays: [],
  pause: null,
  ...change,
});
const at = (instant: string) => new Date(instant);

/** The answer in one line: `open until …`, or the reason and the next opening. */
function told(schedule: Schedule, instant: string): string {
  const { isOpen, reason, opensAt, closesAt } = openingAt(schedule, at(instant));
  const when = (date: Date | null) => date?.toISOString().slice(0, 16) ?? 'never';
  return isOpen ? `open until ${when(closesAt)}` : `${reason} until ${when(opensAt)}`;
}

describe('a store', () => {
  it.each([
    ['2026-03-02T03:59:59.999Z', 'closed until 2026-03-02T04:00'],
    ['2026-03-02T04:00:00.000Z', 'open until 2026-03-02T18:00'],
    ['2026-03-02T17:59:59.999Z', 'open until 2026-03-02T18:00'],
    ['2026-03-02T18:00:00.000Z', 'closed until 2026-03-03T04:00'],
  ])('is open by its own clock: Dubai at %s is %s', (instant, answer) => {
    expect(told(store({}), instant)).toBe(answer);
  });

  it('may open several times a day, and may not open on some', () => {
    const openingHours = [
      { weekday: 1, opens: '16:00', closes: '20:00' },
      { weekday: 1, opens: '08:00', closes: '12:00' },
    ];
    const monday = store({ timeZone: 'UTC', openingHours });
    expect(told(monday, '2026-03-02T11:00Z')).toBe('open until 2026-03-02T12:00');
    expect(told(monday, '2026-03-02T12:00Z')).toBe('closed until 2026-03-02T16:00');
    expect(told(monday, '2026-03-02T20:00Z')).toBe('closed until 2026-03-09T08:00');
  });

  it('may close after midnight', () => {
    const late = store({ openingHours: [{ weekday: 7, opens: '18:00', closes: '02:00' }] });
    expect(told(late, '2026-03-01T21:59Z')).toBe('open until 2026-03-01T22:00');
    expect(told(late, '2026-03-01T22:00Z')).toBe('closed until 2026-03-08T14:00');
  });

  it('does not close between periods that adjoin', () => {
    const openingHours = [
      { weekday: 1, opens: '20:00', closes: '24:00' },
      { weekday: 2, opens: '00:00', closes: '02:00' },
    ];
    expect(told(store({ timeZone: 'UTC', openingHours }), '2026-03-02T21:00Z')).toBe(
      'open until 2026-03-03T02:00',
    );
  });

  it('may be open always, or never', () => {
    expect(told(store({ openingHours: daily(['00:00', '24:00']) }), '2026-03-02T21:00Z')).toBe(
      'open until never',
    );
    expect(told(store({ openingHours: [] }), '2026-03-02T21:00Z')).toBe('closed until never');
  });
});

describe('a holiday', () => {
  const holidays: Holiday[] = [
    { date: '2026-12-02', name: 'National Day', hours: [] },
    { date: '2026-12-03', name: 'National Day', hours: [{ opens: '12:00', closes: '14:00' }] },
  ];
  it.each([
    ['2026-12-01T18:00Z', 'closed until 2026-12-03T08:00'],
    ['2026-12-01T20:00Z', 'holiday until 2026-12-03T08:00'],
    ['2026-12-02T10:00Z', 'holiday until 2026-12-03T08:00'],
    ['2026-12-03T09:00Z', 'open until 2026-12-03T10:00'],
    ['2026-12-03T10:00Z', 'holiday until 2026-12-04T04:00'],
    ['2026-12-03T20:00Z', 'closed until 2026-12-04T04:00'],
  ])('goes before the weekday: at %s it is %s', (instant, answer) => {
    expect(told(store({ holidays }), instant)).toBe(answer);
  });

  it('does not cut short the night before', () => {
    const late = store({ openingHours: daily(['18:00', '02:00']), holidays });
    expect(told(late, '2026-12-01T21:00Z')).toBe('open until 2026-12-01T22:00');
    expect(told(late, '2026-12-01T22:00Z')).toBe('holiday until 2026-12-03T08:00');
  });

  it('begins and ends at the store’s midnight, and answers hold until then', () => {
    const on = (instant: string) => openingAt(store({ holidays }), at(instant)).validUntil;
    expect(on('2026-12-01T19:00Z')).toEqual(at('2026-12-01T20:00Z'));
    expect(on('2026-12-02T10:00Z')).toEqual(at('2026-12-02T20:00Z'));
    expect(on('2026-12-03T07:00Z')).toEqual(at('2026-12-03T08:00Z'));
    expect(on('2026-12-03T11:00Z')).toEqual(at('2026-12-03T20:00Z'));
  });
});

describe('a pause', () => {
  const until = (instant: string | null) =>
    store({ pause: { reason: 'Flooded', until: instant === null ? null : at(instant) } });

  it('goes before the hours, and names no opening without an end', () => {
    expect(openingAt(until(null), at('2026-03-02T10:00Z'))).toEqual({
      isOpen: false,
      reason: 'paused',
      opensAt: null,
      closesAt: null,
      validUntil: null,
    });
  });

  it('ends by itself: into opening hours, or before the next', () => {
    const noon = until('2026-03-02T08:00Z');
    expect(told(noon, '2026-03-02T07:59Z')).toBe('paused until 2026-03-02T08:00');
    expect(told(noon, '2026-03-02T08:00Z')).toBe('open until 2026-03-02T18:00');
    const night = until('2026-03-02T19:00Z');
    expect(told(night, '2026-03-02T10:00Z')).toBe('paused until 2026-03-03T04:00');
    expect(openingAt(night, at('2026-03-02T10:00Z')).validUntil).toEqual(at('2026-03-02T19:00Z'));
    expect(told(night, '2026-03-02T19:00Z')).toBe('closed until 2026-03-03T04:00');
  });
});

// The clocks of London skip 01:00–02:00 on 29 March 2026, and repeat it on 25 October; those of
// New York 02:00–03:00 on 8 March and 01:00–02:00 on 1 November. Lord Howe moves by half an hour:
// it skips 02:00–02:30 on 4 October and repeats 01:30–02:00 on 5 April.
describe('the clocks', () => {
  it.each([
    [
      'keep the wall-clock hours',
      'Europe/London',
      '08:00',
      '22:00',
      [
        ['2026-03-28T23:00Z', 'closed until 2026-03-29T07:00'],
        ['2026-03-29T07:00Z', 'open until 2026-03-29T21:00'],
        ['2026-10-24T21:00Z', 'closed until 2026-10-25T08:00'],
      ],
    ],
    [
      'skip an opening: it is when they jump',
      'Europe/London',
      '01:30',
      '05:00',
      [
        ['2026-03-29T00:59Z', 'closed until 2026-03-29T01:00'],
        ['2026-03-29T01:00Z', 'open until 2026-03-29T04:00'],
      ],
    ],
    [
      'skip a closing: it is when they jump',
      'Europe/London',
      '18:00',
      '01:30',
      [
        ['2026-03-29T00:59Z', 'open until 2026-03-29T01:00'],
        ['2026-03-29T01:00Z', 'closed until 2026-03-29T17:00'],
      ],
    ],
    [
      'skip a whole period: it does not open',
      'Europe/London',
      '01:10',
      '01:50',
      [['2026-03-28T12:00Z', 'closed until 2026-03-30T00:10']],
    ],
    [
      'take an hour from a night',
      'America/New_York',
      '18:00',
      '04:00',
      [
        ['2026-03-08T00:00Z', 'open until 2026-03-08T08:00'],
        ['2026-03-09T00:00Z', 'open until 2026-03-09T08:00'],
      ],
    ],
    [
      'give an hour to a night',
      'America/New_York',
      '18:00',
      '02:00',
      [
        ['2026-10-31T23:00Z', 'open until 2026-11-01T07:00'],
        ['2026-11-01T06:59Z', 'open until 2026-11-01T07:00'],
      ],
    ],
    [
      'repeat a closing: the first counts',
      'America/New_York',
      '18:00',
      '01:30',
      [
        ['2026-11-01T05:29Z', 'open until 2026-11-01T05:30'],
        ['2026-11-01T06:00Z', 'closed until 2026-11-01T23:00'],
      ],
    ],
    [
      'repeat an opening: the first counts',
      'America/New_York',
      '01:30',
      '05:00',
      [
        ['2026-11-01T05:30Z', 'open until 2026-11-01T10:00'],
        ['2026-11-01T06:00Z', 'open until 2026-11-01T10:00'],
      ],
    ],
    [
      'skip half an hour',
      'Australia/Lord_Howe',
      '02:15',
      '06:00',
      [
        ['2026-10-03T15:29Z', 'closed until 2026-10-03T15:30'],
        ['2026-10-03T15:30Z', 'open until 2026-10-03T19:00'],
      ],
    ],
    [
      'repeat half an hour',
      'Australia/Lord_Howe',
      '20:00',
      '01:45',
      [
        ['2026-04-04T14:44Z', 'open until 2026-04-04T14:45'],
        ['2026-04-04T15:00Z', 'closed until 2026-04-05T09:30'],
      ],
    ],
  ] as const)('%s (%s)', (_, timeZone, opens, closes, answers) => {
    const schedule = store({ timeZone, openingHours: daily([opens, closes]) });
    for (const [instant, answer] of answers) expect(told(schedule, instant)).toBe(answer);
  });
});

describe('hours that overlap', () => {
  const on = (weekday: number, opens: string, closes: string) => ({ weekday, opens, closes });
  it.each([
    [[], undefined],
    [[on(1, '08:00', '12:00'), on(1, '12:00', '20:00')], undefined],
    [
      [on(1, '12:00', '20:00'), on(1, '08:00', '12:01')],
      [1, 0],
    ],
    [[on(1, '18:00', '02:00'), on(2, '02:00', '08:00')], undefined],
    [
      [on(1, '18:00', '02:00'), on(2, '01:00', '08:00')],
      [0, 1],
    ],
    [
      [on(1, '00:00', '08:00'), on(7, '18:00', '01:00')],
      [1, 0],
    ],
    [[on(7, '18:00', '24:00'), on(1, '00:00', '08:00')], undefined],
    [[on(3, '08:00', '07:59')], undefined],
    [
      [on(3, '08:00', '12:00'), on(3, '08:00', '12:00')],
      [0, 1],
    ],
    [
      [on(1, '08:00', '20:00'), on(1, '09:00', '10:00'), on(1, '11:00', '12:00')],
      [0, 1],
    ],
  ] as const)('%j are found: %j', (hours, places) => {
    expect(overlapOf(hours)).toEqual(places);
  });
});

it.each([
  ['Europe/London', true],
  ['Asia/Kolkata', true],
  ['UTC', true],
  ['Mars/Olympus', false],
  ['+04:00', false],
  ['', false],
])('tells a time zone from none: %s', (name, known) => {
  expect(isTimeZone(name)).toBe(known);
});
