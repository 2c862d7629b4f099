// The order's lifecycle as data; see kernel/state-machine.ts.
import type { Role } from '../../accounts/index.js';
import { StateMachine } from '../../kernel/state-machine.js';

export const orderStatuses = [
  'pending_payment',
  'placed',
  'accepted',
  'picking',
  'ready',
  'out_for_delivery',
  'delivery_failed',
  'delivered',
  'cancelled',
  'rejected',
  'expired',
  'returned',
] as const;
export type OrderStatus = (typeof orderStatuses)[number];

/** Actors on an order; `system` is the clock, the store's rules and the payment provider. */
export type ActorRole = Role | 'system';

export type OrderGuard =
  /** The picker has started this order. */
  | 'own_pick'
  /** No line waits for the picker or the customer. */
  | 'lines_done'
  /** At least one line goes into the bag. */
  | 'something_picked'
  | 'nothing_picked'
  /** The picked goods cost no more than the hold on the customer's card. */
  | 'within_hold'
  /** The customer has not asked yet. */
  | 'not_asked'
  /** No driver was found; staff may act without this. */
  | 'undeliverable';

export type OrderEffect =
  | 'claim_pick'
  | 'leave_pick'
  | 'note_cancel_request'
  | 'note_no_driver'
  | 'forget_no_driver'
  /** These three undo every order that ends before collection. */
  | 'give_back_slot'
  | 'give_back_stock'
  | 'release_payment'
  /** Replaces the reservation with the picked goods. */
  | 'settle_stock'
  | 'ship_stock'
  /** Brings the goods back into the store: on the shelf, or written off. */
  | 'take_back_stock'
  | 'take_payment'
  | 'note_delivery'
  | 'count_attempt';

/** The statuses in which a driver is looked for: from acceptance to collection. */
const wantsDriver = ['accepted', 'picking', 'ready'] as const;
/** Staff may take a driver's last steps, for one who cannot. */
const driverOrStaff = ['driver', 'dispatcher', 'admin'] as const;
const undo = ['give_back_slot', 'give_back_stock', 'release_payment'] as const;

export const orderMachine = new StateMachine<OrderStatus, ActorRole, OrderGuard, OrderEffect>(
  'order',
  orderStatuses,
  ['pending_payment', 'placed'],
  [
    { action: 'authorize', from: ['pending_payment'], to: 'placed', by: ['system'] },
    {
      action: 'decline',
      from: ['pending_payment'],
      to: 'cancelled',
      by: ['system'],
      effects: undo,
    },
    {
      action: 'expire',
      from: ['pending_payment', 'placed'],
      to: 'expired',
      by: ['system'],
      effects: undo,
    },
    { action: 'accept', from: ['placed'], to: 'accepted', by: ['picker', 'admin', 'system'] },
    { action: 'reject', from: ['placed'], to: 'rejected', by: ['picker', 'admin'], effects: undo },
    {
      action: 'cancel',
      from: ['pending_payment', 'placed', 'accepted'],
      to: 'cancelled',
      by: ['customer', 'admin'],
      effects: undo,
    },
    {
      action: 'cancel',
      from: ['picking', 'ready'],
      to: 'cancelled',
      by: ['customer', 'admin'],
      guards: ['undeliverable'],
      effects: undo,
    },
    {
      action: 'request-cancel',
      from: ['picking'],
      to: 'picking',
      by: ['customer'],
      guards: ['not_asked'],
      effects: ['note_cancel_request'],
    },
    {
      action: 'start',
      from: ['accepted'],
      to: 'picking',
      by: ['picker'],
      effects: ['claim_pick'],
    },
    {
      action: 'release',
      from: ['picking'],
      to: 'accepted',
      by: ['picker', 'admin'],
      guards: ['own_pick'],
      effects: ['leave_pick'],
    },
    {
      action: 'ready',
      from: ['picking'],
      to: 'ready',
      by: ['picker', 'admin'],
      guards: ['own_pick', 'lines_done', 'something_picked', 'within_hold'],
      effects: ['settle_stock'],
    },
    {
      action: 'ready',
      from: ['picking'],
      to: 'cancelled',
      by: ['picker', 'admin'],
      guards: ['own_pick', 'lines_done', 'nothing_picked'],
      effects: ['give_back_slot', 'settle_stock', 'release_payment'],
    },
    ...wantsDriver.map((status) => ({
      action: 'flag-dispatch',
      from: [status],
      to: status,
      by: ['system'] as const,
      effects: ['note_no_driver'] as const,
    })),
    ...wantsDriver.map((status) => ({
      action: 'clear-dispatch',
      from: [status],
      to: status,
      by: ['system'] as const,
      effects: ['forget_no_driver'] as const,
    })),
    {
      action: 'collect',
      from: ['ready'],
      to: 'out_for_delivery',
      by: ['driver'],
      effects: ['ship_stock', 'count_attempt'],
    },
    {
      action: 'deliver',
      from: ['out_for_delivery'],
      to: 'delivered',
      by: driverOrStaff,
      effects: ['note_delivery', 'take_payment'],
    },
    { action: 'fail', from: ['out_for_delivery'], to: 'delivery_failed', by: driverOrStaff },
    { action: 'resume', from: ['delivery_failed'], to: 'out_for_delivery', by: ['driver'] },
    // Another driver takes over the goods: for the order nothing else changes.
    {
      action: 'hand-over',
      from: ['out_for_delivery'],
      to: 'out_for_delivery',
      by: ['dispatcher', 'admin'],
    },
    {
      action: 'redeliver',
      from: ['delivery_failed'],
      to: 'out_for_delivery',
      by: ['dispatcher', 'admin'],
      effects: ['count_attempt'],
    },
    {
      action: 'return',
      from: ['delivery_failed'],
      to: 'returned',
      by: ['picker', 'dispatcher', 'admin'],
      effects: ['take_back_stock', 'release_payment'],
    },
  ],
);

/** The actions of people, for `allowedActions`. */
export const orderActions = orderMachine.actionsOf((actor) => actor !== 'system');

/** Every action that a timeline may name. */
export const timelineActions = ['place', ...orderMachine.actionsOf(() => true)];

export function isTerminal(status: OrderStatus): boolean {
  return orderMachine.isTerminal(status);
}

/** Whether the action may have led to this status: then the request may be a repeat. */
export function hasTaken(action: string, status: OrderStatus): boolean {
  return orderMachine
    .edges()
    .some((way) => way.action === action && way.to === status && way.from !== status);
}
