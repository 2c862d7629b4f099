import type { StoreScope } from '../../accounts/index.js';
import type { Money } from '../../kernel/money.js';
import type { LineStatus } from './line-status.js';
import { type ActorRole, orderMachine, type OrderGuard, type OrderStatus } from './order-status.js';

/** The facts that the guards of an order's lifecycle read. */
export interface OrderFacts {
  readonly status: OrderStatus;
  readonly pickerId: string | null;
  readonly cancelRequestedAt: Date | string | null;
  /** When the search for a driver failed; null while it goes on, or a driver has the order. */
  readonly needsDispatchAt: Date | string | null;
  readonly lines: readonly { readonly status: LineStatus }[];
  readonly totals: { readonly total: Money };
  /** `hold`: the amount held on the card; null without a hold, and when paid at the door. */
  readonly payment: { readonly hold: Money | null };
}

export interface Actor {
  /** Null for the system. */
  readonly accountId: string | null;
  readonly role: ActorRole;
  /** Those that staff work for: of others they find no order. */
  readonly stores?: StoreScope;
}

const isOpen = (status: LineStatus) => status === 'pending' || status === 'substitute_proposed';

const guards: Record<OrderGuard, (order: OrderFacts, actor: Actor) => boolean> = {
  own_pick: (order, actor) => actor.role !== 'picker' || order.pickerId === actor.accountId,
  lines_done: (order) => !order.lines.some(({ status }) => isOpen(status)),
  something_picked: (order) => order.lines.some(({ status }) => status !== 'refunded'),
  nothing_picked: (order) => order.lines.every(({ status }) => status === 'refunded'),
  within_hold: ({ totals, payment: { hold } }) =>
    hold === null || totals.total.amountMinor <= hold.amountMinor,
  not_asked: (order) => order.cancelRequestedAt === null,
  undeliverable: (order, actor) => actor.role !== 'customer' || order.needsDispatchAt !== null,
};

/** The transition of an action on the order now, or the refusal. */
export function orderWay(order: OrderFacts, action: string, actor: Actor) {
  return orderMachine.find(order.status, action, actor.role, (guard) =>
    guards[guard](order, actor),
  );
}

/** The actions that the caller may take on the order now: the last parts of their routes' paths. */
export function allowedActions(order: OrderFacts, actor: Actor): string[] {
  return orderMachine.actions(order.status, actor.role, (guard) => guards[guard](order, actor));
}
