import type { Money } from '../../kernel/money.js';
import type { Actor, OrderReason, OrderSnapshot } from '../../orders/index.js';
import { type DeliveryGuard, deliveryMachine, type DeliveryStatus } from './delivery-status.js';

export const failureReasons = [
  'no_answer',
  'wrong_address',
  'refused',
  'unsafe',
  'damaged',
  'age_check_failed',
  'vehicle',
  'accident',
  'other',
] as const satisfies readonly OrderReason[];
/** `vehicle`: it broke down; `other` needs a note. */
export type FailureReason = (typeof failureReasons)[number];

/** Why goods that are under way change drivers. */
export const handOverReasons = [
  'vehicle',
  'accident',
  'other',
] as const satisfies readonly FailureReason[];
export type HandOverReason = (typeof handOverReasons)[number];

/** The number of wrong PINs that blocks the delivery until staff unlock it. */
export const pinTries = 5;
/** Between the first attempt to reach the customer and giving up, in milliseconds. */
export const waitForAnswerMs = 5 * 60_000;
/** How long a driver may take back having given up, in milliseconds. */
export const resumeWithinMs = 10 * 60_000;

/** The statements of the driver, or of staff, about the handover. */
export interface Handover {
  readonly cashCollectedMinor: number;
  readonly pin: string | null;
  readonly photoReference: string | null;
  readonly ageChecked: boolean;
}

export interface DeliveryFailure {
  readonly reasonCode: FailureReason;
  readonly note: string | null;
  readonly photoReference: string | null;
}

/** The facts that the guards of a delivery's lifecycle read. */
export interface DeliveryFacts {
  readonly delivery: {
    readonly status: DeliveryStatus;
    readonly pinFailures: number;
    /** When the driver first tried to reach the customer. */
    readonly contactedAt: Date | null;
    readonly approachedAt: Date | null;
  };
  readonly order: Pick<OrderSnapshot, 'status' | 'deliverTo' | 'deliveryPin' | 'timeline'>;
  /** The highest age limit in the bag, in years; null: for anyone. */
  readonly minimumAge: number | null;
  /** To take at the door; 0 where a card pays. */
  readonly cashToCollect: Money;
  readonly now: Date;
  /** Undefined when only the allowed actions are asked for: the guards then find nothing wrong. */
  readonly handover?: Handover | undefined;
  readonly failure?: DeliveryFailure | undefined;
}

/** Staff vouch for what a driver has to prove. */
const isStaff = ({ role }: Actor) => role !== 'driver';

const guards: Record<DeliveryGuard, (facts: DeliveryFacts, actor: Actor) => boolean> = {
  order_ready: ({ order }) => order.status === 'ready',
  age_checked: ({ minimumAge, handover }) =>
    !handover || handover.ageChecked || minimumAge === null,
  cash_exact: ({ cashToCollect, handover }) =>
    !handover || handover.cashCollectedMinor === cashToCollect.amountMinor,
  pin_unlocked: ({ order, delivery }, actor) =>
    isStaff(actor) || order.deliverTo?.leaveAtDoor || delivery.pinFailures < pinTries,
  proven: ({ order, handover }, actor) =>
    isStaff(actor) ||
    !handover ||
    (order.deliverTo?.leaveAtDoor
      ? handover.photoReference !== null
      : order.deliveryPin !== null && handover.pin === order.deliveryPin),
  customer_tried: ({ failure, delivery: { contactedAt }, now }, actor) =>
    isStaff(actor) ||
    failure?.reasonCode !== 'no_answer' ||
    (contactedAt !== null && now.getTime() - contactedAt.getTime() >= waitForAnswerMs),
  failed_lately: ({ order, now }) => {
    const last = order.timeline.findLast(({ machine }) => machine === 'order');
    if (last?.action !== 'fail' || last.by !== 'driver') return false;
    return now.getTime() - Date.parse(last.at) <= resumeWithinMs;
  },
  first_approach: ({ delivery }) => delivery.approachedAt === null,
};

/** The transition for an action now, or why there is none. */
export function deliveryWay(facts: DeliveryFacts, action: string, actor: Actor) {
  const { status } = facts.delivery;
  return deliveryMachine.find(status, action, actor.role, (guard) => guards[guard](facts, actor));
}

/** The caller's actions on the delivery now, named as the last words of their routes. */
export function allowedActions(facts: DeliveryFacts, actor: Actor): string[] {
  const { status } = facts.delivery;
  return deliveryMachine.actions(status, actor.role, (guard) => guards[guard](facts, actor));
}
