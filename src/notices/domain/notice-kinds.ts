// What people are told of, and by which channels. Pure.
import type { Money } from '../../kernel/money.js';

/** A promised time, as moments. */
export interface Window {
  readonly from: Date;
  readonly until: Date;
}

export const cancelledWhys = [
  'cancelled',
  'card_declined',
  'not_paid',
  'not_accepted',
  'rejected',
  'nothing_left',
] as const;
export type CancelledWhy = (typeof cancelledWhys)[number];

/**
 * Every kind, with what its texts are made of. A kind that is added here needs its rules below and
 * its texts in every language: without them nothing compiles. None holds a name of a person, an
 * address, a coordinate, a PIN or another secret: texts are kept.
 */
export interface NoticeData {
  readonly order_placed: Of & { readonly total: Money; readonly due: Window | null };
  readonly substitution_asked: Of & {
    readonly ordered: string;
    /** Null: the ordered goods themselves, in a weight that needs consent. */
    readonly offered: string | null;
    readonly answerBy: Date;
    /** What happens without an answer. */
    readonly fallback: 'accept' | 'refund';
  };
  readonly order_accepted: Of;
  readonly order_late: Of & { readonly dueAt: Date };
  readonly nearly_there: Of;
  readonly delivery_failed: Of;
  readonly order_cancelled: Of & { readonly why: CancelledWhy };
  readonly refunded: Of & {
    readonly amount: Money;
    /** `card`: it is on its way there. `store`: the store pays it out. */
    readonly by: 'card' | 'store';
  };
}

/** The order, as people call it. */
interface Of {
  readonly number: number;
  readonly storeName: string;
}

export type NoticeKind = keyof NoticeData;

/** What customers choose among. */
export const channels = ['email', 'push', 'sms'] as const;
export type Channel = (typeof channels)[number];

/** What a notice can go by; `log`: nobody is told, for trying. */
export const routes = [...channels, 'log'] as const;
export type Route = (typeof routes)[number];

export interface KindRules {
  /** For customers who have chosen nothing. */
  readonly usual: readonly Channel[];
  /** Something is asked that costs the customer without an answer: one channel stays. */
  readonly isNeeded: boolean;
  /** After so long it is no news, in milliseconds; null: it stays true. */
  readonly freshMs: number | null;
}

const minute = 60_000;
const day = 24 * 60 * minute;

export const kindRules: Readonly<Record<NoticeKind, KindRules>> = {
  order_placed: { usual: ['email', 'push'], isNeeded: false, freshMs: day },
  // Stale with its deadline, which only the question itself knows.
  substitution_asked: { usual: ['email', 'push', 'sms'], isNeeded: true, freshMs: null },
  order_accepted: { usual: ['push'], isNeeded: false, freshMs: 60 * minute },
  order_late: { usual: ['push'], isNeeded: false, freshMs: 60 * minute },
  nearly_there: { usual: ['push'], isNeeded: false, freshMs: 10 * minute },
  delivery_failed: { usual: ['email', 'push', 'sms'], isNeeded: false, freshMs: day },
  order_cancelled: { usual: ['email', 'push'], isNeeded: false, freshMs: day },
  refunded: { usual: ['email', 'push'], isNeeded: false, freshMs: null },
};

export const noticeKinds = Object.keys(kindRules) as NoticeKind[];
