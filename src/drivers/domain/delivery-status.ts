// A delivery's lifecycle as data; see kernel/state-machine.ts. One trip of one driver for one order.
import { StateMachine } from '../../kernel/state-machine.js';
import type { ActorRole } from '../../orders/index.js';

export const deliveryStatuses = [
  'assigned',
  'at_store',
  'collected',
  'at_customer',
  'delivered',
  'failed',
  'retried',
  'returning',
  'returned',
  'cancelled',
] as const;
/** `retried`: its goods go on in another delivery, as it failed or was handed over. */
export type DeliveryStatus = (typeof deliveryStatuses)[number];

export type DeliveryGuard =
  /** The store has packed the order. */
  | 'order_ready'
  /** The driver has looked at an identity card, where the order requires it. */
  | 'age_checked'
  /** The cash equals what is due. */
  | 'cash_exact'
  /** Of a driver: fewer than five wrong PINs, where a PIN is asked for. */
  | 'pin_unlocked'
  /** Of a driver: the customer's PIN is right, or there is a photo of the goods at the door. */
  | 'proven'
  /** Of a driver: `no_answer` needs an attempt to reach the customer, and five minutes since. */
  | 'customer_tried'
  /** The driver gave up, and not longer than ten minutes ago. */
  | 'failed_lately'
  /** The customer has not yet been told that the driver is near. */
  | 'first_approach';

export type DeliveryEffect =
  /** The order takes the action of the same name. */
  | 'move_order'
  /** The search for another driver begins. */
  | 'back_to_pool'
  | 'note_collection'
  | 'note_handover'
  | 'note_failure'
  | 'forget_failure'
  | 'note_contact'
  | 'note_approach';

const beforeCollection = ['assigned', 'at_store'] as const;
const underWay = ['collected', 'at_customer'] as const;
const dispatch = ['dispatcher', 'admin'] as const;
const driverOrStaff = ['driver', ...dispatch] as const;

export const deliveryMachine = new StateMachine<
  DeliveryStatus,
  ActorRole,
  DeliveryGuard,
  DeliveryEffect
>(
  'delivery',
  deliveryStatuses,
  // A redelivered order has left the store already.
  ['assigned', 'collected'],
  [
    { action: 'arrive', from: ['assigned'], to: 'at_store', by: ['driver'] },
    {
      action: 'collect',
      from: beforeCollection,
      to: 'collected',
      by: ['driver'],
      guards: ['order_ready'],
      effects: ['move_order', 'note_collection'],
    },
    {
      action: 'approach',
      from: ['collected'],
      to: 'collected',
      by: ['system'],
      guards: ['first_approach'],
      effects: ['note_approach'],
    },
    {
      action: 'arrive',
      from: ['collected'],
      to: 'at_customer',
      by: ['driver'],
      effects: ['note_approach'],
    },
    {
      action: 'deliver',
      from: underWay,
      to: 'delivered',
      by: driverOrStaff,
      guards: ['age_checked', 'cash_exact', 'pin_unlocked', 'proven'],
      effects: ['move_order', 'note_handover'],
    },
    ...underWay.map((status) => ({
      action: 'contact-attempts',
      from: [status],
      to: status,
      by: ['driver'] as const,
      effects: ['note_contact'] as const,
    })),
    {
      action: 'fail',
      from: underWay,
      to: 'failed',
      by: driverOrStaff,
      guards: ['customer_tried'],
      effects: ['move_order', 'note_failure'],
    },
    {
      action: 'resume',
      from: ['failed', 'returning'],
      to: 'collected',
      by: ['driver'],
      guards: ['failed_lately'],
      effects: ['move_order', 'forget_failure'],
    },
    {
      action: 'hand-over',
      from: underWay,
      to: 'retried',
      by: dispatch,
      effects: ['move_order', 'note_failure'],
    },
    { action: 'return', from: ['failed'], to: 'returning', by: ['driver'] },
    { action: 'arrive', from: ['returning'], to: 'returned', by: ['driver'] },
    // The store has the goods, whatever the driver's phone reported.
    { action: 'take-back', from: ['failed', 'returning'], to: 'returned', by: ['system'] },
    { action: 'redeliver', from: ['failed', 'returning'], to: 'retried', by: dispatch },
    {
      action: 'unassign',
      from: beforeCollection,
      to: 'cancelled',
      by: dispatch,
      effects: ['back_to_pool'],
    },
    { action: 'reassign', from: beforeCollection, to: 'cancelled', by: dispatch },
    {
      action: 'release',
      from: beforeCollection,
      to: 'cancelled',
      by: ['driver'],
      effects: ['back_to_pool'],
    },
    // The driver was silent for too long.
    {
      action: 'reclaim',
      from: beforeCollection,
      to: 'cancelled',
      by: ['system'],
      effects: ['back_to_pool'],
    },
    { action: 'cancel', from: beforeCollection, to: 'cancelled', by: ['system'] },
  ],
);

/** The actions of the driver, for `allowedActions`. */
export const deliveryActions = deliveryMachine.actionsOf((actor) => actor === 'driver');

/** A delivery in one of these occupies its order and its driver. */
export const activeStatuses = deliveryStatuses.filter(
  (status) => !deliveryMachine.isTerminal(status),
);

/** The driver is on the way to the customer, or may be: nobody else is told where that is. */
const towardsCustomer: readonly DeliveryStatus[] = [
  'assigned',
  'at_store',
  'collected',
  'at_customer',
];

export function needsCustomer(status: DeliveryStatus): boolean {
  return towardsCustomer.includes(status);
}

/** Whether the action may have led to this status: sent again, it is then a repeat. */
export function hasTaken(action: string, status: DeliveryStatus): boolean {
  return deliveryMachine
    .edges()
    .some((way) => way.action === action && way.to === status && way.from !== status);
}
