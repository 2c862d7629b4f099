// Which facts people are told of. Pure.
import type { DomainEvent } from '../../kernel/domain-event.js';
import type { NoticeKind } from './notice-kinds.js';

interface Told {
  readonly kind: NoticeKind;
  /** Only after one of these actions; left out: after any. */
  readonly actions?: readonly string[];
}

/** Steps that change nothing for the customer have the same types: their actions tell them apart. */
const told: Readonly<Record<string, Told>> = {
  'order.placed': { kind: 'order_placed', actions: ['place', 'authorize'] },
  'order_line.substitute_proposed': { kind: 'substitution_asked', actions: ['propose'] },
  'order.accepted': { kind: 'order_accepted', actions: ['accept'] },
  'order.late': { kind: 'order_late' },
  'delivery.approached': { kind: 'nearly_there' },
  'order.delivery_failed': { kind: 'delivery_failed', actions: ['fail'] },
  'order.cancelled': { kind: 'order_cancelled' },
  'order.rejected': { kind: 'order_cancelled' },
  'order.expired': { kind: 'order_cancelled' },
  'refund.succeeded': { kind: 'refunded' },
  'refund.due': { kind: 'refunded' },
};

export const toldFacts = Object.keys(told);

/** Null: nobody is told of it. */
export function noticeOfFact({ type, payload }: Pick<DomainEvent, 'type' | 'payload'>) {
  const found = told[type];
  if (!found) return null;
  const { action } = payload as { readonly action?: string };
  if (found.actions && (action === undefined || !found.actions.includes(action))) return null;
  return found.kind;
}
