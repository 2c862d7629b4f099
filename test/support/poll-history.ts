// The orders as customers saw them, beside the steps taken, and the faults between the two.
import { type PollFault, PollJudge, type JudgedPoll } from '../simulate/poll-judge.mjs';

/** One poll; times are milliseconds of one clock. */
export interface SeenPoll {
  readonly kind: 'poll';
  readonly orderId: string;
  readonly startedAt: number;
  /** The HTTP status; 0 without an answer. */
  readonly status: number;
  /** The content of a 200. A 304 confirms the one before. */
  readonly poll: JudgedPoll | null;
}

/** A step of an order that was acknowledged. */
export interface DoneStep {
  readonly kind: 'step';
  readonly orderId: string;
  readonly by: 'customer' | 'staff';
  /** The status after the step: an order has it only once. */
  readonly status: string;
  readonly answeredAt: number;
}

/** In the order of the answers. */
export type PollHistory = readonly (SeenPoll | DoneStep)[];

export type HistoryFault = PollFault | 'no-answer' | 'own-step-unseen' | 'stale';

/** How far a poll may be behind the steps of others, in milliseconds. */
const mostStaleMs = 2000;

/** Every fault that a customer saw, with its order. */
export function faultsIn(history: PollHistory): { fault: HistoryFault; orderId: string }[] {
  const orders = new Map<string, OrderJudge>();
  return history.flatMap((event) => {
    const { orderId } = event;
    const judge = orders.get(orderId) ?? new OrderJudge();
    orders.set(orderId, judge);
    if (event.kind === 'poll') return judge.see(event).map((fault) => ({ fault, orderId }));
    judge.steps.push(event);
    return [];
  });
}

class OrderJudge {
  readonly steps: DoneStep[] = [];
  readonly #polls = new PollJudge();
  #shown: JudgedPoll | null = null;

  see({ status, poll, startedAt }: SeenPoll): HistoryFault[] {
    const isAnswer = status === 200 ? poll !== null : status === 304 && this.#shown !== null;
    if (!isAnswer) return ['no-answer'];
    const shown = poll ?? this.#shown!;
    this.#shown = shown;
    const missed = this.steps.filter(
      (step) => !shown.timeline.some((seen) => seen.status === step.status),
    );
    const since = ({ answeredAt }: DoneStep) => startedAt - answeredAt;
    return [
      ...(poll ? this.#polls.judge(poll) : []),
      ...(missed.some((step) => step.by === 'customer' && since(step) >= 0)
        ? (['own-step-unseen'] as const)
        : []),
      ...(missed.some((step) => step.by === 'staff' && since(step) > mostStaleMs)
        ? (['stale'] as const)
        : []),
    ];
  }
}
