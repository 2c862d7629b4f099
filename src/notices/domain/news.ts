// What an order's facts mean for its customer. Pure.
import { money } from '../../kernel/money.js';
import type { OrderLate, OrderMoved, OrderSnapshot, RefundMade } from '../../orders/index.js';
import { type CancelledWhy, kindRules, type NoticeData, type NoticeKind } from './notice-kinds.js';

/** Something to tell one person. */
export interface News<K extends NoticeKind = NoticeKind> {
  readonly factId: string;
  readonly kind: K;
  /** When it became true. */
  readonly at: Date;
  readonly data: NoticeData[K];
  readonly accountId: string;
  /** Null: it is about no order. */
  readonly orderId: string | null;
  /** Of the clock that its times are told by. */
  readonly timeZone: string;
  /** Null: it stays news. */
  readonly usefulUntil: Date | null;
}

export interface Happened {
  readonly factId: string;
  readonly type: string;
  readonly at: Date;
  readonly payload: unknown;
  /** As it is by now. */
  readonly order: OrderSnapshot;
  readonly store: { readonly name: string; readonly timeZone: string };
}

type Told<K extends NoticeKind> = NoticeData[K] | null;

/** Null: there is nothing to tell (any more). */
const tellers: { readonly [K in NoticeKind]: (happened: Happened) => Told<K> } = {
  order_placed: (happened) => ({
    ...of(happened),
    total: happened.order.totals.total,
    due: dueOf(happened.order),
  }),
  substitution_asked: (happened) => {
    const line = proposedLine(happened);
    if (!line?.substitute || line.answerBy === null) return null;
    const isSame = line.substitute.productId === line.productId;
    return {
      ...of(happened),
      ordered: line.name,
      offered: isSame ? null : line.substitute.name,
      answerBy: new Date(line.answerBy),
      fallback: line.fallback,
    };
  },
  order_accepted: of,
  order_late: (happened) => {
    const { dueAt } = happened.payload as OrderLate;
    return { ...of(happened), dueAt: new Date(dueAt) };
  },
  nearly_there: of,
  delivery_failed: of,
  order_cancelled: (happened) => ({ ...of(happened), why: whyOf(happened) }),
  refunded: (happened) => {
    const { amountMinor, currency } = happened.payload as RefundMade;
    const by = happened.type === 'refund.due' ? 'store' : 'card';
    return { ...of(happened), amount: money(amountMinor, currency), by };
  },
};

export function newsOf<K extends NoticeKind>(kind: K, happened: Happened): News<K> | null {
  const data = tellers[kind](happened);
  if (data === null) return null;
  const { factId, at, order, store } = happened;
  return {
    factId,
    kind,
    at,
    data,
    accountId: order.customerId,
    orderId: order.id,
    timeZone: store.timeZone,
    usefulUntil: usefulUntil(kind, data, at),
  };
}

function of({ order, store }: Happened) {
  return { number: order.number, storeName: store.name };
}

function dueOf({ slot, promise }: OrderSnapshot) {
  if (slot) return { from: new Date(slot.startsAt), until: new Date(slot.endsAt) };
  return promise && { from: new Date(promise.from), until: new Date(promise.until) };
}

/** The line that the fact is about, if it still waits for its answer. */
function proposedLine({ order, payload }: Happened) {
  const { subjectId } = payload as OrderMoved;
  return order.lines.find(({ id, status }) => id === subjectId && status === 'substitute_proposed');
}

function whyOf({ type, payload, order }: Happened): CancelledWhy {
  if (type === 'order.rejected') return 'rejected';
  if (type === 'order.expired') {
    const wasPlaced = order.timeline.some(
      ({ machine, status }) => machine === 'order' && status === 'placed',
    );
    return wasPlaced ? 'not_accepted' : 'not_paid';
  }
  const { action } = payload as OrderMoved;
  const whys: Readonly<Record<string, CancelledWhy>> = {
    decline: 'card_declined',
    ready: 'nothing_left',
  };
  return whys[action] ?? 'cancelled';
}

function usefulUntil<K extends NoticeKind>(kind: K, data: NoticeData[K], at: Date): Date | null {
  if ('answerBy' in data) return data.answerBy as Date;
  const { freshMs } = kindRules[kind];
  return freshMs === null ? null : new Date(at.getTime() + freshMs);
}
