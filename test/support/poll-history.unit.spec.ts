import { describe, expect, it } from 'vitest';
import { type DoneStep, faultsIn, type PollHistory, type SeenPoll } from './poll-history.js';

const all = ['placed', 'accepted', 'picking', 'ready', 'out_for_delivery', 'delivered'];
const at = (index: number) => new Date(Date.UTC(2026, 0, 1, 10, index)).toISOString();

interface Shown {
  readonly fixAt?: number;
  readonly orderId?: string;
}

/** A poll that shows the order up to that status. */
function poll(startedAt: number, status: string, { fixAt, orderId = 'one' }: Shown = {}): SeenPoll {
  const statuses = all.slice(0, all.indexOf(status) + 1);
  const timeline = statuses.map((each, index) => ({ status: each, at: at(index) }));
  const position = fixAt === undefined ? null : { recordedAt: at(fixAt) };
  const shown = { status, timeline, lines: [], position };
  return { kind: 'poll', orderId, startedAt, status: 200, poll: shown };
}
const answer = (startedAt: number, status: number): SeenPoll => ({
  kind: 'poll',
  orderId: 'one',
  startedAt,
  status,
  poll: null,
});
const step = (answeredAt: number, by: DoneStep['by'], status: string): DoneStep => ({
  kind: 'step',
  orderId: 'one',
  by,
  status,
  answeredAt,
});

const placed = step(0, 'customer', 'placed');
const accepted = step(1000, 'staff', 'accepted');

describe('a history of polls', () => {
  it('is sound where each poll shows the steps in time', () => {
    const history = [
      placed,
      poll(0, 'placed'),
      answer(500, 304),
      poll(900, 'accepted'),
      accepted,
      // Begun before the two seconds are over.
      poll(2000, 'accepted'),
      step(2000, 'staff', 'out_for_delivery'),
      answer(4000, 304),
      poll(4001, 'out_for_delivery', { fixAt: 1 }),
      poll(4002, 'placed', { orderId: 'another' }),
      poll(5000, 'out_for_delivery'),
      poll(6000, 'out_for_delivery', { fixAt: 2 }),
      poll(7000, 'delivered'),
    ];
    expect(faultsIn(history)).toEqual([]);
  });

  it.each<[string, PollHistory, string[]]>([
    ['an older order', [poll(1, 'accepted'), poll(2, 'placed')], ['went-back']],
    [
      'an older position',
      [poll(1, 'out_for_delivery', { fixAt: 2 }), poll(2, 'out_for_delivery', { fixAt: 1 })],
      ['position-went-back'],
    ],
    ['a position too early', [poll(1, 'ready', { fixAt: 1 })], ['position-not-shared']],
    ['a position too late', [poll(1, 'delivered', { fixAt: 1 })], ['position-not-shared']],
    [
      'nothing of what the customer did',
      [placed, step(10, 'customer', 'accepted'), poll(10, 'placed')],
      ['own-step-unseen'],
    ],
    [
      'by a 304 nothing of what the customer did',
      [poll(1, 'placed'), step(10, 'customer', 'accepted'), answer(10, 304)],
      ['own-step-unseen'],
    ],
    ['nothing of what others did', [accepted, poll(3001, 'placed')], ['stale']],
    [
      'by a 304 nothing of what others did',
      [poll(1, 'placed'), accepted, answer(3001, 304)],
      ['stale'],
    ],
    ['a failure', [placed, answer(1, 503)], ['no-answer']],
    ['no answer', [placed, answer(1, 0)], ['no-answer']],
    ['no such order', [placed, answer(1, 404)], ['no-answer']],
    ['that nothing is new, before anything', [placed, answer(1, 304)], ['no-answer']],
  ])('is faulty where a poll shows %s', (_, history, faults) => {
    expect(faultsIn(history)).toEqual(faults.map((fault) => ({ fault, orderId: 'one' })));
  });
});
