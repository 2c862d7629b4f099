import { describe, expect, it } from 'vitest';
import { type JudgedPoll, PollJudge } from './poll-judge.mjs';

const at = (minute: number) => `2026-01-01T10:0${minute}:00.000Z`;

/** A poll that has seen these steps, a minute apart. */
function poll(steps: string, more: Partial<JudgedPoll> = {}): JudgedPoll {
  const timeline = steps.split(' ').map((status, index) => ({ status, at: at(index) }));
  return { status: timeline.at(-1)!.status, timeline, lines: [], position: null, ...more };
}
const out = 'placed accepted picking ready out_for_delivery';
const seen = (minute: number | null) => ({
  position: { recordedAt: minute === null ? null : at(minute) },
});
const lines = (...statuses: string[]) => ({ lines: statuses.map((status) => ({ status })) });
const judged = (...polls: JudgedPoll[]) => {
  const judge = new PollJudge();
  return polls.map((each) => judge.judge(each));
};

describe('polls of an order', () => {
  it('may go on, stay, and skip steps between polls', () => {
    const all = judged(
      poll('placed', lines('pending', 'pending')),
      poll('placed', lines('pending', 'pending')),
      poll('placed accepted picking', lines('found', 'pending')),
      poll('placed accepted picking', lines('found', 'substitute_proposed')),
      poll(out, { ...lines('found', 'refunded'), ...seen(1) }),
      poll(out, { ...lines('found', 'refunded'), ...seen(1) }),
      poll(out, { ...lines('found', 'refunded'), position: null }),
      poll(out, { ...lines('found', 'refunded'), ...seen(2) }),
      poll(`${out} delivered`, lines('found', 'refunded')),
    );
    expect(all.flat()).toEqual([]);
  });

  it('may go back to a status by a step forward', () => {
    expect(
      judged(poll('placed accepted picking'), poll('placed accepted picking accepted')),
    ).toEqual([[], []]);
  });

  it.each([
    ['a step is missing', poll(out), poll('placed accepted')],
    ['a step is another', poll('placed accepted'), poll('placed rejected')],
    ['a line waits again', poll('placed', lines('found')), poll('placed', lines('pending'))],
  ])('must not go back: %s', (_, first, second) => {
    expect(judged(first, second, first)).toEqual([[], ['went-back'], []]);
  });

  it('must not show a status that the timeline lacks', () => {
    expect(judged(poll('placed accepted', { status: 'ready' }))).toEqual([['contradicts-itself']]);
  });

  it.each(['placed accepted picking ready', `${out} delivered`, `${out} delivery_failed`])(
    'must not show where the driver is: %s',
    (steps) => {
      expect(judged(poll(steps, seen(1)))).toEqual([['position-not-shared']]);
    },
  );

  it('must not show where the driver was before', () => {
    expect(judged(poll(out, seen(2)), poll(out, seen(1)), poll(out, seen(2)))).toEqual([
      [],
      ['position-went-back'],
      [],
    ]);
  });
});
